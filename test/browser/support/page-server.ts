import fs from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const REPOSITORY = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../..');

const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.wasm': 'application/wasm',
  '.json': 'application/json',
};

export interface PageServer {
  /** With a trailing slash. */
  address: string;
  close(): Promise<void>;
}

/** A cross-origin isolated page on loopback that loads /page.js: built scripts from memory, `folders` from the repository. */
export async function servePage(content: {
  scripts: Readonly<Record<string, string>>;
  folders: Readonly<Record<string, string>>;
}): Promise<PageServer> {
  const server = http.createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const send = (type: string, body: string | Buffer) =>
      response
        .writeHead(200, {
          'content-type': type,
          'cross-origin-opener-policy': 'same-origin',
          'cross-origin-embedder-policy': 'require-corp',
        })
        .end(body);
    if (pathname === '/')
      return send('text/html', '<!doctype html><script type="module" src="/page.js"></script>');
    const script = content.scripts[pathname];
    if (script !== undefined) return send('text/javascript', script);
    for (const [prefix, folder] of Object.entries(content.folders)) {
      const file = path.join(REPOSITORY, folder, path.basename(pathname));
      if (pathname.startsWith(prefix) && fs.existsSync(file))
        return send(TYPES[path.extname(file)] ?? 'application/octet-stream', fs.readFileSync(file));
    }
    return response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
