import { cancelled, LacunaError, throwIfCancelled } from '../errors.ts';

/**
 * Lets one task run at a time, or a few where that is safe. Overlapping runs of onnxruntime on WebGPU, even of different sessions, hang or corrupt
 * the runtime, so every run, creation and release of a realm goes through one queue.
 */
export class RunQueue {
  private readonly waiting: { signal: AbortSignal | undefined; begin(): Promise<void> }[] = [];
  private readonly running = new Set<Promise<void>>();
  private busy = false;
  private stuck = false;

  /**
   * Which of the waiting tasks is next, by the signal each came with: the lowest first, equals in the order in which
   * they came. Asked anew at every turn, so a task may gain or lose urgency while it waits.
   */
  urgency: (signal: AbortSignal | undefined) => number = () => 0;

  /**
   * Whether a task more urgent than all that wait, given by their signals, is about to come: no turn begins until it is
   * there, or no longer expected. Asked again and again, so it must become false by itself.
   */
  expects: (waiting: readonly (AbortSignal | undefined)[]) => boolean = () => false;

  /**
   * @param timeoutMs after which a task counts as hung, and the queue with it: only a new realm helps
   * @param atOnce tasks that may have begun and not ended: more than one for sessions that keep an order of their own
   */
  constructor(
    private readonly timeoutMs = 120_000,
    private readonly atOnce = 1,
  ) {}

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
    const turn = new Promise<T>((resolve, reject) => {
      const begin = async () => {
        try {
          throwIfCancelled(signal);
          if (this.stuck) throw hangs();
          resolve(await this.guarded(task));
        } catch (thrown) {
          reject(thrown as Error); // as thrown: a failed task must not stop those behind it
        }
      };
      this.waiting.push({ signal, begin });
    });
    if (!this.busy) void this.work();
    return untilAborted(turn, signal);
  }

  private async work(): Promise<void> {
    this.busy = true;
    while (this.waiting.length > 0) {
      await nextTask();
      await this.patience();
      const urgencies = this.waiting.map(({ signal }) => this.urgency(signal));
      const [next] = this.waiting.splice(urgencies.indexOf(Math.min(...urgencies)), 1);
      const running = next!.begin().finally(() => this.running.delete(running));
      this.running.add(running);
      while (this.running.size >= this.atOnce) await Promise.race(this.running);
    }
    this.busy = false;
  }

  private async patience(): Promise<void> {
    while (this.expects(this.waiting.map(({ signal }) => signal)))
      await new Promise((resolve) => setTimeout(resolve, 1));
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

/** Node's way to the end of the queue of tasks; browsers have none. */
const { setImmediate } = globalThis as { setImmediate?: (then: () => void) => void };

/**
 * WebAssembly runs block their realm: between two of them messages, such as a cancellation, must get their turn. By a
 * message of its own, as browsers hold nested timers back by 4 ms each.
 */
function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    if (setImmediate) return setImmediate(resolve);
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}

function hangs(): LacunaError {
  return new LacunaError(
    'timeout',
    'A model did not answer in time. Reload the page, or choose the CPU back-end.',
  );
}

/** The promise, or a `cancelled` rejection as soon as the signal is aborted. */
function untilAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return promise;
  return new Promise<T>((resolve, reject) => {
    const onAbort = () => reject(cancelled());
    signal.addEventListener('abort', onAbort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}

/** The one queue of this realm (page, worker or Node process): onnxruntime's state is per realm, so its queue is too. */
export const realmQueue = new RunQueue();
