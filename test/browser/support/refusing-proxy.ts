import { startFaultProxy } from './fault-proxy.ts';

const OURS = /^\/lacuna\//;

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
  const asked: string[] = [];
  const proxy = await startFaultProxy(upstream, (path) => {
    if (OURS.test(path)) asked.push(path.split('/').at(-1)!);
  });
  return {
    address: proxy.address,
    asked,
    refuse: (refusing) => proxy.inject(...(refusing ? [{ match: OURS, act: 503 }] : [])),
    close: () => proxy.close(),
  };
}
