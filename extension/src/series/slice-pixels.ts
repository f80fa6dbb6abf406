import { told } from '../text/say.ts';
import { t } from '../text/t.ts';

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

/**
 * Modality units of a loaded image, rows * columns, in an array of its own: the viewer's cache is never handed out.
 *
 * The viewer's loader may have applied the rescale slope and intercept already (`preScale.scaled`); doing it twice
 * would shift every intensity, so the flag decides. MONOCHROME1 is turned over later, for the whole series at once.
 * @throws LacunaError `corrupt-file` when the pixels are missing or a rescale slope of 0 has wiped them out
 */
export function modalityPixels(image: LoadedImage): Float32Array {
  const scalars = image.voxelManager?.getScalarData();
  const count = image.rows * image.columns;
  if (!scalars || scalars.length < count) {
    throw told('corrupt-file', t('series.noPixels'));
  }
  if (image.slope === 0) {
    throw told('corrupt-file', t('series.noSlope'));
  }
  const scaled = image.preScale?.enabled === true && image.preScale.scaled === true;
  const gain = !scaled && Number.isFinite(image.slope) ? image.slope : 1;
  const offset = !scaled && Number.isFinite(image.intercept) ? image.intercept : 0;
  return Float32Array.from({ length: count }, (_, i) => scalars[i]! * gain + offset);
}
