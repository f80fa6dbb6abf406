import { isIP } from 'node:net';
import { HttpError, type Handler } from './http.ts';

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);
const DATA_PATHS = /^\/(dicomweb|pacs)(\/|$)/;

const hostName = (host: string): string => host.replace(/:\d+$/, '').toLowerCase();

/**
 * Keeps other web sites away from the images: on loopback only loopback names are answered (a foreign name that
 * resolves to 127.0.0.1 is a DNS rebinding attempt), and the DICOMweb paths answer this page only (no CSRF through
 * the credentials of DICOMWEB_URL).
 */
export function originGuard(boundTo: string): Handler {
  const loopbackOnly =
    boundTo === 'localhost' || boundTo === '::1' || (isIP(boundTo) === 4 && boundTo.startsWith('127.'));
  return ({ request, pathname }) => {
    const host = request.headers.host ?? '';
    if (loopbackOnly && !LOOPBACK.has(hostName(host)) && hostName(host) !== boundTo)
      throw new HttpError(
        421,
        'This server answers on its loopback address only; set HOST to serve other names.',
      );
    if (!DATA_PATHS.test(pathname)) return false;
    const site = request.headers['sec-fetch-site'];
    const origin = request.headers.origin;
    const foreignSite = site !== undefined && site !== 'same-origin' && site !== 'none';
    const foreignOrigin = origin !== undefined && originHost(origin) !== host.toLowerCase();
    if (foreignSite || foreignOrigin) throw new HttpError(403, 'Requests from other web pages are refused.');
    return false;
  };
}

function originHost(origin: string): string | undefined {
  try {
    return new URL(origin).host;
  } catch {
    return undefined; // 'null' and malformed origins match no host
  }
}
