import fs from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { startServer, type RunningServer } from '../../../viewer/server/server.ts';
import type { ServerOptions } from '../../../viewer/server/options.ts';

export interface TestServer {
  /** Without a trailing slash. */
  readonly origin: string;
  readonly folder: string;
  readonly stowFolder: string;
  readonly running: RunningServer;
  close(): Promise<void>;
}

export const PAGE =
  '<!doctype html><html><head><script type="importmap">{"imports":{}}</script><script src="/app.js"></script></head></html>';

/** A server over a temporary built viewer and the given study files (`name -> bytes`), on a free port. */
export async function serve(
  studies: Readonly<Record<string, Uint8Array>> = {},
  options: Partial<ServerOptions> = {},
): Promise<TestServer> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'lacuna-server-'));
  const write = (file: string, content: string | Uint8Array): void => {
    fs.mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    fs.writeFileSync(path.join(folder, file), content);
  };
  write('dist/index.html', PAGE);
  for (const [name, bytes] of Object.entries(studies)) write(`studies/${name}`, bytes);
  const stowFolder = path.join(folder, 'stow');
  const running = await startServer({
    host: '127.0.0.1',
    port: 0,
    distFolder: path.join(folder, 'dist'),
    studyFolders: [path.join(folder, 'studies')],
    stowFolder,
    stowLimitBytes: 1 << 20,
    ...options,
  });
  return {
    origin: running.address.slice(0, -1),
    folder,
    stowFolder,
    running,
    async close() {
      await running.close();
      fs.rmSync(folder, { recursive: true, force: true });
    },
  };
}

export interface RawAnswer {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly text: string;
}

/** A request exactly as written: `fetch` would tidy the path and forbid some headers. */
export function rawRequest(
  origin: string,
  target: string,
  headers: http.OutgoingHttpHeaders = {},
  method = 'GET',
): Promise<RawAnswer> {
  const { hostname, port } = new URL(origin);
  return new Promise((resolve, reject) => {
    const request = http.request(
      { hostname, port, path: target, method, headers, agent: false },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            text: Buffer.concat(chunks).toString('latin1'),
          }),
        );
      },
    );
    request.on('error', reject);
    request.end();
  });
}

/** Bodies of the parts of a multipart answer, by the announced lengths. */
export async function partsOf(response: Response): Promise<{ head: string; body: Buffer }[]> {
  const bytes = Buffer.from(await response.arrayBuffer());
  const boundary = /boundary=([^;]+)/.exec(response.headers.get('content-type') ?? '')?.[1] ?? '';
  const parts: { head: string; body: Buffer }[] = [];
  let at = bytes.indexOf(`--${boundary}\r\n`);
  while (at >= 0) {
    const headEnd = bytes.indexOf('\r\n\r\n', at);
    const head = bytes.toString('latin1', at, headEnd);
    const length = Number(/content-length: (\d+)/i.exec(head)?.[1]);
    const body = bytes.subarray(headEnd + 4, headEnd + 4 + length);
    parts.push({ head, body });
    at = bytes.indexOf(`--${boundary}\r\n`, headEnd + 4 + length);
  }
  return parts;
}
