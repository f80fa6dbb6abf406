import { cancelled, LacunaError, throwIfCancelled } from '../errors.ts';

/**
 * Lets one task run at a time. Overlapping runs of onnxruntime on WebGPU, even of different sessions, hang or corrupt
 * the runtime, so every run, creation and release of a realm goes through one queue.
 */
export class RunQueue {
  private tail: Promise<unknown> = Promise.resolve();
  private stuck = false;

  /** @param timeoutMs after which a task counts as hung, and the queue with it: only a new realm helps */
  constructor(private readonly timeoutMs = 120_000) {}

  /** Whether a task hung; from then on all are refused. */
  get hung(): boolean {
    return this.stuck;
  }

  /**
   * Settles as the task does, or as soon as the signal is aborted; a task in flight then ends unseen, and the next one
   * still waits for it.
   * @throws LacunaError `cancelled` | `timeout`
   */
  async run<T>(task: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    throwIfCancelled(signal);
    const turn = this.tail.then(async () => {
      await nextTask();
      throwIfCancelled(signal);
      if (this.stuck) throw hangs();
      return this.guarded(task);
    });
    this.tail = turn.catch(() => undefined); // a failed task must not stop those behind it
    return untilAborted(turn, signal);
  }

  private guarded<T>(task: () => Promise<T>): Promise<T> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const deadline = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        this.stuck = true;
        reject(hangs());
      }, this.timeoutMs);
    });
    const running = (async () => task())(); // a synchronous throw becomes a rejection, so that the timer is cleared
    return Promise.race([running, deadline]).finally(() => clearTimeout(timer));
  }
}

/** WebAssembly runs block their realm: between two of them messages, such as a cancellation, must get their turn. */
function nextTask(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}

function hangs(): LacunaError {
  return new LacunaError(
    'timeout',
    'A model did not answer in time. Reload the page, or choose the CPU back-end.',
  );
}

/** The promise, or a `cancelled` rejection as soon as the signal is aborted. */
export function untilAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return promise;
  return new Promise<T>((resolve, reject) => {
    const onAbort = () => reject(cancelled());
    signal.addEventListener('abort', onAbort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}

/** The one queue of this realm (page, worker or Node process): onnxruntime's state is per realm, so its queue is too. */
export const realmQueue = new RunQueue();
