import type { LacunaError } from '../../errors.ts';
import type { SliceResult } from '../detector.ts';
import type { RunOptions } from './client-types.ts';
import type { RunRequest } from './protocol.ts';

/** A run on its way: what was delivered, what is missing, and how long it may still take. */
export class PendingRun {
  readonly kind = 'run';
  private readonly delivered = new Set<string>();
  private readonly started = performance.now();
  private readonly total: number;

  constructor(
    private readonly request: RunRequest,
    private readonly options: RunOptions,
    readonly resolve: () => void,
    readonly reject: (error: LacunaError) => void,
  ) {
    this.total = request.order.length * request.methods.length;
    options.onProgress?.({ done: 0, total: this.total, secondsLeft: null });
  }

  /** Hands a result on, once; after a restart half-finished slices come again. */
  deliver(result: SliceResult): void {
    const name = `${result.sliceIndex} ${result.method}`;
    if (this.delivered.has(name)) return;
    this.delivered.add(name);
    this.options.onSlice?.(result);
    const done = this.delivered.size;
    const secondsEach = (performance.now() - this.started) / 1000 / done;
    this.options.onProgress?.({ done, total: this.total, secondsLeft: secondsEach * (this.total - done) });
  }

  /** The request without the slices whose methods were all delivered. */
  remaining(): RunRequest {
    const { order, methods } = this.request;
    const missing = (index: number) => methods.some((method) => !this.delivered.has(`${index} ${method}`));
    return { ...this.request, order: order.filter(missing) };
  }
}
