import { NIFTI1 } from 'nifti-reader-js';
import type { NiftiHeader } from './nifti-header.ts';

type Read = (view: DataView, offset: number, littleEndian: boolean) => number;

const READERS: Readonly<Record<number, Read>> = {
  [NIFTI1.TYPE_UINT8]: (view, at) => view.getUint8(at),
  [NIFTI1.TYPE_INT8]: (view, at) => view.getInt8(at),
  [NIFTI1.TYPE_INT16]: (view, at, little) => view.getInt16(at, little),
  [NIFTI1.TYPE_UINT16]: (view, at, little) => view.getUint16(at, little),
  [NIFTI1.TYPE_INT32]: (view, at, little) => view.getInt32(at, little),
  [NIFTI1.TYPE_UINT32]: (view, at, little) => view.getUint32(at, little),
  [NIFTI1.TYPE_FLOAT32]: (view, at, little) => view.getFloat32(at, little),
  [NIFTI1.TYPE_FLOAT64]: (view, at, little) => view.getFloat64(at, little),
};

/** Voxels in file order as value * slope + intercept; NaN and infinities become 0 and are counted. */
export function decodeVoxels(
  header: NiftiHeader,
  bytes: Uint8Array,
): { values: Float32Array; notNumbers: number } {
  const { voxelCount, voxOffset, bytesPerVoxel, littleEndian, slope, intercept } = header;
  const stored = littleEndian ? storedArray(header, bytes) : undefined;
  if (stored) return scaled(stored, slope, intercept);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const read = READERS[header.datatype]!;
  const values = new Float32Array(voxelCount);
  let notNumbers = 0;
  for (let i = 0; i < voxelCount; i++) {
    const value = Math.fround(read(view, voxOffset + i * bytesPerVoxel, littleEndian) * slope + intercept);
    if (Number.isFinite(value)) values[i] = value;
    else notNumbers++;
  }
  return { values, notNumbers };
}

type Stored = Int16Array | Uint16Array | Float32Array | Uint8Array;

/** The voxels of the usual types as the array they are; a call for each of some ten million voxels takes longer than to inflate them. */
function storedArray(header: NiftiHeader, bytes: Uint8Array): Stored | undefined {
  const { voxelCount, voxOffset, bytesPerVoxel, datatype } = header;
  if (new Uint8Array(Uint16Array.of(1).buffer)[0] !== 1) return undefined; // a big-endian machine
  const Kind = {
    [NIFTI1.TYPE_UINT8]: Uint8Array,
    [NIFTI1.TYPE_INT16]: Int16Array,
    [NIFTI1.TYPE_UINT16]: Uint16Array,
    [NIFTI1.TYPE_FLOAT32]: Float32Array,
  }[datatype];
  if (!Kind) return undefined;
  const part = bytes.subarray(voxOffset, voxOffset + voxelCount * bytesPerVoxel);
  // a copy: the voxels need not begin at a multiple of their size
  return new Kind(new Uint8Array(part).buffer);
}

function scaled(
  stored: Stored,
  slope: number,
  intercept: number,
): { values: Float32Array; notNumbers: number } {
  const values = new Float32Array(stored.length);
  let notNumbers = 0;
  for (let i = 0; i < values.length; i++) {
    const value = Math.fround(stored[i]! * slope + intercept);
    if (Number.isFinite(value)) values[i] = value;
    else notNumbers++;
  }
  return { values, notNumbers };
}
