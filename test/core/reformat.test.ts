/** Sagittal and coronal volumes as axial slices: every pixel is one source voxel, at its place, and goes back to it. */
import { describe, expect, test } from '@jest/globals';
import { admitSeries } from '@lacuna/core/imaging/admission.ts';
import { axialSeries, axialView, lazyAxialSeries, onSourceSlices } from '@lacuna/core/imaging/reformat.ts';
import type { SliceGeometry, SourceSeries, SourceSlice, Vec3, Vec6 } from '@lacuna/core/imaging/series.ts';

const sum = (a: Vec3, b: Vec3, factor: number): Vec3 => [
  a[0] + factor * b[0],
  a[1] + factor * b[1],
  a[2] + factor * b[2],
];
/** Another number for every place, the same however the volume is stored. */
const valueAt = ([x, y, z]: Vec3) =>
  Math.fround(Math.round(x * 10) + 2311 * Math.round(y * 10) + 7_333_117 * Math.round(z * 10));

interface Stack {
  row: Vec3;
  column: Vec3;
  step: Vec3;
  spacing: [row: number, column: number, slice: number];
  size: [rows: number, columns: number, slices: number];
  origin: Vec3;
}

function seriesOf({ row, column, step, spacing, size, origin }: Stack): SourceSeries {
  const [rows, columns, count] = size;
  const slices = Array.from({ length: count }, (_, k): SourceSlice => {
    const corner = sum(origin, step, k * spacing[2]);
    const geometry: SliceGeometry = {
      rows,
      columns,
      rowSpacingMm: spacing[0],
      columnSpacingMm: spacing[1],
      imagePositionPatient: corner,
      imageOrientationPatient: [...row, ...column] as unknown as Vec6,
    };
    const pixels = Float32Array.from({ length: rows * columns }, (__, i) =>
      valueAt(
        sum(sum(corner, row, (i % columns) * spacing[1]), column, Math.floor(i / columns) * spacing[0]),
      ),
    );
    return { key: `${k}`, geometry, pixels };
  });
  return admitted(slices);
}

function admitted(slices: readonly SourceSlice[]): SourceSeries {
  const admission = admitSeries(slices.map(({ key, geometry }) => ({ key, geometry, modality: 'MR' })));
  if (admission.kind === 'refused') throw admission.error;
  return { key: 'series', slices: admission.order.map((index) => slices[index]!) };
}

const AXES: readonly Vec3[] = [[1, 0, 0], [0, 1, 0], [0, 0, 1]]; // prettier-ignore
const turnedBy = (v: Vec3, sign: number): Vec3 => [sign * v[0], sign * v[1], sign * v[2]];
/** Every way in which a sagittal or coronal volume can be stored along the axes of the patient. */
const STORED = (
  [
    [0, 1, 2],
    [0, 2, 1],
    [1, 0, 2],
    [1, 2, 0],
  ] as const
).flatMap((axes) =>
  [0, 1, 2, 3, 4, 5, 6, 7].map(
    (bits) => [axes, [0, 1, 2].map((bit) => (bits & (1 << bit) ? -1 : 1))] as const,
  ),
);
const COUNT = [58, 52, 55] as const; // voxels along x, y, z
const MM = [1.8, 2, 1.9] as const;

/** The volume of COUNT voxels stored along three axes of the patient, each forwards (1) or backwards (-1). */
function stored(
  axes: readonly [slice: number, row: number, column: number],
  signs: readonly number[],
): SourceSeries {
  const corner: Vec3 = [-70, -80, -60];
  const at = (axis: number, i: number) => {
    const which = axes.indexOf(axis);
    return signs[which]! > 0 ? i : COUNT[axis]! - 1 - i;
  };
  const [s, r, c] = axes;
  const first = [0, 1, 2].map((axis) => corner[axis]! + at(axis, 0) * MM[axis]!) as unknown as Vec3;
  const slices = Array.from({ length: COUNT[s]! }, (_, k): SourceSlice => {
    const pixels = new Float32Array(COUNT[r]! * COUNT[c]!);
    const index = [0, 0, 0];
    index[s] = at(s, k);
    for (let row = 0, i = 0; row < COUNT[r]!; row++) {
      index[r] = at(r, row);
      for (let column = 0; column < COUNT[c]!; column++, i++) {
        index[c] = at(c, column);
        pixels[i] = index[0]! + 100 * index[1]! + 10_000 * index[2]!;
      }
    }
    return {
      key: `${k}`,
      pixels,
      geometry: {
        rows: COUNT[r]!,
        columns: COUNT[c]!,
        rowSpacingMm: MM[r]!,
        columnSpacingMm: MM[c]!,
        imagePositionPatient: sum(first, AXES[s]!, signs[0]! * k * MM[s]!),
        imageOrientationPatient: [
          ...turnedBy(AXES[c]!, signs[2]!),
          ...turnedBy(AXES[r]!, signs[1]!),
        ] as unknown as Vec6,
      },
    };
  });
  return admitted(slices);
}

const same = (a: Float32Array, b: Float32Array) => Buffer.from(a.buffer).equals(Buffer.from(b.buffer));
const acquired = stored([2, 1, 0], [1, 1, 1]);

describe.each(STORED)('slices along %s, signs %s', (axes, signs) => {
  const series = stored(axes, signs);
  const view = axialView(series.slices.map(({ geometry }) => geometry));
  const axial = axialSeries(series, view);

  test('the axial slices are those of an axial acquisition, pixel by pixel', () => {
    expect(view.plane).toBe(axes[0] === 0 ? 'sagittal' : 'coronal');
    expect(axial.slices).toHaveLength(acquired.slices.length);
    expect(axial.slices.filter(({ pixels }, i) => !same(pixels, acquired.slices[i]!.pixels))).toEqual([]);
    const places = axial.slices.flatMap(({ geometry }) => [
      ...geometry.imagePositionPatient,
      ...geometry.imageOrientationPatient,
    ]);
    const expected = acquired.slices.flatMap(({ geometry }) => [
      ...geometry.imagePositionPatient,
      ...geometry.imageOrientationPatient,
    ]);
    expect(Math.max(...places.map((mm, i) => Math.abs(mm - expected[i]!)))).toBeLessThan(1e-9);
  });

  test('what is computed on them goes back to the same voxels', () => {
    const planes = axial.slices.map(({ pixels }) => pixels);
    const back = onSourceSlices<Float32Array>(view, planes, (length) => new Float32Array(length));
    expect(series.slices.filter(({ pixels }, i) => !same(pixels, back[i]!))).toEqual([]);
  });
});

const sagittal = (changes: Partial<Stack> = {}): Stack => ({
  row: [0, 1, 0],
  column: [0, 0, -1],
  step: [1, 0, 0],
  spacing: [1, 1, 1],
  size: [120, 130, 140],
  origin: [-70, -60, 60],
  ...changes,
});

test('lazy slices are the same, and a slice without a result leaves 0', async () => {
  const series = seriesOf(sagittal());
  const view = axialView(series.slices.map(({ geometry }) => geometry));
  const lazy = lazyAxialSeries(series, view);
  expect(lazy.sliceCount).toBe(120);
  expect(await lazy.slice(17)).toEqual(axialSeries(series, view).slices[17]);
  const masks = onSourceSlices<Uint8Array>(
    view,
    view.geometries.map(({ rows, columns }, i) =>
      i === 119 ? new Uint8Array(rows * columns).fill(1) : null,
    ),
    (length) => new Uint8Array(length),
  );
  // the topmost axial slice is the first row of every sagittal image
  masks.forEach((mask) => {
    expect(mask.slice(0, 130).every((v) => v === 1)).toBe(true);
    expect(mask.slice(130).every((v) => v === 0)).toBe(true);
  });
});

test('an oblique sagittal volume keeps every pixel at its place', () => {
  const [c, s] = [Math.cos(0.2), Math.sin(0.2)];
  const series = seriesOf(sagittal({ row: [-s, c, 0], step: [c, s, 0] }));
  const view = axialView(series.slices.map(({ geometry }) => geometry));
  const { geometry, pixels } = axialSeries(series, view).slices[60]!;
  const [rx, ry, rz, cx, cy, cz] = geometry.imageOrientationPatient;
  for (const i of [0, 77, pixels.length - 1]) {
    const place = sum(
      sum(geometry.imagePositionPatient, [rx, ry, rz], (i % geometry.columns) * geometry.columnSpacingMm),
      [cx, cy, cz],
      Math.floor(i / geometry.columns) * geometry.rowSpacingMm,
    );
    expect(pixels[i]).toBe(valueAt(place));
  }
});

describe('what is no three-dimensional series is refused with the reason', () => {
  test.each<[string, Partial<Stack>, RegExp]>([
    [
      '5 mm apart',
      { spacing: [1, 1, 5], size: [120, 130, 30] },
      /sagittal .* lie 5\.0 mm apart, more than 2 mm/,
    ],
    ['pixels of 2.5 mm', { spacing: [2.5, 2.5, 2], size: [60, 60, 70] }, /pixels are larger than 2 mm/],
    ['a slab', { size: [120, 130, 40] }, /together they are 40 mm thick/],
    ['shifted', { step: [0.995, 0.1, 0] }, /shifted sideways/],
  ])('%s', (_, changes, sentence) => {
    expect(() => seriesOf(sagittal(changes))).toThrow(sentence);
  });

  test('a missing slice', () => {
    const headers = seriesOf(sagittal()).slices.map(({ key, geometry }) => ({
      key,
      geometry,
      modality: 'MR',
    }));
    expect(admitSeries(headers.filter((__, i) => i !== 50))).toMatchObject({
      kind: 'refused',
      error: { code: 'not-axial', message: expect.stringMatching(/unevenly spaced, or some are missing/) },
    });
  });
});
