import { promisify } from 'node:util';
import zlib from 'node:zlib';
import type { NiftiGrid } from './nifti-grid.ts';

const HEADER_BYTES = 352;
/** Float maps hardly shrink; higher levels cost seconds for a few per cent. */
const GZIP_LEVEL = 4;
const DATATYPES = {
  float32: { code: 16, bytes: 4, array: Float32Array },
  uint8: { code: 2, bytes: 1, array: Uint8Array },
} as const;
export type NiftiKind = keyof typeof DATATYPES;

const gzip = promisify(zlib.gzip);

/**
 * A NIfTI-1 file (.nii.gz, little-endian) on exactly the given grid: dims, affine and form codes of the source, no scaling.
 *
 * The same input gives the same bytes: the gzip header carries no time.
 * @param slices row-major planes in the order of the series, as many as it has
 */
export function encodeNifti(
  grid: NiftiGrid,
  kind: NiftiKind,
  slices: readonly ArrayLike<number>[],
  columns: number,
  description: string,
): Promise<Buffer> {
  const { code, bytes, array } = DATATYPES[kind];
  const voxels = new array(grid.geometry.dims.reduce((product, n) => product * n, 1));
  slices.forEach((plane, slice) => {
    for (let row = 0, i = 0; i < plane.length; row++) {
      const line = grid.start + slice * grid.sliceStep + row * grid.rowStep;
      for (let column = 0; column < columns; column++) voxels[line + column * grid.columnStep] = plane[i++]!;
    }
  });
  const header = Buffer.alloc(HEADER_BYTES);
  writeHeader(header, grid, code, bytes * 8, description);
  // typed arrays are little-endian on every platform that Node runs on here
  return gzip(Buffer.concat([header, Buffer.from(voxels.buffer)]), { level: GZIP_LEVEL });
}

/** Field offsets of nifti1.h. */
function writeHeader(
  file: Buffer,
  { geometry }: NiftiGrid,
  datatype: number,
  bitpix: number,
  description: string,
): void {
  const int16 = (values: readonly number[], offset: number) =>
    values.forEach((v, i) => file.writeInt16LE(v, offset + 2 * i));
  const float = (values: readonly number[], offset: number) =>
    values.forEach((v, i) => file.writeFloatLE(v, offset + 4 * i));
  const { dims } = geometry;
  file.writeInt32LE(348, 0);
  int16([dims.length, ...dims, 1, 1, 1, 1, 1, 1, 1].slice(0, 8), 40);
  int16([datatype, bitpix], 70);
  float(geometry.pixdim, 76);
  float([HEADER_BYTES, 1, 0], 108); // vox_offset, scl_slope, scl_inter
  file.writeUInt8(geometry.xyztUnits, 123);
  file.write(description.slice(0, 79), 148, 'latin1');
  int16([geometry.qformCode, geometry.sformCode], 252);
  float(geometry.quaternion, 256);
  float(geometry.srow.flat(), 280);
  file.write('n+1', 344, 'latin1');
}
