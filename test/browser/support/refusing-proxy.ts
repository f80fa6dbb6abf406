import http from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server in front of the viewer's that can refuse what detectors are made of, and remembers what of it was asked for. */
export interface RefusingProxy {
  /** With a trailing slash. */
  readonly address: string;
  /** Names of files below /lacuna/ in the order asked for. */
  readonly asked: string[];
  /** Answers 503 below /lacuna/ from now on, or no longer. */
  refuse(refusing: boolean): void;
  close(): Promise<void>;
}

export async function startRefusingProxy(upstream: string): Promise<RefusingProxy> {
  const target = new URL(upstream);
  const asked: string[] = [];
  let refusing = false;
  const server = http.createServer((request, response) => {
    const path = request.url ?? '/';
    if (path.startsWith('/lacuna/')) {
      asked.push(path.split('/').at(-1)!);
      if (refusing) return response.writeHead(503).end();
    }
    const { method, headers } = request;
    const onward = http.request(
      { host: target.hostname, port: target.port, path, method, headers: { ...headers, host: target.host } },
      (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      },
    );
    onward.on('error', () => response.destroy());
    return request.pipe(onward);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    asked,
    refuse: (value) => (refusing = value),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
