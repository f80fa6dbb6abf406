import { thresholdMask } from '@lacuna/core/anomaly/mask.ts';
import type { LayerId } from '../methods.ts';
import type { SeriesWorkspace } from '../review/workspace.ts';
import type { ReviewState } from '../state/review-state.ts';
import type { CoarseMap } from './coarse-maps.ts';

/** What coarse maps mark at the present threshold: painted in the place of a mask, and written nowhere. */
export class CoarseMasks {
  private readonly made = new WeakMap<CoarseMap, { threshold: number; mask: Uint8Array }>();

  constructor(private readonly workspace: Pick<SeriesWorkspace, 'series' | 'coarse' | 'writer'>) {}

  /** [rows*columns], 1 inside; undefined where the slice is not being refined, or a person has drawn on it. */
  get({ weights, methods }: ReviewState, layer: LayerId, sliceIndex: number): Uint8Array | undefined {
    const { coarse, series, writer } = this.workspace;
    const map = coarse.get(layer, sliceIndex);
    const slice = series.slices[sliceIndex];
    const { threshold } = methods[layer];
    if (!map || !slice || threshold === null || weights.kind !== 'ready') return undefined;
    if (writer.isEdited(layer, sliceIndex)) return undefined;
    const known = this.made.get(map);
    if (known?.threshold === threshold) return known.mask;
    const { minimumRegionAreaMm2 } = weights.info.manifest;
    const mask = thresholdMask(map.anomalyMap, slice.geometry, threshold, minimumRegionAreaMm2);
    this.made.set(map, { threshold, mask });
    return mask;
  }
}
