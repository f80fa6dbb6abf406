import type { IncomingMessage, ServerResponse } from 'node:http';

/** A request with its address already parsed; `pathname` is decoded and free of NUL, backslashes and `..`. */
export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly pathname: string;
  readonly query: URLSearchParams;
  /** `?…` as sent, or ''. */
  readonly search: string;
  /** Path as sent, still percent-encoded. */
  readonly rawPath: string;
}

/** Returns true when it has answered (or will), false to pass the request on. */
export type Handler = (exchange: Exchange) => boolean | Promise<boolean>;

/** An answer that ends the request: status and a sentence, sent as JSON. Messages carry no patient data. */
export class HttpError extends Error {
  override readonly name = 'HttpError';
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

/**
 * Parses the request target.
 * @throws HttpError 400 for malformed escapes and for paths that try to leave the root
 */
export function parseTarget(target: string): Pick<Exchange, 'pathname' | 'query' | 'search' | 'rawPath'> {
  const [rawPath = '/', ...rest] = target.split('?');
  const search = rest.length ? `?${rest.join('?')}` : '';
  let pathname: string;
  try {
    pathname = decodeURIComponent(rawPath);
  } catch {
    throw new HttpError(400, 'The address is not valid percent-encoding.');
  }
  if (
    !pathname.startsWith('/') ||
    pathname.includes('\0') ||
    pathname.includes('\\') ||
    /(^|\/)\.\.?(\/|$)/.test(pathname)
  )
    throw new HttpError(400, 'The address is not a plain path.');
  return { pathname, query: new URLSearchParams(search), search, rawPath };
}

export function sendJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  type = 'application/json',
): true {
  const bytes = Buffer.from(JSON.stringify(body));
  response.writeHead(status, { 'content-type': type, 'content-length': bytes.length });
  response.end(bytes);
  return true;
}

export function sendError(response: ServerResponse, error: HttpError): true {
  if (response.headersSent) {
    response.destroy();
    return true;
  }
  return sendJson(response, error.status, { error: error.message });
}
