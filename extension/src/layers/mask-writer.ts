import { thresholdMask } from '@lacuna/core/anomaly/mask.ts';
import type { LayerId } from '../methods.ts';
import type { ReviewSeries } from '../series/review-series.ts';
import { sameMask, type LabelSlice } from './label-images.ts';
import type { MethodLayers } from './method-layers.ts';
import type { ResultStore } from './result-store.ts';

export interface WrittenSlice {
  sliceIndex: number;
  /** At least one region at this threshold. */
  candidate: boolean;
  /** Undefined when the layer's slice was left alone: not there, edited by hand, or already so. */
  labelIndex?: number;
}

/**
 * Puts thresholded maps into the layers, slice by slice. A slice that a person has edited since it was last written
 * is left as the person made it.
 */
export class MaskWriter {
  private readonly written = new Map<string, Uint8Array>();

  constructor(
    private readonly series: ReviewSeries,
    private readonly layers: MethodLayers,
    private readonly results: ResultStore,
    private readonly minimumRegionAreaMm2: () => number,
  ) {}

  /** One slice; undefined without a result for it. The viewer is told by the caller, once for many slices. */
  write(
    method: LayerId,
    sliceIndex: number,
    threshold: number,
    labels: ReadonlyMap<string, LabelSlice>,
  ): WrittenSlice | undefined {
    const result = this.results.get(method, sliceIndex);
    const slice = this.series.slices[sliceIndex];
    if (!result || !slice) return undefined;
    const mask = thresholdMask(result.anomalyMap, slice.geometry, threshold, this.minimumRegionAreaMm2());
    const candidate = mask.includes(1);
    const label = labels.get(slice.imageId);
    const key = keyOf(method, sliceIndex);
    if (!label || !sameMask(label.pixels, this.written.get(key))) return { sliceIndex, candidate };
    this.written.set(key, mask);
    if (sameMask(label.pixels, mask)) return { sliceIndex, candidate };
    label.pixels.set(mask);
    return { sliceIndex, candidate, labelIndex: label.labelIndex };
  }

  /** Slices (feet to head) whose layer is not as it was last written. */
  editedSlices(method: LayerId): number[] {
    const labels = this.layers.slices(method);
    return this.series.slices.flatMap((slice, sliceIndex) => {
      const label = labels.get(slice.imageId);
      return label && !sameMask(label.pixels, this.written.get(keyOf(method, sliceIndex)))
        ? [sliceIndex]
        : [];
    });
  }

  /** Empties our own layer of a method, but for slices edited by hand; gives the label indices that changed. */
  clear(method: LayerId): number[] {
    const labels = this.layers.slices(method);
    const edited = new Set(this.editedSlices(method));
    const changed: number[] = [];
    for (const [sliceIndex, slice] of this.series.slices.entries()) {
      if (edited.has(sliceIndex)) continue;
      this.written.delete(keyOf(method, sliceIndex));
      const label = labels.get(slice.imageId);
      if (!label || sameMask(label.pixels, undefined)) continue;
      label.pixels.fill(0);
      changed.push(label.labelIndex);
    }
    return changed;
  }

  /** The layer was removed or made anew: nothing of it is ours to compare with. */
  forget(method: LayerId): void {
    for (const sliceIndex of this.series.slices.keys()) this.written.delete(keyOf(method, sliceIndex));
  }

  /** Takes the person's edits back, so that the next write follows the threshold again. */
  discardEdits(method: LayerId): void {
    const labels = this.layers.slices(method);
    for (const sliceIndex of this.editedSlices(method)) {
      const label = labels.get(this.series.slices[sliceIndex]!.imageId);
      label?.pixels.fill(0);
      this.written.delete(keyOf(method, sliceIndex));
    }
  }
}

const keyOf = (method: LayerId, sliceIndex: number): string => `${method}:${sliceIndex}`;
