import http, { type IncomingMessage } from 'node:http';
import https from 'node:https';
import { pipeline } from 'node:stream/promises';
import { HttpError, type Exchange, type Handler } from './http.ts';
import type { Upstream } from './options.ts';

const PACS_ROOT = '/pacs';
const CONNECT_TIMEOUT_MS = 10_000;
const IDLE_TIMEOUT_MS = 60_000;
/** All that a DICOMweb server needs to know of a request; cookies and the page's other headers stay here. */
const FORWARDED_REQUEST = [
  'accept',
  'accept-charset',
  'accept-language',
  'content-type',
  'content-length',
  'if-none-match',
  'range',
];
const FORWARDED_RESPONSE = [
  'content-type',
  'content-location',
  'content-range',
  'etag',
  'last-modified',
  'location',
  'warning',
];

/**
 * Same-origin reverse proxy: `/pacs/…` -> the server of DICOMWEB_URL, so that neither the page's policy nor the PACS
 * needs an exception. Its own addresses inside JSON answers are turned back into `/pacs/…`.
 */
export function pacsProxy(upstream: Upstream): Handler {
  return async (exchange) => {
    if (!exchange.pathname.startsWith(`${PACS_ROOT}/`)) return false;
    const answer = await forward(exchange, upstream);
    const { response } = exchange;
    response.setHeader('cache-control', 'no-store');
    for (const name of FORWARDED_RESPONSE) {
      const value = answer.headers[name];
      if (value !== undefined) response.setHeader(name, value);
    }
    const status = answer.statusCode ?? 502;
    if (status === 401 || status === 407) {
      answer.resume();
      throw new HttpError(502, 'The DICOMweb server refused the credentials of DICOMWEB_URL.');
    }
    response.statusCode = status;
    if (/json/.test(answer.headers['content-type'] ?? '')) return sendRewritten(exchange, answer, upstream);
    if (answer.headers['content-length'])
      response.setHeader('content-length', answer.headers['content-length']);
    await pipeline(answer, response);
    return true;
  };
}

/** OHIF sends `includefield=a%2Cb`; Orthanc with DICOMweb 1.7 splits the list only at plain commas. */
const plainLists = (search: string): string =>
  search.replace(
    /([?&]includefield=)([^&]*)/gi,
    (_all, key: string, list: string) => key + list.replace(/%2C/gi, ','),
  );

function forward(
  { request, response, rawPath, search }: Exchange,
  { root, authorization }: Upstream,
): Promise<IncomingMessage> {
  const headers: Record<string, string | string[]> = { host: root.host, 'accept-encoding': 'identity' };
  for (const name of FORWARDED_REQUEST) {
    const value = request.headers[name];
    if (value !== undefined) headers[name] = value;
  }
  if (authorization) headers.authorization = authorization;
  const client = root.protocol === 'https:' ? https : http;
  const target = new URL(`${root.pathname}${rawPath.slice(PACS_ROOT.length)}${plainLists(search)}`, root);
  return new Promise((resolve, reject) => {
    const outgoing = client.request(target, { method: request.method, headers, timeout: IDLE_TIMEOUT_MS });
    const connecting = setTimeout(() => outgoing.destroy(new Error('connect timeout')), CONNECT_TIMEOUT_MS);
    outgoing.once('socket', (socket) =>
      socket.once(client === https ? 'secureConnect' : 'connect', () => clearTimeout(connecting)),
    );
    outgoing.once('socket', (socket) => socket.connecting || clearTimeout(connecting)); // kept alive from before
    outgoing.once('timeout', () => outgoing.destroy(new Error('idle timeout')));
    outgoing.once('response', resolve);
    // The cause may name hosts; the page gets a sentence that says what to check.
    outgoing.once('error', () => {
      clearTimeout(connecting);
      reject(
        new HttpError(502, 'The DICOMweb server behind DICOMWEB_URL cannot be reached; check that it runs.'),
      );
    });
    response.once('close', () => outgoing.destroy());
    request.pipe(outgoing);
  });
}

async function sendRewritten(
  { response }: Exchange,
  answer: IncomingMessage,
  { root }: Upstream,
): Promise<true> {
  const chunks: Buffer[] = [];
  for await (const chunk of answer as AsyncIterable<Buffer>) chunks.push(chunk);
  const base = `${root.host}${root.pathname}`;
  let text = Buffer.concat(chunks).toString('utf8');
  for (const scheme of ['http://', 'https://'])
    text = text.replaceAll(`"${scheme}${base}/`, `"${PACS_ROOT}/`);
  const body = Buffer.from(text);
  response.setHeader('content-length', body.length);
  response.end(body);
  return true;
}
