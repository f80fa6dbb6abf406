import { maskOf } from '../layers/label-images.ts';
import type { LayerId } from '../methods.ts';
import type { SeriesWorkspace } from '../review/workspace.ts';

export interface SegmentMasks {
  /** Per slice, feet to head, on the source grid; null where the layer is empty. */
  masks: (Uint8Array | null)[];
  /** Some of it was drawn or erased by a person. */
  edited: boolean;
  /** Indices of the slices with a result of the method, feet to head, from 0. */
  analysedSlices: readonly number[];
}

/** What the layer of a method shows now, hand edits included: what is exported is what is seen. */
export function segmentMasks(workspace: SeriesWorkspace, method: LayerId): SegmentMasks {
  const labels = workspace.layers.slices(method);
  const masks = workspace.series.slices.map(({ imageId }) => {
    const label = labels.get(imageId);
    const mask = label ? maskOf(label.pixels) : undefined;
    return mask?.includes(1) ? mask : null;
  });
  return {
    masks,
    edited: workspace.writer.editedSlices(method).length > 0,
    analysedSlices: workspace.results.sliceIndices(method),
  };
}
