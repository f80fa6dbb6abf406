import { LacunaError } from '@lacuna/core/errors.ts';

/** The part of a cornerstone image that its modality values depend on. */
export interface LoadedImage {
  rows: number;
  columns: number;
  slope: number;
  intercept: number;
  photometricInterpretation?: string;
  maxPixelValue?: number;
  preScale?: { enabled: boolean; scaled?: boolean };
  voxelManager?: { getScalarData(): ArrayLike<number> };
}

export interface StoredRange {
  bitsStored: number;
  signed: boolean;
}

/**
 * Modality units of a loaded image, rows * columns, in an array of its own: the viewer's cache is never handed out.
 *
 * The viewer's loader may have applied the rescale slope and intercept already (`preScale.scaled`); doing it twice
 * would shift every intensity, so the flag decides. In MONOCHROME1 a high stored value is displayed dark: the values
 * are mirrored within the stored range, so that bright on the screen is bright for the detectors.
 */
export function modalityPixels(image: LoadedImage, stored: StoredRange): Float32Array {
  const scalars = image.voxelManager?.getScalarData();
  const count = image.rows * image.columns;
  if (!scalars || scalars.length < count) {
    throw new LacunaError(
      'corrupt-file',
      'The pixels of a slice could not be read: reload the study and try again.',
      {
        expected: count,
        found: scalars?.length ?? 0,
      },
    );
  }
  const slope = image.slope === 0 || !Number.isFinite(image.slope) ? 1 : image.slope;
  const intercept = Number.isFinite(image.intercept) ? image.intercept : 0;
  const scaled = image.preScale?.enabled === true && image.preScale.scaled === true;
  const [gain, offset] = scaled ? [1, 0] : [slope, intercept];
  const pixels = new Float32Array(count);
  if (image.photometricInterpretation !== 'MONOCHROME1') {
    for (let i = 0; i < count; i++) pixels[i] = scalars[i]! * gain + offset;
    return pixels;
  }
  const { bitsStored, signed } = stored;
  const [low, high] = signed
    ? [-(2 ** (bitsStored - 1)), 2 ** (bitsStored - 1) - 1]
    : [0, 2 ** bitsStored - 1];
  const mirror = (low + high) * slope + 2 * intercept; // modality value of (low + high - stored) = mirror - value
  for (let i = 0; i < count; i++) pixels[i] = mirror - (scalars[i]! * gain + offset);
  return pixels;
}
