/**
 * What was made faster in the preparation of slices gives the bits of its plain definition.
 * @jest-environment ./test/inference/support/native-arrays-environment.cjs
 */
import { describe, expect, test } from '@jest/globals';
import { type AxisWeights, resample, towardsGrid, towardsSource } from '@lacuna/core/imaging/axis-weights.ts';
import { connectedComponents, dropSmallComponents, fillHoles } from '@lacuna/core/imaging/components.ts';
import { GridMapping } from '@lacuna/core/imaging/grid.ts';
import { plainBlend, vectorBlend } from '@lacuna/core/imaging/line-blend.ts';
import { medianOfPositive, percentileOfPositive } from '@lacuna/core/imaging/order-statistics.ts';
import { median, percentile } from '@lacuna/core/imaging/statistics.ts';
import { deriveKey, uniforms } from '@lacuna/core/random.ts';

const key = deriveKey(12, 'same bits of slices');
const noise = (stream: number, count: number) => Float32Array.from(uniforms(key, stream, count));

test('median and percentile of positive values', () => {
  const sets = [
    noise(0, 5000),
    noise(1, 4001).map((v) => 4000 * v ** 8 + 1e-30),
    noise(2, 300).map((v) => Math.ceil(v * 4)),
    Float32Array.of(7),
    Float32Array.of(3, 1e38, 1e-44),
    noise(3, 100).subarray(13, 60),
  ];
  for (const values of sets)
    for (const percent of [0, 1, 50, 99, 99.9, 100])
      expect(percentileOfPositive(values, percent)).toBe(percentile(values, percent));
  for (const values of [...sets, new Float32Array(9), Float32Array.of(0, 2)])
    expect(medianOfPositive(values)).toBe(median(values));
  expect(percentileOfPositive(new Float32Array(0), 50)).toBeNaN();
  expect(medianOfPositive(new Float32Array(0))).toBeNaN();
});

describe.each([
  [1, 1],
  [1, 9],
  [17, 13],
  [40, 40],
])('masks of %i x %i', (rows, columns) => {
  const masks = [0.2, 0.5, 0.6, 0.75, 0.95].map((share, i) =>
    Uint8Array.from(noise(20 + i, rows * columns), (v) => (v < share ? 1 : 0)),
  );
  /** Neighbours take the smaller label until none changes; then labels are numbered in the order of their first pixel. */
  const plain = (mask: Uint8Array, connectivity: 4 | 8) => {
    const labels = Array.from(mask, (v, i) => (v === 0 ? -1 : i));
    for (let changed = true; changed;) {
      changed = false;
      labels.forEach((label, i) => {
        if (label < 0) return;
        for (const [dy, dx] of [-1, 0, 1].flatMap((a) => [-1, 0, 1].map((b) => [a, b] as const))) {
          const [y, x] = [Math.floor(i / columns) + dy, (i % columns) + dx];
          if ((connectivity === 4 && dy !== 0 && dx !== 0) || y < 0 || y >= rows || x < 0 || x >= columns)
            continue;
          const other = labels[y * columns + x]!;
          if (other >= 0 && other < labels[i]!) {
            labels[i] = other;
            changed = true;
          }
        }
      });
    }
    const order = [-1, ...new Set(labels.filter((label) => label >= 0))];
    return labels.map((label) => order.indexOf(label));
  };

  test.each([4, 8] as const)('components, connectivity %i', (connectivity) => {
    for (const mask of masks) {
      const expected = plain(mask, connectivity);
      const { labels, sizes } = connectedComponents(mask, columns, connectivity);
      expect(Array.from(labels)).toEqual(expected);
      sizes.forEach((size, label) => {
        if (label > 0) expect(size).toBe(expected.filter((l) => l === label).length);
      });
      const kept = dropSmallComponents(mask, columns, connectivity, { pixelAreaMm2: 2, minAreaMm2: 7 });
      expect(Array.from(kept)).toEqual(expected.map((l) => (l > 0 && sizes[l]! * 2 >= 7 ? 1 : 0)));
    }
  });

  test('holes', () => {
    for (const mask of masks) {
      const background = plain(
        mask.map((v) => 1 - v),
        4,
      );
      const onBorder = (i: number) => {
        const [y, x] = [Math.floor(i / columns), i % columns];
        return y === 0 || x === 0 || y === rows - 1 || x === columns - 1;
      };
      const outside = new Set(background.filter((_, i) => onBorder(i)));
      const expected = background.map((label) => (label === 0 || !outside.has(label) ? 1 : 0));
      expect(Array.from(fillHoles(mask, columns))).toEqual(expected);
    }
  });
});

const plainResample = (image: Float32Array, columns: number, x: AxisWeights, y: AxisWeights) => {
  const at = (axis: AxisWeights, j: number) =>
    Array.from({ length: axis.taps }, (_, k) => ({
      from: axis.start[j]! + k,
      weight: axis.weights[j * axis.taps + k]!,
    })).filter(({ weight }) => weight !== 0);
  return Float32Array.from({ length: x.length * y.length }, (_, i) => {
    let value = 0;
    for (const row of at(y, Math.floor(i / x.length))) {
      let across = 0;
      for (const column of at(x, i % x.length))
        across += column.weight * image[row.from * columns + column.from]!;
      value += row.weight * across;
    }
    return value;
  });
};

test('resampling, towards the grid and back', () => {
  for (const [rows, columns, spacing] of [
    [50, 61, 0.9],
    [20, 17, 3.1],
    [64, 64, 2],
  ] as const) {
    const image = noise(40, rows * columns).map((v) => (v < 0.2 ? -3 : 900 * v));
    const down = [columns, rows].map((n) => towardsGrid(n, spacing, 32, 2)) as [AxisWeights, AxisWeights];
    const grid = resample(image, columns, ...down);
    const clamped = image.map((v) => Math.max(0, v));
    expect(grid).toEqual(plainResample(clamped, columns, ...down));
    const up = [columns, rows].map((n) => towardsSource(n, spacing, 32, 2)) as [AxisWeights, AxisWeights];
    expect(resample(grid, 32, ...up)).toEqual(plainResample(grid, 32, ...up));
  }
});

test('a line between two, by vectors and without', () => {
  const [vectors, plain] = [vectorBlend()!, plainBlend(301)];
  for (const [i, line] of vectors.lines.entries()) {
    plain.lines[i]!.set(uniforms(key, 60 + i, 301));
    line.set(plain.lines[i]!);
  }
  for (const [a, b, unit, first, end] of [
    [0, 1, 1, 0, 301],
    [1, 0, 1234.567, 13, 17],
    [1, 1, 0.1, 300, 301],
    [0, 1, 7, 5, 5],
  ] as const) {
    for (const { blend } of [vectors, plain]) blend(a, b, 1 / 3, 2 / 3, unit, first, end);
    expect(vectors.blended.slice(first, end)).toEqual(plain.blended.slice(first, end));
  }
});

test('the way back computes only what is asked for, to the bits of resampling', () => {
  for (const [rows, columns, spacing, flip] of [
    [50, 61, 0.9, 1],
    [20, 17, 3.1, -1],
    [90, 70, 1.1, -1], // wider than the grid
  ] as const) {
    const geometry = {
      rows,
      columns,
      rowSpacingMm: spacing,
      columnSpacingMm: spacing,
      imagePositionPatient: [0, 0, 0] as const,
      imageOrientationPatient: [flip, 0, 0, 0, 1, 0] as const,
    };
    const mapping = new GridMapping(geometry, { size: 32, spacingMm: 2 });
    const up = [columns, rows].map((n) => towardsSource(n, spacing, 32, 2)) as [AxisWeights, AxisWeights];
    const flipped = (i: number) => (flip > 0 ? i : i - (i % columns) + columns - 1 - (i % columns));
    const onSource = (map: Float32Array) => {
      const canonical = plainResample(map, 32, ...up);
      return canonical.map((_, i) => canonical[flipped(i)]!);
    };
    const map = noise(50, 32 * 32).map((v) => v - 0.3);
    expect(mapping.toSource(map)).toEqual(onSource(map));
    const inside = Uint8Array.from(noise(51, rows * columns), (v) => (v > 0.5 ? 1 : 0));
    expect(mapping.toSource(map, inside)).toEqual(onSource(map).map((v, i) => (inside[i] ? v : 0)));
    for (const share of [0, 0.3, 0.8, 1]) {
      const mask = Uint8Array.from(noise(52, 32 * 32), (v) => (v < share ? 1 : 0));
      const expected = Uint8Array.from(onSource(Float32Array.from(mask)), (v) => (v >= 0.5 ? 1 : 0));
      expect(mapping.maskToSource(mask)).toEqual(expected);
    }
  }
});
