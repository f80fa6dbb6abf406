import { throwIfCancelled } from '@lacuna/core/errors.ts';
import { lazyAxialSeries } from '@lacuna/core/imaging/reformat.ts';
import type { SourceSlice } from '@lacuna/core/imaging/series.ts';
import { nextTask } from './read-slices.ts';
import type { ReviewSeries } from './review-series.ts';

/** Axial slices made in one task: some 1.5 ms each of a head of 1 mm voxels. */
const SLICES_A_TASK = 8;

/** The slices that the detectors see: the images themselves, or the axial slices of a sagittal or coronal series. */
export async function detectedSlices(
  { key, view }: Pick<ReviewSeries, 'key' | 'view'>,
  images: readonly SourceSlice[],
  signal: AbortSignal,
): Promise<readonly SourceSlice[]> {
  if (!view) return images;
  const axial = lazyAxialSeries({ key, slices: images }, view);
  const slices: SourceSlice[] = [];
  for (let index = 0; index < axial.sliceCount; index++) {
    slices.push(await axial.slice(index));
    if (index % SLICES_A_TASK !== 0) continue;
    await nextTask();
    throwIfCancelled(signal);
  }
  return slices;
}
