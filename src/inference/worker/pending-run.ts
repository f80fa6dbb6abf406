import type { LacunaError } from '../../errors.ts';
import type { RunOptions } from './client-types.ts';
import type { DeliveredResult } from './delivered-result.ts';
import type { RunRequest, WireResult, WireStep } from './protocol.ts';

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

  get seriesKey(): string {
    return this.request.seriesKey;
  }

  /** Hands a result on, once; after a restart half-finished slices come again. Resolves when the page has taken it. */
  async deliver(wire: WireResult, open: (wire: WireResult) => DeliveredResult | undefined): Promise<void> {
    const name = `${wire.sliceIndex} ${wire.method}`;
    const result = this.delivered.has(name) ? undefined : open(wire);
    if (!result) return;
    this.delivered.add(name);
    const taken = this.options.onSlice?.(result);
    const done = this.delivered.size;
    const secondsEach = (performance.now() - this.started) / 1000 / done;
    this.options.onProgress?.({ done, total: this.total, secondsLeft: secondsEach * (this.total - done) });
    await taken;
  }

  /** How far the chain of a slice is; what comes after its result, from a worker that began anew, is dropped. */
  tell({ coarse, ...step }: WireStep, open: (wire: WireResult) => DeliveredResult | undefined): void {
    const { onStep } = this.options;
    if (!onStep || this.delivered.has(`${step.sliceIndex} ${step.method}`)) return;
    const opened = coarse && open(coarse);
    onStep({ ...step, ...(opened && { coarse: opened }) });
  }

  /** The request without the slices whose methods were all delivered. */
  remaining(): RunRequest {
    return { ...this.request, order: this.request.order.filter((index) => this.misses(index)) };
  }

  /** Whether the slice is one of the run's, and something of it is still to come. */
  lacks(sliceIndex: number): boolean {
    return this.request.order.includes(sliceIndex) && this.misses(sliceIndex);
  }

  private misses(sliceIndex: number): boolean {
    return this.request.methods.some((method) => !this.delivered.has(`${sliceIndex} ${method}`));
  }
}
