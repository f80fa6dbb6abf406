import { thresholdMask } from '@lacuna/core/anomaly/mask.ts';
import type { EditRecord } from '@lacuna/core/dicom/object-reference.ts';
import type { LabelSlice } from '../layers/label-images.ts';
import { SEGMENT_INDEX } from '../layers/label-images.ts';
import type { LayerId } from '../methods.ts';
import type { SeriesWorkspace } from '../review/workspace.ts';
import { inTurns } from './page-turns.ts';

export interface SegmentMasks {
  /** Per slice, feet to head, on the source grid; null where the layer is empty. */
  readonly masks: readonly (Uint8Array | null)[];
  /** What a person drew, erased or rejected, against what the algorithm gives; absent when nothing. */
  readonly edit?: EditRecord;
  /** Indices of the slices with a result of the method, feet to head, from 0. */
  readonly analysedSlices: readonly number[];
}

export interface AlgorithmMask {
  readonly threshold: number;
  readonly minimumRegionAreaMm2: number;
}

/** What the layer of a method shows now, hand edits included: what is exported is what is seen. */
export async function segmentMasks(
  workspace: SeriesWorkspace,
  layer: LayerId,
  algorithm: AlgorithmMask,
  who: { readonly editor?: string; readonly date: Date },
  signal: AbortSignal,
  onSlice?: () => void,
): Promise<SegmentMasks> {
  const labels = workspace.layers.slices(layer);
  const { slices } = workspace.series;
  const shown = await inTurns(
    slices.length,
    (z) => {
      const label = labels.get(slices[z]!.imageId);
      const mask = shownMask(label);
      // a layer that is gone shows nothing, and nobody edited it
      return {
        mask,
        ...(label ? differences(mask, algorithmMask(workspace, layer, z, algorithm)) : UNCHANGED),
      };
    },
    signal,
    onSlice,
  );
  const changed = shown.flatMap(({ added, removed }, z) => (added + removed > 0 ? [z] : []));
  const sum = (pick: 'added' | 'removed') => shown.reduce((total, slice) => total + slice[pick], 0);
  return {
    masks: shown.map(({ mask }) => mask),
    analysedSlices: workspace.results.sliceIndices(layer),
    ...(changed.length > 0
      ? { edit: { slices: changed, added: sum('added'), removed: sum('removed'), ...who } }
      : {}),
  };
}

const UNCHANGED = { added: 0, removed: 0 };

function shownMask(label: LabelSlice | undefined): Uint8Array | null {
  if (!label) return null;
  const { pixels } = label;
  const mask = new Uint8Array(pixels.length);
  let any = false;
  for (let i = 0; i < mask.length; i++) {
    if (pixels[i] !== SEGMENT_INDEX) continue;
    mask[i] = 1;
    any = true;
  }
  return any ? mask : null;
}

/** What the threshold gives, before anybody touched it; undefined for a slice without a result. */
function algorithmMask(
  { results, series }: SeriesWorkspace,
  layer: LayerId,
  sliceIndex: number,
  { threshold, minimumRegionAreaMm2 }: AlgorithmMask,
): Uint8Array | undefined {
  const result = results.get(layer, sliceIndex);
  return (
    result &&
    thresholdMask(result.anomalyMap, series.slices[sliceIndex]!.geometry, threshold, minimumRegionAreaMm2)
  );
}

function differences(shown: Uint8Array | null, made: Uint8Array | undefined) {
  let [added, removed] = [0, 0];
  const length = (shown ?? made)?.length ?? 0;
  for (let i = 0; i < length; i++) {
    const [now, before] = [shown ? shown[i]! : 0, made ? made[i]! : 0];
    if (now > before) added++;
    else if (now < before) removed++;
  }
  return { added, removed };
}
