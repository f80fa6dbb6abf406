// Small data sets in the layouts that are read, made of the synthetic series of the golden files; for tests with the tiny weights.
import fs from 'node:fs';
import path from 'node:path';
import { syntheticSeries } from '../../inference/support/golden-series.ts';
import { gzipped } from '../support/nifti-file.ts';

const { slices } = syntheticSeries();
const { rows, columns, rowSpacingMm, columnSpacingMm } = slices[0]!.geometry;
export const SLICES = slices.length;
export const PLANE = rows * columns;
const srow = [
  [-columnSpacingMm, 0, 0, 0],
  [0, -rowSpacingMm, 0, 0],
  [0, 0, 5, 0],
];
const dims = [columns, rows, slices.length];

/** A bright square of `size` pixels from (row, column) on in slice `slice`. */
export interface Square {
  slice: number;
  row: number;
  column: number;
  size: number;
}

const inside = ({ row, column, size }: Square, i: number) => {
  const [y, x] = [Math.floor(i / columns), i % columns];
  return y >= row && y < row + size && x >= column && x < column + size;
};

/** The head with brighter squares, as a compressed NIfTI file; `gain` tells cases apart. */
export function image(squares: readonly Square[] = [], gain = 1): Buffer {
  const values = new Float32Array(slices.length * PLANE);
  slices.forEach(({ pixels }, s) =>
    pixels.forEach((value, i) => {
      const lit = squares.some((square) => square.slice === s && inside(square, i));
      values[s * PLANE + i] = value * gain * (lit ? 2 : 1);
    }),
  );
  return gzipped({ dims, srow, values });
}

export function mask(squares: readonly Square[], label = 1): Buffer {
  const values = new Uint8Array(slices.length * PLANE);
  for (const square of squares)
    for (let i = 0; i < PLANE; i++) if (inside(square, i)) values[square.slice * PLANE + i] = label;
  return gzipped({ dims, srow, values, datatype: 'uint8' });
}

export const SQUARES: readonly (readonly Square[])[] = [
  [{ slice: 1, row: 12, column: 10, size: 5 }],
  [
    { slice: 2, row: 15, column: 14, size: 4 },
    { slice: 3, row: 15, column: 14, size: 4 },
  ],
  [{ slice: 1, row: 10, column: 16, size: 6 }],
];

export function put(folder: string, file: string, bytes: Uint8Array | string): void {
  const target = path.join(folder, file);
  fs.mkdirSync(path.dirname(target), { recursive: true });
  fs.writeFileSync(target, bytes);
}

/** Three BraTS cases under names of different years, and one that has no FLAIR. */
export function bratsSet(folder: string): string {
  put(folder, 'Brats18_A_1/Brats18_A_1_flair.nii.gz', image(SQUARES[0]));
  put(folder, 'Brats18_A_1/Brats18_A_1_t1ce.nii.gz', '');
  put(folder, 'Brats18_A_1/Brats18_A_1_seg.nii.gz', mask(SQUARES[0]!, 4));
  put(folder, 'BraTS-GLI-00002-000/BraTS-GLI-00002-000-t2f.nii.gz', image(SQUARES[1], 1.7));
  put(folder, 'BraTS-GLI-00002-000/BraTS-GLI-00002-000-t2w.nii.gz', '');
  put(folder, 'BraTS-GLI-00002-000/BraTS-GLI-00002-000-seg.nii.gz', mask(SQUARES[1]!, 2));
  put(folder, 'BraTS20_Training_355/BraTS20_Training_355_flair.nii.gz', image(SQUARES[2], 0.6));
  put(folder, 'BraTS20_Training_355/W39_1998.09.19_Segm.nii.gz', mask(SQUARES[2]!));
  put(folder, 'BraTS21_00009/BraTS21_00009_t1.nii.gz', '');
  return folder;
}
