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
const valueAt = (p: Vec3) =>
  Math.fround(p.map(Math.round).reduce((hash, mm, axis) => hash + mm * [1, 311, 73_331][axis]!, 0));

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
  const admission = admitSeries(slices.map(({ key, geometry }) => ({ key, geometry, modality: 'MR' })));
  if (admission.kind === 'refused') throw admission.error;
  return { key: 'series', slices: admission.order.map((index) => slices[index]!) };
}

const AXES: readonly Vec3[] = [[1, 0, 0], [0, 1, 0], [0, 0, 1]]; // prettier-ignore
const turnedBy = (v: Vec3, sign: number): Vec3 => [sign * v[0], sign * v[1], sign * v[2]];
/** Every way in which a sagittal or coronal volume can be stored along the axes of the patient. */
const STORED = [0, 1].flatMap((normal) => {
  const [a, b] = [0, 1, 2].filter((axis) => axis !== normal) as [number, number];
  return [[a, b], [b, a]].flatMap(([r, c]) => [1, -1].flatMap((fr) => [1, -1].flatMap((fc) => [1, -1].map((fs) => ({ normal, r: r!, c: c!, fr, fc, fs }))))); // prettier-ignore
});
const LENGTH = [140, 168, 132] as const; // mm along x, y, z
const MM = [1, 2, 1.5] as const;

describe.each(STORED)('normal $normal, rows along $r ($fr), columns along $c ($fc), slices $fs', (way) => {
  const { normal, r, c, fr, fc, fs } = way;
  const count = (axis: number) => LENGTH[axis]! / MM[axis]!;
  const corner = (
    [
      [r, fr],
      [c, fc],
      [normal, fs],
    ] as const
  ).reduce<Vec3>(
    (at, [axis, sign]) => (sign > 0 ? at : sum(at, AXES[axis]!, (count(axis) - 1) * MM[axis]!)),
    [-70, -80, -60],
  );
  const series = seriesOf({
    row: turnedBy(AXES[r]!, fr),
    column: turnedBy(AXES[c]!, fc),
    step: turnedBy(AXES[normal]!, fs),
    spacing: [MM[c]!, MM[r]!, MM[normal]!],
    size: [count(c), count(r), count(normal)],
    origin: corner,
  });
  const view = axialView(series.slices.map(({ geometry }) => geometry));
  const axial = axialSeries(series, view);

  test('the axial slices are those of an axial acquisition, pixel by pixel', () => {
    const acquired = seriesOf({
      row: AXES[0]!,
      column: AXES[1]!,
      step: AXES[2]!,
      spacing: [MM[1], MM[0], MM[2]],
      size: [count(1), count(0), count(2)],
      origin: [-70, -80, -60],
    });
    expect(view.plane).toBe(normal === 0 ? 'sagittal' : 'coronal');
    expect(axial.slices).toHaveLength(acquired.slices.length);
    axial.slices.forEach(({ geometry, pixels }, i) => {
      const expected = acquired.slices[i]!;
      expect(Buffer.from(pixels.buffer).equals(Buffer.from(expected.pixels.buffer))).toBe(true);
      expect(geometry.imageOrientationPatient.map((v) => v + 0)).toEqual([1, 0, 0, 0, 1, 0]);
      geometry.imagePositionPatient.forEach((mm, axis) =>
        expect(mm).toBeCloseTo(expected.geometry.imagePositionPatient[axis]!, 9),
      );
    });
  });

  test('what is computed on them goes back to the same voxels', () => {
    const back = onSourceSlices<Float32Array>(
      view,
      axial.slices.map(({ pixels }) => pixels),
      (length) => new Float32Array(length),
    );
    const differing = series.slices.filter(
      ({ pixels }, i) => !Buffer.from(pixels.buffer).equals(Buffer.from(back[i]!.buffer)),
    );
    expect(differing).toHaveLength(0);
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
