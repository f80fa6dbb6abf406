import { RunQueue } from '@lacuna/core/inference/run-queue.ts';
import { InferenceHost } from '@lacuna/core/inference/worker/host.ts';
import type { FromWorker, StartMessage, ToWorker } from '@lacuna/core/inference/worker/protocol.ts';
import type { ResultDisk } from '@lacuna/core/inference/worker/result-cache.ts';
import { folderSource } from './bundles.ts';
import { FakeSessions } from './fake-sessions.ts';

type Listener = (event: Event) => void;

/**
 * The real host behind a Worker's interface, in this thread: messages are cloned and transferred as between realms,
 * and arrive in a later task. Sessions are fake; `ToHost` and `FromHost` hooks let a test lose or hold messages.
 */
export class FakeWorker {
  readonly received: ToWorker[] = [];
  terminated = false;
  private readonly listeners = new Map<string, Listener[]>();
  private host: InferenceHost | undefined;

  constructor(
    readonly sessions: FakeSessions,
    private readonly hooks: {
      /** Returning false swallows the message. */
      fromHost?: (message: FromWorker, worker: FakeWorker) => boolean;
      openSessions?: (start: StartMessage) => Promise<FakeSessions>;
      source?: ReturnType<typeof folderSource>;
      openDisk?: () => Promise<ResultDisk>;
    } = {},
  ) {
    const queue = new RunQueue(3000);
    this.host = new InferenceHost(
      {
        post: (message, transfer) => {
          const copy = structuredClone(message, { transfer });
          setTimeout(() => this.deliver(copy), 0);
        },
        openSessions: (start) => hooks.openSessions?.(start) ?? Promise.resolve(sessions),
        openWeights: () => hooks.source ?? folderSource(),
        openDisk: hooks.openDisk,
        code: 'test',
      },
      queue,
    );
  }

  private deliver(message: FromWorker): void {
    if (this.terminated || this.hooks.fromHost?.(message, this) === false) return;
    this.emit('message', Object.assign(new Event('message'), { data: message }));
  }

  private emit(type: string, event: Event): void {
    for (const listener of this.listeners.get(type) ?? []) listener(event);
  }

  crash(message = 'memory access out of bounds'): void {
    this.emit('error', Object.assign(new Event('error', { cancelable: true }), { message }));
  }

  addEventListener(type: string, listener: Listener): void {
    this.listeners.set(type, [...(this.listeners.get(type) ?? []), listener]);
  }

  postMessage(message: ToWorker, transfer: Transferable[] = []): void {
    const copy = structuredClone(message, { transfer });
    this.received.push(copy);
    setTimeout(() => {
      if (!this.terminated) this.host?.receive(copy);
    }, 0);
  }

  /** As a browser frees the realm of a worker that has ended. */
  release(): void {
    this.host = undefined;
    this.received.length = 0;
  }

  terminate(): void {
    this.terminated = true;
  }
}
