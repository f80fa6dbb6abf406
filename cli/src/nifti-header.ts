import { LacunaError } from '@lacuna/core/errors.ts';
import { isNIFTI1, isNIFTI2, NIFTI1, readHeader } from 'nifti-reader-js';
import type { Affine, AffineRow, NiftiGeometry } from './nifti-grid.ts';

/** Largest volume that is read: 4 GiB as float32 would not fit anyway; a head at 0.5 mm has 128 million voxels. */
const MAX_VOXELS = 2 ** 28;

export interface NiftiHeader {
  geometry: NiftiGeometry;
  littleEndian: boolean;
  datatype: number;
  bytesPerVoxel: number;
  voxelCount: number;
  voxOffset: number;
  /** Stored value * slope + intercept. */
  slope: number;
  intercept: number;
}

const BYTES: Readonly<Record<number, number>> = {
  [NIFTI1.TYPE_UINT8]: 1,
  [NIFTI1.TYPE_INT8]: 1,
  [NIFTI1.TYPE_INT16]: 2,
  [NIFTI1.TYPE_UINT16]: 2,
  [NIFTI1.TYPE_INT32]: 4,
  [NIFTI1.TYPE_UINT32]: 4,
  [NIFTI1.TYPE_FLOAT32]: 4,
  [NIFTI1.TYPE_FLOAT64]: 8,
};

function corrupt(sentence: string, evidence?: Record<string, unknown>): never {
  throw new LacunaError('corrupt-file', sentence, evidence);
}

/**
 * The checked header of a single-file NIfTI-1 or NIfTI-2 volume.
 * @param bytes the beginning of the file, at least its header
 * @throws LacunaError `corrupt-file` | `colour` | `invalid-argument`
 */
export function readNiftiHeader(bytes: Uint8Array): NiftiHeader {
  // a copy of its own: the library reads from the start of the buffer, and in Jest's realm it wants this ArrayBuffer
  const buffer = new Uint8Array(bytes).buffer;
  const version =
    bytes.byteLength >= 348 && isNIFTI1(buffer) ? 1 : bytes.byteLength >= 540 && isNIFTI2(buffer) ? 2 : 0;
  if (version === 0) corrupt('The file is not a single-file NIfTI volume (.nii or .nii.gz).');
  let header;
  try {
    header = readHeader(buffer);
  } catch (thrown) {
    throw new LacunaError('corrupt-file', 'The NIfTI header is damaged.', undefined, { cause: thrown });
  }
  const dims = header.dims.slice(1, 1 + header.dims[0]!);
  while (dims.length > 3 && dims.at(-1) === 1 && dims.length > 4) dims.pop();
  if (
    !(header.dims[0]! >= 3 && header.dims[0]! <= 7) ||
    dims.some((n) => !Number.isInteger(n) || n < 1 || n > 32767)
  )
    corrupt('The NIfTI file does not hold a three-dimensional volume.', { dims: header.dims });
  if (dims.length > 4 || (dims[3] ?? 1) > 1)
    throw new LacunaError(
      'invalid-argument',
      `The NIfTI file holds several volumes (${dims.join(' x ')}). Give a file with one volume.`,
      { dims },
    );
  const voxelCount = dims.reduce((product, n) => product * n, 1);
  if (voxelCount > MAX_VOXELS)
    corrupt(`The NIfTI volume is too large (${dims.join(' x ')} voxels).`, { dims });

  const datatype = header.datatypeCode;
  if (datatype === NIFTI1.TYPE_RGB24 || datatype === 2304)
    throw new LacunaError('colour', 'The NIfTI file holds colour values. Give the grey-value image.');
  const bytesPerVoxel =
    BYTES[datatype] ??
    corrupt(`The NIfTI file stores a type of value that is not read (datatype ${datatype}).`, { datatype });
  const voxOffset = header.vox_offset;
  if (!Number.isInteger(voxOffset) || voxOffset < (version === 1 ? 348 : 540) || voxOffset > 2 ** 24)
    corrupt('The NIfTI header names an impossible start of the voxels.', { voxOffset });
  const scaled = Number.isFinite(header.scl_slope) && header.scl_slope !== 0;
  return {
    geometry: {
      dims,
      pixdim: header.pixDims.slice(0, 8),
      xyztUnits: header.xyzt_units & 0xff,
      qformCode: header.qform_code,
      sformCode: header.sform_code,
      quaternion: [
        header.quatern_b,
        header.quatern_c,
        header.quatern_d,
        header.qoffset_x,
        header.qoffset_y,
        header.qoffset_z,
      ],
      srow: readSrow(buffer, version, header.littleEndian),
    },
    littleEndian: header.littleEndian,
    datatype,
    bytesPerVoxel,
    voxelCount,
    voxOffset,
    slope: scaled ? header.scl_slope : 1,
    intercept: scaled && Number.isFinite(header.scl_inter) ? header.scl_inter : 0,
  };
}

/** The sform's rows as they stand in the file; the library overwrites them by the qform's where that has the higher code. */
function readSrow(buffer: ArrayBuffer, version: 1 | 2, littleEndian: boolean): Affine {
  const view = new DataView(buffer);
  const value = (i: number) =>
    version === 1 ? view.getFloat32(280 + 4 * i, littleEndian) : view.getFloat64(400 + 8 * i, littleEndian);
  const row = (r: number): AffineRow => [value(4 * r), value(4 * r + 1), value(4 * r + 2), value(4 * r + 3)];
  return [row(0), row(1), row(2)];
}
