// Writes NIfTI-1 files by hand, sharing no code with the command line's writer.
import zlib from 'node:zlib';

export type Triple = readonly [number, number, number];

export interface NiftiFile {
  dims: readonly number[];
  /** Affine rows, RAS, mm. */
  srow: readonly (readonly number[])[];
  /** In file order, first axis fastest. */
  values: ArrayLike<number>;
  datatype?: 'float32' | 'int16' | 'uint8';
  sformCode?: number;
  qform?: { code: number; quaternion: readonly number[]; pixdim: readonly number[] };
  slope?: number;
  intercept?: number;
  bigEndian?: boolean;
}

const TYPES = { float32: [16, 4], int16: [4, 2], uint8: [2, 1] } as const;

export function niftiFile(file: NiftiFile): Buffer {
  const { dims, srow, values, datatype = 'float32', bigEndian = false } = file;
  const [code, size] = TYPES[datatype];
  const bytes = Buffer.alloc(352 + values.length * size);
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const little = !bigEndian;
  view.setInt32(0, 348, little);
  [dims.length, ...dims].forEach((n, i) => view.setInt16(40 + 2 * i, n, little));
  view.setInt16(70, code, little);
  view.setInt16(72, size * 8, little);
  const pixdim = file.qform?.pixdim ?? [
    1,
    ...[0, 1, 2].map((axis) => Math.hypot(...srow.map((row) => row[axis]!))),
  ];
  pixdim.forEach((v, i) => view.setFloat32(76 + 4 * i, v, little));
  view.setFloat32(108, 352, little);
  view.setFloat32(112, file.slope ?? 1, little);
  view.setFloat32(116, file.intercept ?? 0, little);
  view.setUint8(123, 2);
  view.setInt16(252, file.qform?.code ?? 0, little);
  view.setInt16(254, file.sformCode ?? 1, little);
  file.qform?.quaternion.forEach((v, i) => view.setFloat32(256 + 4 * i, v, little));
  srow.flat().forEach((v, i) => view.setFloat32(280 + 4 * i, v, little));
  bytes.write('n+1\0', 344, 'latin1');
  for (let i = 0; i < values.length; i++) {
    const at = 352 + i * size;
    if (datatype === 'float32') view.setFloat32(at, values[i]!, little);
    else if (datatype === 'int16') view.setInt16(at, values[i]!, little);
    else view.setUint8(at, values[i]!);
  }
  return bytes;
}

export const gzipped = (file: NiftiFile): Buffer => zlib.gzipSync(niftiFile(file));
