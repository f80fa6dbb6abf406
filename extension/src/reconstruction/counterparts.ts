import { LRUCache } from 'lru-cache';
import type { ResultStore, StoredResult } from '../layers/result-store.ts';
import type { MethodId } from '../methods.ts';

/** Of images kept here; the worker has more, or computes them again. */
const KEPT_BYTES = 48 * 2 ** 20;

/** Healthy counterparts of the slices looked at last, fetched when a viewport first wants one. */
export class Counterparts {
  private readonly images = new LRUCache<string, { of: StoredResult; pixels: Float32Array }>({
    maxSize: KEPT_BYTES,
    sizeCalculation: ({ pixels }) => pixels.byteLength || 1,
  });
  private readonly asked = new Map<string, StoredResult>();
  private abort = new AbortController();

  constructor(private readonly onArrival: () => void) {}

  /** Source grid, modality units; undefined while it is on its way, and where there is none. */
  get(results: ResultStore, method: MethodId, sliceIndex: number): Float32Array | undefined {
    const result = results.get(method, sliceIndex);
    if (result?.status !== 'done') return undefined;
    const key = `${method} ${sliceIndex}`;
    const kept = this.images.get(key);
    if (kept?.of === result) return kept.pixels;
    if (this.asked.get(key) !== result) void this.fetch(results, method, sliceIndex, result);
    return undefined;
  }

  /** `none`: the slice has no result, or no brain. */
  status(results: ResultStore, method: MethodId, sliceIndex: number): 'here' | 'on its way' | 'none' {
    const result = results.get(method, sliceIndex);
    if (result?.status !== 'done') return 'none';
    return this.images.peek(`${method} ${sliceIndex}`)?.of === result ? 'here' : 'on its way';
  }

  clear(): void {
    this.abort.abort();
    this.abort = new AbortController();
    this.images.clear();
    this.asked.clear();
  }

  private async fetch(
    results: ResultStore,
    method: MethodId,
    sliceIndex: number,
    of: StoredResult,
  ): Promise<void> {
    const key = `${method} ${sliceIndex}`;
    const { signal } = this.abort;
    this.asked.set(key, of);
    try {
      const pixels = await results.reconstruction(method, sliceIndex, signal);
      if (!pixels || signal.aborted) return;
      this.images.set(key, { of, pixels });
      this.onArrival();
    } catch {
      // Asked for again when the slice is shown the next time; the run section says what is wrong with the worker.
    } finally {
      if (this.asked.get(key) === of) this.asked.delete(key);
    }
  }
}
