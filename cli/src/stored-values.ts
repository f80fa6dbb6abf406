import type { DataSet } from 'dicom-parser';
import { LacunaError } from '@lacuna/core/errors.ts';
import { unsignedShort } from './dicom-numbers.ts';

const LARGEST_SIDE = 16384;

/** How the pixels of a file are stored; checked. */
export interface PixelLayout {
  pixels: number;
  /** 8 or 16. */
  allocated: number;
  stored: number;
  highBit: number;
  signed: boolean;
}

export function corrupt(sentence: string, evidence?: Record<string, unknown>): never {
  throw new LacunaError('corrupt-file', sentence, evidence);
}

/** @throws LacunaError `corrupt-file` */
export function pixelLayout(dataSet: DataSet): PixelLayout {
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
  return {
    pixels: rows * columns,
    allocated,
    stored,
    highBit,
    signed: unsignedShort(dataSet, 'x00280103') === 1,
  };
}

/** Samples of one frame in file order. */
export interface Samples {
  bytes: Uint8Array;
  bytesPerSample: number;
  bigEndian: boolean;
  /** 8-bit pixels of big-endian OW come in pairs with the second pixel first. */
  swappedPairs: boolean;
}

/**
 * Modality units: stored value * slope + intercept. Only the BitsStored bits below HighBit count, since the others may hold
 * overlays or rubbish.
 */
export function modalityValues(
  { bytes, bytesPerSample, bigEndian, swappedPairs }: Samples,
  { pixels, stored, highBit, signed }: PixelLayout,
  { slope, intercept }: { slope: number; intercept: number },
): Float32Array {
  const raw = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const [left, right] = [31 - highBit, 32 - stored];
  const swapped = swappedPairs ? 1 : 0;
  const values = new Float32Array(pixels);
  for (let i = 0; i < pixels; i++) {
    const word =
      bytesPerSample === 1
        ? raw.getUint8(Math.min(i ^ swapped, pixels - 1))
        : raw.getUint16(2 * i, !bigEndian);
    const value = signed ? (word << left) >> right : (word << left) >>> right;
    values[i] = value * slope + intercept;
  }
  return values;
}
