import { throwIfCancelled } from '@lacuna/core/errors.ts';
import type { ClientSlice } from '@lacuna/core/inference/worker/client-types.ts';
import { detectedSlices } from './detected-slices.ts';
import { type LoadImage, nextTask, readSlices, unreadable } from './read-slices.ts';
import type { ReviewSeries } from './review-series.ts';
import { modalityPixels } from './slice-pixels.ts';

/** Images under way at a time while the others are fetched ahead of the worker. */
const AHEAD = 4;

/**
 * The slices that the detectors see. Their pixels stay in the viewer's cache and are converted when the worker asks for
 * them, and images that are not there yet are fetched in `order` meanwhile. A sagittal or coronal series and one stored
 * inverted (MONOCHROME1) have to be read whole first.
 * @param signal ends the fetching ahead, too
 * @throws LacunaError
 */
export async function slicesForWorker(
  series: ReviewSeries,
  order: readonly number[],
  loadImage: LoadImage,
  signal: AbortSignal,
): Promise<readonly ClientSlice[]> {
  if (series.view || !series.slices.every(({ instance }) => isUpright(instance.PhotometricInterpretation))) {
    const images = await readSlices(series, order, loadImage, signal, () => undefined);
    return detectedSlices(series, images, signal);
  }
  throwIfCancelled(signal);
  void fetchAhead(series, order, loadImage, signal);
  return series.slices.map(({ key, geometry, imageId }) => ({
    key,
    geometry,
    read: async () => modalityPixels(await loadImage(imageId).catch(unreadable)),
  }));
}

function isUpright(interpretation: unknown): boolean {
  return interpretation === 'MONOCHROME2';
}

/** Failures are told where the slice is read. */
async function fetchAhead(
  { slices }: ReviewSeries,
  order: readonly number[],
  loadImage: LoadImage,
  signal: AbortSignal,
): Promise<void> {
  const rest = order.map((sliceIndex) => slices[sliceIndex]!.imageId)[Symbol.iterator]();
  const fetchOn = async () => {
    for (const imageId of rest) {
      if (signal.aborted) return;
      await loadImage(imageId).catch(() => undefined);
      await nextTask();
    }
  };
  await Promise.all(Array.from({ length: AHEAD }, fetchOn));
}
