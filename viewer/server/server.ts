import fs from 'node:fs/promises';
import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { isDecodingWorker } from '../ohif-distribution/workers.ts';
import { appConfigFile } from './app-config.ts';
import { dicomWeb } from './dicomweb/router.ts';
import { StudyIndex, type ScanReport } from './dicomweb/study-index.ts';
import { HttpError, parseTarget, sendError, type Handler } from './http.ts';
import { OptionError, type ServerOptions } from './options.ts';
import { originGuard } from './origin-guard.ts';
import { pacsProxy } from './pacs-proxy.ts';
import { DECODER_POLICY, inlineScriptHashes, pagePolicy, setSecurityHeaders } from './security-headers.ts';
import { staticFiles } from './static-files.ts';

export interface RunningServer {
  /** Address of the study list, with a trailing slash. */
  readonly address: string;
  readonly scans: readonly ScanReport[];
  close(): Promise<void>;
}

/**
 * Indexes the study folders and starts to listen.
 * @throws OptionError with a sentence, when the viewer is not built or the port is taken
 */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const page = await fs.readFile(path.join(options.distFolder, 'index.html'), 'utf8').catch(() => {
    throw new OptionError('The viewer is not built; run "npm start" or "npm run build" first.');
  });
  const index = new StudyIndex();
  const scans: ScanReport[] = [];
  for (const folder of [...options.studyFolders, options.stowFolder]) scans.push(await index.scan(folder));
  const handlers: Handler[] = [
    originGuard(options.host),
    ...(options.upstream ? [pacsProxy(options.upstream)] : []),
    dicomWeb(index, options),
    appConfigFile({ pacs: options.upstream !== undefined }),
    staticFiles(options.distFolder),
  ];
  const policy = pagePolicy(inlineScriptHashes(page));
  const server = http.createServer((request, response) => void answer(request, response, handlers, policy));
  await listen(server, options);
  return { address: addressOf(server, options.host), scans, close: () => close(server) };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  handlers: readonly Handler[],
  policy: string,
): Promise<void> {
  try {
    setSecurityHeaders(response, policy);
    const target = parseTarget(request.url ?? '/');
    if (isDecodingWorker(target.pathname)) response.setHeader('content-security-policy', DECODER_POLICY);
    for (const handler of handlers) if (await handler({ request, response, ...target })) return;
    throw new HttpError(404, 'There is nothing at this address.');
  } catch (error) {
    if (!(error instanceof HttpError)) reportFault(error, response);
    sendError(
      response,
      error instanceof HttpError ? error : new HttpError(500, 'The server failed on this request.'),
    );
    if (!request.complete) request.unpipe().resume(); // read on, so that the client sees the answer and not a reset
  }
}

/** Names the kind of fault only: messages and addresses may hold patient data. */
function reportFault(error: unknown, response: ServerResponse): void {
  const { code, name } = (error ?? {}) as Partial<NodeJS.ErrnoException>;
  if (response.destroyed || code === 'ERR_STREAM_PREMATURE_CLOSE') return; // the page went away
  console.error(`Request failed: ${name ?? 'unknown error'}${code ? ` (${code})` : ''}`);
}

function listen(server: http.Server, { port, host }: ServerOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(new OptionError(listenSentence(error, port, host), { cause: error })),
    );
    server.listen(port, host, () => resolve());
  });
}

function listenSentence(error: NodeJS.ErrnoException, port: number, host: string): string {
  if (error.code === 'EADDRINUSE')
    return `Port ${port} is already in use; stop the other program or choose another, for example PORT=${port + 1} npm start.`;
  if (error.code === 'EACCES')
    return `Port ${port} may not be opened by this user; choose one above 1023 with PORT.`;
  if (error.code === 'EADDRNOTAVAIL' || error.code === 'ENOTFOUND')
    return `HOST ${host} is not an address of this machine.`;
  return `The server cannot listen on ${host}:${port} (${error.code ?? error.name}).`;
}

function addressOf(server: http.Server, host: string): string {
  const { port } = server.address() as AddressInfo;
  const name = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host.includes(':') ? `[${host}]` : host;
  return `http://${name}:${port}/`;
}

function close(server: http.Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
    setTimeout(() => server.closeAllConnections(), 500).unref();
  });
}
