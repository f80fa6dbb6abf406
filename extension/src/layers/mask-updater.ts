import { LAYER_IDS, perLayer, type LayerId } from '../methods.ts';
import type { ReviewStore } from '../state/store.ts';
import type { SeriesWorkspace } from '../review/workspace.ts';
import { Announcements } from './announcements.ts';

/** Main-thread time taken per frame for slices that are not in view, ms; half of a 60 Hz frame. */
const FRAME_BUDGET_MS = 8;
/** A brush reports every step, and a dragged threshold settles in many frames; counting goes through all slices. */
const EDIT_REST_MS = 300;
/** Results arrive one by one; what depends on all of them follows this much later. */
const ARRIVAL_REST_MS = 200;

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
  private readonly pending: Record<LayerId, number[]> = perLayer(() => []);
  private readonly announcements: Announcements;
  private frame: number | undefined;
  private counting: ReturnType<typeof setTimeout> | undefined;
  private settling: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly store: ReviewStore,
    private readonly workspace: SeriesWorkspace,
    private readonly clock: FrameClock = browserClock,
    /** No slice waits any more: what depends on all of them can follow. */
    private readonly onSettled: () => void = () => undefined,
    /** Label images have changed. */
    private readonly onWritten: () => void = () => undefined,
  ) {
    this.announcements = new Announcements(workspace);
  }

  /** Every slice of the method that has a result, the shown one first. */
  refresh(method: LayerId): void {
    const { currentSlice } = this.store.getState();
    const shown = currentSlice === null ? -1 : (this.workspace.series.sliceIndexOf[currentSlice] ?? -1);
    const distance = (index: number) => Math.abs(index - shown);
    this.pending[method] = this.workspace.results
      .sliceIndices(method)
      .sort((a, b) => distance(a) - distance(b));
    this.frame ??= this.clock.requestFrame(this.work);
  }

  /** One slice now, for a result that has just arrived; whether it holds a candidate region. */
  writeNow(method: LayerId, sliceIndex: number): boolean {
    this.settling ??= setTimeout(() => this.settled(), ARRIVAL_REST_MS);
    return this.write(method, [sliceIndex]).get(sliceIndex) ?? false;
  }

  /** Does at once what is waiting for its frame, so that nothing half-updated is read from the layers. */
  finish(): void {
    for (const method of LAYER_IDS) this.catchUp(method, Infinity);
    if (this.frame !== undefined) this.clock.cancelFrame(this.frame);
    this.frame = undefined;
    this.announcements.tellAll();
  }

  /** Counts the slices that a person has changed, once the brush has come to rest. */
  countEditsSoon(): void {
    clearTimeout(this.counting);
    this.counting = setTimeout(() => this.countEdits(), EDIT_REST_MS);
  }

  dispose(): void {
    if (this.frame !== undefined) this.clock.cancelFrame(this.frame);
    clearTimeout(this.counting);
    clearTimeout(this.settling);
    this.frame = undefined;
    for (const method of LAYER_IDS) this.pending[method] = [];
    this.announcements.tellAll();
  }

  private readonly work = (): void => {
    this.frame = undefined;
    const end = this.clock.now() + FRAME_BUDGET_MS;
    for (const method of LAYER_IDS) this.catchUp(method, end);
    if (LAYER_IDS.some((method) => this.pending[method].length > 0)) {
      this.frame = this.clock.requestFrame(this.work);
    } else {
      this.countEditsSoon();
      this.onSettled();
    }
  };

  /** Waiting slices of a method: the first, and more until `end` (of the clock). */
  private catchUp(method: LayerId, end: number): void {
    const queue = this.pending[method];
    const candidates = this.write(method, queue.splice(0, 1), () =>
      this.clock.now() < end ? queue.shift() : undefined,
    );
    const changes = [...candidates].map(
      ([sliceIndex, candidate]) =>
        [this.workspace.series.slices[sliceIndex]!.displayIndex, candidate] as const,
    );
    if (changes.length > 0) this.store.dispatch({ type: 'candidates', method, changes });
  }

  /**
   * Writes slices, the given ones and then as many as `more` hands out. Gives for each whether it holds a candidate
   * region.
   */
  private write(
    method: LayerId,
    sliceIndices: readonly number[],
    more: () => number | undefined = () => undefined,
  ): Map<number, boolean> {
    const { threshold } = this.store.getState().methods[method];
    const candidates = new Map<number, boolean>();
    if (threshold === null || sliceIndices.length === 0) return candidates;
    const { layers, writer } = this.workspace;
    const labels = layers.slices(method);
    const changed: number[] = [];
    const queue = [...sliceIndices];
    for (let next = queue.shift(); next !== undefined; next = queue.shift() ?? more()) {
      const written = writer.write(method, next, threshold, labels);
      if (written) candidates.set(next, written.candidate);
      if (written?.labelIndex !== undefined) changed.push(written.labelIndex);
    }
    this.announcements.add(method, changed);
    if (changed.length > 0) this.onWritten();
    return candidates;
  }

  private settled(): void {
    this.settling = undefined;
    this.announcements.tellAll();
    this.onSettled();
  }

  private countEdits(): void {
    // looking for edits takes them over: the regions follow a brush, too
    for (const method of this.workspace.layers.existing()) {
      const count = this.workspace.writer.editedSlices(method).length;
      const known = this.store.getState().methods[method].editedSlices;
      if (count !== known) this.store.dispatch({ type: 'edited-slices', method, count });
      if (count < known) this.refresh(method); // what was undone follows the threshold again
    }
    this.onSettled();
  }
}
