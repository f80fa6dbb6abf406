import fs from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

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

/**
 * A cross-origin isolated page on loopback that loads /page.js: `scripts` are bundled from the file named for each address,
 * `folders` are served as they are; both by their paths in the repository.
 */
export async function servePage(content: {
  scripts: Readonly<Record<string, string>>;
  folders: Readonly<Record<string, string>>;
}): Promise<PageServer> {
  const scripts = new Map<string, string>();
  for (const [address, entry] of Object.entries(content.scripts)) scripts.set(address, await bundled(entry));
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
    const script = scripts.get(pathname);
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

async function bundled(entry: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [path.join(REPOSITORY, entry)],
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    logLevel: 'error',
  });
  return outputFiles[0]!.text;
}
