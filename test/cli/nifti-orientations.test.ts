/** Every order and direction of a volume's axes must give the same axial slices, and results must go back voxel by voxel. */
import fs from 'node:fs';
import path from 'node:path';
import zlib from 'node:zlib';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { encodeNifti } from '../../cli/src/nifti-writer.ts';
import { readNifti } from '../../cli/src/nifti-volume.ts';
import { temporaryFolder } from './support/folders.ts';
import { niftiFile, type Triple } from './support/nifti-file.ts';

/** Voxels towards left, back, head, and their size in mm. */
const SHAPE: Triple = [27, 25, 3];
const SIZE: Triple = [4, 4.5, 6];
/** LPS of the voxel that is most right, front, low. */
const ORIGIN: Triple = [-60, -50, 12];

const value = (x: number, y: number, z: number): number => x + 100 * y + 10_000 * z;
const PERMUTATIONS: Triple[] = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]]; // prettier-ignore
const ORIENTATIONS = PERMUTATIONS.flatMap((order) =>
  Array.from({ length: 8 }, (_, bits) => ({
    order,
    flips: [bits & 1, (bits >> 1) & 1, (bits >> 2) & 1] as const,
  })),
);

/** The volume stored with file axis i along patient axis order[i], reversed where flips[i]. */
function stored(order: Triple, flips: readonly number[]) {
  const dims = order.map((axis) => SHAPE[axis]!);
  const values = new Float32Array(dims[0]! * dims[1]! * dims[2]!);
  const patient = [0, 0, 0];
  for (let k = 0, v = 0; k < dims[2]!; k++)
    for (let j = 0; j < dims[1]!; j++)
      for (let i = 0; i < dims[0]!; i++) {
        [i, j, k].forEach((n, axis) => (patient[order[axis]!] = flips[axis] ? dims[axis]! - 1 - n : n));
        values[v++] = value(patient[0]!, patient[1]!, patient[2]!);
      }
  const lps = [0, 1, 2].map((direction) => {
    const axis = order.indexOf(direction);
    const row = [0, 0, 0, ORIGIN[direction]! + (flips[axis] ? SIZE[direction]! * (dims[axis]! - 1) : 0)];
    row[axis] = (flips[axis] ? -1 : 1) * SIZE[direction]!;
    return row;
  });
  return { dims, values, srow: [lps[0]!.map((v) => -v), lps[1]!.map((v) => -v), lps[2]!] };
}

const folder = temporaryFolder();

test.each(ORIENTATIONS)('axes $order, flips $flips', async ({ order, flips }) => {
  const { dims, values, srow } = stored(order, flips);
  const file = path.join(folder, 'case.nii');
  fs.writeFileSync(file, niftiFile({ dims, values, srow }));
  const { source, grid } = await readNifti(file);

  expect(source.slices).toHaveLength(SHAPE[2]);
  source.slices.forEach(({ pixels, geometry, key }, z) => {
    const expected = Float32Array.from({ length: SHAPE[0] * SHAPE[1] }, (_, i) =>
      value(i % SHAPE[0], Math.floor(i / SHAPE[0]), z),
    );
    expect(pixels).toEqual(expected);
    expect(geometry).toEqual({
      rows: SHAPE[1],
      columns: SHAPE[0],
      rowSpacingMm: SIZE[1],
      columnSpacingMm: SIZE[0],
      imagePositionPatient: [ORIGIN[0], ORIGIN[1], ORIGIN[2] + SIZE[2] * z],
      imageOrientationPatient: [1, 0, 0, 0, 1, 0].map((v) => expect.closeTo(v, 12)),
    });
    expect(key).toBe(String(flips[order.indexOf(2)] ? SHAPE[2] - 1 - z : z));
  });

  const planes = source.slices.map(({ pixels }) => pixels);
  const written = zlib.gunzipSync(await encodeNifti(grid, 'float32', planes, SHAPE[0], 'test'));
  expect(Buffer.from(values.buffer).equals(written.subarray(352))).toBe(true);
});

describe('an oblique volume with a qform alone', () => {
  const angle = (12 * Math.PI) / 180;
  const dims = [27, 25, 3];
  beforeAll(() => {
    const values = Float32Array.from({ length: 27 * 25 * 3 }, (_, i) => i);
    const quaternion = [Math.sin(angle / 2), 0, 0, 7, -8, 9]; // a turn about the left-right axis
    const qform = { code: 1, quaternion, pixdim: [1, 4, 4.5, 6] };
    fs.writeFileSync(
      path.join(folder, 'oblique.nii'),
      niftiFile({ dims, values, srow: [[], [], []], sformCode: 0, qform }),
    );
  });

  test('is placed by it: first axis to the right, second to the front and up', async () => {
    const { source } = await readNifti(path.join(folder, 'oblique.nii'));
    const { geometry } = source.slices[0]!;
    const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
    // turned over in plane: the first pixel is the one most right and most front of the lowest slice
    const corner = [-(7 + 4 * 26), -(-8 + cos * 4.5 * 24), 9 + sin * 4.5 * 24];
    expect(geometry.imagePositionPatient).toEqual(corner.map((v) => expect.closeTo(v, 4)));
    expect(geometry.imageOrientationPatient).toEqual(
      [1, 0, 0, 0, cos, -sin].map((v) => expect.closeTo(v, 6)),
    );
    expect(source.slices[0]!.pixels[0]).toBe(27 * 25 - 1);
  });
});
