import fs from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';

/** What is done to answers whose path matches; of several the first. */
export interface Fault {
  readonly match: RegExp;
  /**
   * A status in place of the answer; `cut`: the connection ends without one; `alter`: one bit in the middle is wrong;
   * otherwise the answer comes slowly, with a script put before it, or is the file of that name in a folder.
   */
  readonly act:
    | number
    | 'cut'
    | 'alter'
    | { readonly bytesPerSecond: number }
    | { readonly prefix: string }
    | { readonly folder: string };
  /** Answers that are let through first. */
  readonly after?: number;
}

/** A server in front of the viewer's that does what networks and disks do. */
export interface FaultProxy {
  /** With a trailing slash. */
  readonly address: string;
  /** From now on these faults and no others. */
  inject(...faults: readonly Fault[]): void;
  close(): Promise<void>;
}

export async function startFaultProxy(
  upstream: string,
  /** Hears of every path asked for. */
  onRequest: (path: string) => void = () => undefined,
): Promise<FaultProxy> {
  const target = new URL(upstream);
  let faults: readonly Fault[] = [];
  const seen = new Map<Fault, number>();

  const faultOf = (path: string): Fault | undefined => {
    const fault = faults.find(({ match }) => match.test(path));
    if (!fault) return undefined;
    const before = seen.get(fault) ?? 0;
    seen.set(fault, before + 1);
    return before < (fault.after ?? 0) ? undefined : fault;
  };

  const server = http.createServer((request, response) => {
    const path = request.url ?? '/';
    onRequest(path);
    const act = faultOf(path)?.act;
    if (typeof act === 'number') return response.writeHead(act).end();
    if (act === 'cut') return request.socket.destroy();
    if (typeof act === 'object' && 'folder' in act) {
      const name = new URL(path, upstream).pathname.split('/').at(-1)!;
      return response.end(fs.readFileSync(`${act.folder}/${name}`));
    }
    const headers = { ...request.headers, host: target.host, 'accept-encoding': 'identity' };
    const { method } = request;
    const onward = http.request(
      { host: target.hostname, port: target.port, path, method, headers },
      (answer) => {
        const kept = act === undefined ? {} : { 'cache-control': 'no-store' };
        const changesLength = typeof act === 'object' && 'prefix' in act;
        if (changesLength) delete answer.headers['content-length'];
        response.writeHead(answer.statusCode ?? 502, { ...answer.headers, ...kept });
        if (act === undefined) answer.pipe(response);
        else void collected(answer).then((body) => deliver(response, body, act));
      },
    );
    onward.on('error', () => response.destroy());
    return request.pipe(onward);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    inject(...next) {
      faults = next;
      seen.clear();
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function collected(answer: http.IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of answer) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

const TICK_MS = 50;

async function deliver(
  response: http.ServerResponse,
  body: Buffer,
  act: Exclude<Fault['act'], number | 'cut' | { readonly folder: string }>,
): Promise<void> {
  if (act === 'alter') {
    body[body.length >> 1]! ^= 1;
    response.end(body);
  } else if ('prefix' in act) {
    response.end(Buffer.concat([Buffer.from(act.prefix), body]));
  } else {
    const step = Math.ceil((act.bytesPerSecond * TICK_MS) / 1000);
    for (let at = 0; at < body.length && !response.destroyed; at += step) {
      response.write(body.subarray(at, at + step));
      await new Promise((resolve) => setTimeout(resolve, TICK_MS));
    }
    response.end();
  }
}
