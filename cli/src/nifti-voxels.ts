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
