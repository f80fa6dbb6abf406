import type { DataSet } from 'dicom-parser';
import { LacunaError } from '@lacuna/core/errors.ts';
import { decimals, unsignedShort } from './dicom-numbers.ts';
import { assertUncompressed, EXPLICIT_BIG_ENDIAN } from './transfer-syntax.ts';

const PIXEL_DATA = 'x7fe00010';
const MODALITY_LUT_SEQUENCE = 'x00283000';
const LARGEST_SIDE = 16384;

function corrupt(sentence: string, evidence?: Record<string, unknown>): never {
  throw new LacunaError('corrupt-file', sentence, evidence);
}

/**
 * Pixels of a single-frame grey image in modality units: stored value * RescaleSlope + RescaleIntercept, row-major.
 *
 * 8 or 16 bits allocated, signed or not; only the BitsStored bits below HighBit count, since the others may hold
 * overlays or rubbish. MONOCHROME1 is not inverted here: that needs the extremes of the whole series.
 * @throws LacunaError `unsupported-transfer-syntax` | `corrupt-file`
 */
export function decodePixels(dataSet: DataSet, transferSyntaxUID: string): Float32Array {
  assertUncompressed(transferSyntaxUID);
  const rows = unsignedShort(dataSet, 'x00280010') ?? 0;
  const columns = unsignedShort(dataSet, 'x00280011') ?? 0;
  const allocated = unsignedShort(dataSet, 'x00280100') ?? 0;
  const stored = unsignedShort(dataSet, 'x00280101') ?? allocated;
  const highBit = unsignedShort(dataSet, 'x00280102') ?? stored - 1;
  if (rows < 1 || columns < 1 || rows > LARGEST_SIDE || columns > LARGEST_SIDE)
    corrupt('The image has no valid number of rows and columns.', { rows, columns });
  if (
    (allocated !== 8 && allocated !== 16) ||
    stored < 1 ||
    stored > allocated ||
    highBit >= allocated ||
    highBit < stored - 1
  )
    corrupt(
      `The image stores its pixels in a way that Lacuna does not read (${stored} of ${allocated} bits, high bit ${highBit}).`,
    );
  if (dataSet.elements[MODALITY_LUT_SEQUENCE])
    corrupt('The image maps its values through a lookup table, which Lacuna does not read.');
  const { slope, intercept } = rescale(dataSet);

  const bytes = pixelBytes(dataSet, (rows * columns * allocated) / 8);
  const raw = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const bigEndian = transferSyntaxUID === EXPLICIT_BIG_ENDIAN;
  // 8-bit pixels of big-endian OW come in pairs with the second pixel first.
  const swapped = bigEndian && allocated === 8 && dataSet.elements[PIXEL_DATA]?.vr === 'OW' ? 1 : 0;
  const signed = unsignedShort(dataSet, 'x00280103') === 1;
  const [left, right] = [31 - highBit, 32 - stored];
  const pixels = new Float32Array(rows * columns);
  for (let i = 0; i < pixels.length; i++) {
    const word =
      allocated === 8
        ? raw.getUint8(Math.min(i ^ swapped, pixels.length - 1))
        : raw.getUint16(2 * i, !bigEndian);
    const value = signed ? (word << left) >> right : (word << left) >>> right;
    pixels[i] = value * slope + intercept;
  }
  return pixels;
}

function rescale(dataSet: DataSet): { slope: number; intercept: number } {
  const slope = decimals(dataSet, 'x00281053')?.[0] ?? 1;
  const intercept = decimals(dataSet, 'x00281052')?.[0] ?? 0;
  if (slope === 0)
    corrupt(
      'The image has a RescaleSlope of 0, which makes every pixel the same. Retrieve or export it again.',
    );
  if (
    !Number.isFinite(slope) ||
    !Number.isFinite(intercept) ||
    Math.abs(slope) > 1e9 ||
    Math.abs(intercept) > 1e9
  )
    corrupt('The image has an impossible RescaleSlope or RescaleIntercept.', { slope, intercept });
  return { slope, intercept };
}

function pixelBytes(dataSet: DataSet, needed: number): Uint8Array {
  const element = dataSet.elements[PIXEL_DATA];
  if (!element) corrupt('The file holds no pixel data.');
  const { dataOffset, length } = element;
  const available = Math.min(length, dataSet.byteArray.length - dataOffset);
  if (length === 0xffffffff || available < needed)
    corrupt('The pixel data is cut short. Retrieve the file again.', { bytes: available, expected: needed });
  return dataSet.byteArray.subarray(dataOffset, dataOffset + needed);
}
