import type { LabelSlice } from './label-images.ts';
import { METHOD_IDS, type MethodId } from '../methods.ts';
import type { ReviewStore } from '../state/store.ts';
import type { SeriesWorkspace } from '../review/workspace.ts';

/** Main-thread time taken per frame for slices that are not in view, ms; half of a 60 Hz frame. */
const FRAME_BUDGET_MS = 8;

export interface FrameClock {
  requestFrame(callback: () => void): number;
  cancelFrame(handle: number): void;
  now(): number;
}

export const browserClock: FrameClock = {
  requestFrame: (callback) => requestAnimationFrame(callback),
  cancelFrame: (handle) => cancelAnimationFrame(handle),
  now: () => performance.now(),
};

/**
 * Keeps the layers in step with the thresholds, without inference: the slice in view in the next frame, the others a
 * few per frame after it. A newer threshold starts over, so a slider can be dragged freely.
 */
export class MaskUpdater {
  private readonly pending: Record<MethodId, number[]> = { 'latent-bernoulli': [], 'diffusion-ad': [] };
  private frame: number | undefined;

  constructor(
    private readonly store: ReviewStore,
    private readonly workspace: SeriesWorkspace,
    private readonly clock: FrameClock = browserClock,
  ) {}

  /** Every slice of the method that has a result, the shown one first. */
  refresh(method: MethodId): void {
    const { currentSlice } = this.store.getState();
    const shown = currentSlice === null ? -1 : (this.workspace.series.sliceIndexOf[currentSlice] ?? -1);
    const distance = (index: number) => Math.abs(index - shown);
    this.pending[method] = this.workspace.results
      .sliceIndices(method)
      .sort((a, b) => distance(a) - distance(b));
    this.frame ??= this.clock.requestFrame(this.work);
  }

  /** One slice now, for a result that has just arrived. */
  writeNow(method: MethodId, sliceIndex: number): boolean {
    return this.write(method, sliceIndex, this.workspace.layers.slices(method)) ?? false;
  }

  dispose(): void {
    if (this.frame !== undefined) this.clock.cancelFrame(this.frame);
    this.frame = undefined;
    for (const method of METHOD_IDS) this.pending[method] = [];
  }

  private readonly work = (): void => {
    this.frame = undefined;
    const start = this.clock.now();
    for (const method of METHOD_IDS) {
      const queue = this.pending[method];
      const labels = queue.length > 0 ? this.workspace.layers.slices(method) : undefined;
      const changes: [displayIndex: number, candidate: boolean][] = [];
      while (
        labels &&
        queue.length > 0 &&
        (changes.length === 0 || this.clock.now() - start < FRAME_BUDGET_MS)
      ) {
        const sliceIndex = queue.shift()!;
        const candidate = this.write(method, sliceIndex, labels);
        if (candidate !== undefined)
          changes.push([this.workspace.series.slices[sliceIndex]!.displayIndex, candidate]);
      }
      if (changes.length > 0) this.store.dispatch({ type: 'candidates', method, changes });
    }
    if (METHOD_IDS.some((method) => this.pending[method].length > 0)) {
      this.frame = this.clock.requestFrame(this.work);
    } else {
      this.countEdits();
    }
  };

  /** Writes and announces a slice; whether it holds a candidate region, or undefined without a result for it. */
  private write(
    method: MethodId,
    sliceIndex: number,
    labels: ReadonlyMap<string, LabelSlice>,
  ): boolean | undefined {
    const { threshold } = this.store.getState().methods[method];
    if (threshold === null) return undefined;
    const written = this.workspace.writer.write(method, sliceIndex, threshold, labels);
    if (written?.labelIndex !== undefined) this.workspace.layers.announce(method, [written.labelIndex]);
    return written?.candidate;
  }

  private countEdits(): void {
    for (const method of this.workspace.layers.existing()) {
      const count = this.workspace.writer.editedSlices(method).length;
      if (count !== this.store.getState().methods[method].editedSlices) {
        this.store.dispatch({ type: 'edited-slices', method, count });
      }
    }
  }
}
