import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { HttpError } from '../http.ts';

export interface Part {
  readonly contentType: string;
  readonly body: Uint8Array;
}

const CRLF = '\r\n';
const MAX_PART_HEADER_BYTES = 8192;

/** Writes a multipart/related answer (PS3.18 8.6.1.2). `type` is the media type of the root part. */
export function sendMultipart(response: ServerResponse, type: string, parts: readonly Part[]): true {
  const boundary = randomUUID();
  const chunks: Uint8Array[] = [];
  for (const part of parts) {
    const head = [
      `--${boundary}`,
      `Content-Type: ${part.contentType}`,
      `Content-Length: ${part.body.length}`,
      '',
      '',
    ];
    chunks.push(Buffer.from(head.join(CRLF)), part.body, Buffer.from(CRLF));
  }
  chunks.push(Buffer.from(`--${boundary}--${CRLF}`));
  response.writeHead(200, {
    'content-type': `multipart/related; type="${type}"; boundary=${boundary}`,
    'content-length': chunks.reduce((sum, chunk) => sum + chunk.length, 0),
  });
  for (const chunk of chunks) response.write(chunk);
  response.end();
  return true;
}

/** Parameters of a header such as `multipart/related; type="application/dicom"; boundary=x`; names in lower case. */
export function parseMediaType(header: string): { type: string; parameters: ReadonlyMap<string, string> } {
  const parameters = new Map<string, string>();
  for (const match of header.matchAll(/;\s*([^\s=;]+)\s*=\s*(?:"([^"]*)"|([^;\s]*))/g))
    parameters.set((match[1] ?? '').toLowerCase(), match[2] ?? match[3] ?? '');
  return { type: (header.split(';')[0] ?? '').trim().toLowerCase(), parameters };
}

/**
 * Splits a multipart body (RFC 2046). Parts are views of `body`, not copies.
 * @throws HttpError 400 when the body is cut short or is not what its header says
 */
export function parseMultipart(body: Buffer, boundary: string): Part[] {
  if (!/^[\w'()+,\-./:=? ]{1,70}$/.test(boundary))
    throw new HttpError(400, 'The multipart boundary is missing or malformed.');
  const delimiter = Buffer.from(`${CRLF}--${boundary}`);
  const first = body.indexOf(delimiter.subarray(CRLF.length));
  if (first < 0 || (first > 0 && body.toString('latin1', first - 2, first) !== CRLF))
    throw new HttpError(400, 'The body holds no part with the announced boundary.');
  const parts: Part[] = [];
  let at = first + delimiter.length - CRLF.length;
  for (;;) {
    if (body.toString('latin1', at, at + 2) === '--') return parts;
    const next = body.indexOf(delimiter, at);
    if (next < 0) throw new HttpError(400, 'The multipart body ends before its closing boundary.');
    parts.push(parsePart(body.subarray(at, next)));
    at = next + delimiter.length;
  }
}

function parsePart(part: Buffer): Part {
  const separator = part.indexOf(`${CRLF}${CRLF}`);
  if (separator < 0 || separator > MAX_PART_HEADER_BYTES)
    throw new HttpError(400, 'A part has no header of its own.');
  const head = part.toString('latin1', 0, separator);
  const contentType = /^content-type:\s*(.*)$/im.exec(head)?.[1]?.trim() ?? '';
  return { contentType, body: part.subarray(separator + 2 * CRLF.length) };
}
