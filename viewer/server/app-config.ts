import { appConfigScript } from '../config/app-config.ts';
import type { Handler } from './http.ts';

/** `/app-config.js`, written for this server's settings: whether there is a PACS is not known when building. */
export function appConfigFile(settings: { readonly pacs: boolean }): Handler {
  const body = Buffer.from(appConfigScript(settings));
  return ({ pathname, response }) => {
    if (pathname !== '/app-config.js') return false;
    response.writeHead(200, {
      'content-type': 'text/javascript; charset=utf-8',
      'content-length': body.length,
      'cache-control': 'no-cache',
    });
    response.end(body);
    return true;
  };
}
