import { describeThrown, isOutOfMemory, outOfMemory, throwIfCancelled } from '@lacuna/core/errors.ts';
import type { SourceSlice } from '@lacuna/core/imaging/series.ts';
import { uprightGreys } from '@lacuna/core/imaging/monochrome1.ts';
import { told } from '../text/say.ts';
import { t } from '../text/t.ts';
import type { ReviewSeries } from './review-series.ts';
import { modalityPixels, type LoadedImage } from './slice-pixels.ts';

/** Gives a slice; what the viewer has shown already comes from its cache. */
export type LoadImage = (imageId: string) => Promise<LoadedImage>;

/** Requests under way at a time: enough to hide a server's latency, few enough to leave room for the viewer's own. */
const AHEAD = 4;

/**
 * All slices of a series in modality units, feet to head, read in `order` (the visible one first).
 * Gives the page a turn after every slice, so that no task of the main thread grows with the series.
 */
export async function readSlices(
  series: ReviewSeries,
  order: readonly number[],
  loadImage: LoadImage,
  signal: AbortSignal,
  onRead: (done: number, total: number) => void,
): Promise<SourceSlice[]> {
  const slices = new Array<SourceSlice>(series.slices.length);
  const inverted = new Array<boolean>(series.slices.length).fill(false);
  const load = (position: number) => {
    const sliceIndex = order[position];
    if (sliceIndex === undefined) return undefined;
    const loading = loadImage(series.slices[sliceIndex]!.imageId);
    loading.catch(() => undefined); // reported where it is awaited; a cancelled read leaves the rest unawaited
    return loading;
  };
  const pending = Array.from({ length: AHEAD }, (_, position) => load(position));
  for (const [position, sliceIndex] of order.entries()) {
    throwIfCancelled(signal);
    pending.push(load(position + AHEAD));
    const image = await pending[position]!.catch(unreadable);
    const { key, geometry } = series.slices[sliceIndex]!;
    slices[sliceIndex] = { key, geometry, pixels: modalityPixels(image) };
    inverted[sliceIndex] = image.photometricInterpretation === 'MONOCHROME1';
    onRead(position + 1, order.length);
    await nextTask();
  }
  throwIfCancelled(signal);
  return [...uprightGreys(slices, inverted).slices];
}

/**
 * The viewer's loaders reject with errors, with requests and with records that hold an error.
 * @throws LacunaError `images-unreachable`, or `out-of-memory`
 */
export function unreadable(thrown: unknown): never {
  if (isOutOfMemory(thrown)) throw outOfMemory(thrown);
  const { status, error } = (thrown ?? {}) as { status?: unknown; error?: unknown };
  const cause = error ?? thrown;
  const said = cause instanceof Error ? describeThrown(cause) : t('readiness.noAnswer');
  const reason = typeof status === 'number' && status > 0 ? `status ${status}` : said;
  throw told('images-unreachable', t('readiness.unreadable', { reason }), thrown);
}

/** A turn for input and painting; a promise alone would not give one. */
export function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, 0);
  });
}
