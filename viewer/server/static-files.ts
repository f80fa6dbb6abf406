import fs from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { HttpError, type Exchange, type Handler } from './http.ts';

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.jsonc': 'application/json',
  '.map': 'application/json',
  '.md': 'text/markdown; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.onnx': 'application/octet-stream',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
  '.xml': 'application/xml',
};

/** A content hash in the name: `app.bundle.0f6159c501addfe9.js`, `0ddf166f7a343eda.wasm`, `plugins/inference-worker-CY3bH2_x.js`. */
const HASHED =
  /(^|[./-])[0-9a-f]{16}\.(m?js|css|wasm|woff2)$|\/plugins\/[^/]*-[A-Za-z0-9_-]{8}\.(js|css|wasm)$/;

/**
 * Serves the files of `root`: GET and HEAD, ETag with 304, a `.gz` sibling where the client takes gzip.
 * Addresses without a file extension fall back to index.html, because the viewer routes in the page.
 */
export function staticFiles(root: string): Handler {
  return async (exchange) => {
    if (exchange.request.method !== 'GET' && exchange.request.method !== 'HEAD')
      throw new HttpError(405, 'Only GET and HEAD are possible here.');
    const wanted = exchange.pathname === '/' ? '/index.html' : exchange.pathname;
    const hidden = wanted.split('/').some((part) => part.startsWith('.')) || wanted.endsWith('.gz');
    const file = path.join(root, wanted);
    if (!hidden && isInside(root, file) && (await isFile(file))) return sendFile(exchange, file);
    if (hidden || path.extname(wanted) in TYPES) throw new HttpError(404, 'There is no such file.');
    return sendFile(exchange, path.join(root, 'index.html'));
  };
}

const isInside = (root: string, file: string): boolean => file.startsWith(path.resolve(root) + path.sep);

async function isFile(file: string): Promise<boolean> {
  return fs.promises.stat(file).then(
    (stat) => stat.isFile(),
    () => false,
  );
}

async function sendFile({ request, response, pathname: wanted }: Exchange, file: string): Promise<true> {
  const takesGzip = /\bgzip\b/.test(request.headers['accept-encoding'] ?? '');
  const gzipped = takesGzip && (await isFile(`${file}.gz`));
  const handle = await fs.promises.open(gzipped ? `${file}.gz` : file).catch(() => {
    throw new HttpError(404, 'The viewer is not built; run "npm start" or "npm run build".');
  });
  const stat = await handle.stat();
  const etag = `"${stat.size.toString(36)}-${Math.floor(stat.mtimeMs).toString(36)}${gzipped ? '-gz' : ''}"`;
  response.setHeader('etag', etag);
  response.setHeader('vary', 'accept-encoding');
  response.setHeader(
    'cache-control',
    HASHED.test(wanted) ? 'public, max-age=31536000, immutable' : 'no-cache',
  );
  if (request.headers['if-none-match']?.split(/,\s*/).includes(etag)) {
    await handle.close();
    response.writeHead(304).end();
    return true;
  }
  if (gzipped) response.setHeader('content-encoding', 'gzip');
  response.writeHead(200, {
    'content-type': TYPES[path.extname(file)] ?? 'application/octet-stream',
    'content-length': stat.size,
  });
  if (request.method === 'HEAD') {
    await handle.close();
    response.end();
    return true;
  }
  await pipeline(handle.createReadStream(), response);
  return true;
}
