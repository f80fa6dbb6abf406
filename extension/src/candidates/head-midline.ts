import { brainMoments, midlineXMm, type BrainMoments } from '@lacuna/core/anomaly/brain-midline.ts';
import { METHOD_IDS } from '../methods.ts';
import type { SeriesWorkspace } from '../review/workspace.ts';

/** The plane between the hemispheres, from where the brain lies in the slices that have a result. */
export class HeadMidline {
  private readonly brain = new Map<number, BrainMoments>();

  constructor(private readonly workspace: SeriesWorkspace) {}

  /** x in patient coordinates, mm; undefined before `measure` has seen a brain. */
  get xMm(): number | undefined {
    return midlineXMm(this.brain.values());
  }

  /** Each slice once; a step per slice. */
  *measure(): Generator<void, void> {
    const { results, series } = this.workspace;
    for (const method of METHOD_IDS) {
      for (const slice of results.sliceIndices(method)) {
        if (this.brain.has(slice)) continue;
        const brainMask = results.get(method, slice)?.brainMask;
        if (!brainMask) continue;
        this.brain.set(slice, brainMoments(brainMask, series.slices[slice]!.geometry));
        yield;
      }
    }
  }
}
