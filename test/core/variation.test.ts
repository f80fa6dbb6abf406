/** Variation over seeds against the two-pass formulas, and regions found again, counted by hand. */
import { describe, expect, test } from '@jest/globals';
import { brainBox, SliceVariation, stabilityOf } from '@lacuna/core/anomaly/variation.ts';

const [ROWS, COLUMNS] = [5, 6];
const PIXELS = ROWS * COLUMNS;
/** Brain: rows 1..3, columns 2..4. */
const BRAIN = Uint8Array.from({ length: PIXELS }, (_, i) => {
  const [row, column] = [Math.floor(i / COLUMNS), i % COLUMNS];
  return row >= 1 && row <= 3 && column >= 2 && column <= 4 ? 1 : 0;
});

const mapOf = (value: (i: number) => number) =>
  Float32Array.from({ length: PIXELS }, (_, i) => (BRAIN[i] ? value(i) : 0));
const variationOf = (maps: readonly Float32Array[], range = 1) => {
  const variation = new SliceVariation(COLUMNS, PIXELS, brainBox(BRAIN, COLUMNS), range);
  for (const map of maps) variation.add(map);
  return variation;
};

describe('variation of a slice', () => {
  test('keeps the box of the brain only', () => {
    expect(brainBox(BRAIN, COLUMNS)).toEqual({ firstRow: 1, rows: 3, firstColumn: 2, columns: 3 });
    expect(brainBox(new Uint8Array(PIXELS), COLUMNS)).toEqual({
      firstRow: 0,
      rows: 0,
      firstColumn: 0,
      columns: 0,
    });
    expect(variationOf([mapOf(() => 0.5), mapOf(() => 0.25)]).bytes).toBe(9 * (8 + 2 * 2));
  });

  test('is the mean and the sample deviation of each pixel', () => {
    const maps = [1, 2, 3, 4, 5].map((seed) => mapOf((i) => Math.abs(Math.sin(seed * 12.9 + i * 78.2))));
    const variation = variationOf(maps);
    const [mean, deviation] = [variation.mean(), variation.deviation()];
    for (let i = 0; i < PIXELS; i++) {
      const values = maps.map((map) => map[i]!);
      const expected = values.reduce((sum, value) => sum + value, 0) / 5;
      const squares = values.reduce((sum, value) => sum + (value - expected) ** 2, 0);
      expect(mean[i]).toBeCloseTo(expected, 6);
      expect(deviation[i]).toBeCloseTo(Math.sqrt(squares / 4), 6);
    }
  });

  test('does not lose a small deviation on a large mean', () => {
    const deviation = variationOf(
      [mapOf(() => 1000), mapOf(() => 1000.5), mapOf(() => 1001)],
      2000,
    ).deviation();
    expect(deviation[9]).toBeCloseTo(0.5, 4);
  });

  test('of one seed is not known, and of equal maps is 0', () => {
    expect(Math.max(...variationOf([mapOf(() => 0.4)]).deviation())).toBe(0);
    expect(Math.max(...variationOf([mapOf(() => 0.4), mapOf(() => 0.4)]).deviation())).toBe(0);
  });

  test('refuses maps of another grid', () => {
    expect(() => variationOf([new Float32Array(3)])).toThrow(/one grid/);
  });
});

describe('stability of a region', () => {
  const row = (first: number, last: number) => Int32Array.of(2 * COLUMNS + first, 2 * COLUMNS + last + 1);
  // of the three pixels of the region the seeds reach 0.5 in 3, 2, 1 and 0
  const seeds = [3, 2, 1, 0].map((reached) => mapOf((i) => (i - (2 * COLUMNS + 2) < reached ? 0.6 : 0.1)));

  test('is the share of the seeds that mark at least half of it', () => {
    const variation = variationOf(seeds);
    const footprint = new Map([[0, row(2, 4)]]);
    expect(stabilityOf(() => variation, footprint, 0.5)).toBe(0.5);
    expect(stabilityOf(() => variation, footprint, 0.05)).toBe(1);
    expect(stabilityOf(() => variation, footprint, 0.7)).toBe(0);
  });

  test('counts over slices together', () => {
    const [full, empty] = [variationOf(seeds), variationOf(seeds.map(() => mapOf(() => 0)))];
    const footprint = new Map([
      [0, row(2, 4)],
      [1, row(2, 4)],
    ]);
    // of six pixels: 3, 2, 1 and 0
    expect(stabilityOf((slice) => (slice === 0 ? full : empty), footprint, 0.5)).toBe(0.25);
  });

  test('of pixels outside the brain is 0: no seed marks them', () => {
    const footprint = new Map([[0, Int32Array.of(0, 2)]]);
    expect(stabilityOf(() => variationOf(seeds), footprint, 0)).toBe(0);
  });

  test('is not known where no or one seed was run, or some slices have more seeds than others', () => {
    const footprint = new Map([
      [0, row(2, 4)],
      [1, row(2, 4)],
    ]);
    const [four, one, two] = [
      variationOf(seeds),
      variationOf(seeds.slice(0, 1)),
      variationOf(seeds.slice(0, 2)),
    ];
    expect(stabilityOf(() => undefined, footprint, 0.5)).toBeNull();
    expect(stabilityOf(() => one, footprint, 0.5)).toBeNull();
    expect(stabilityOf((slice) => (slice === 0 ? four : two), footprint, 0.5)).toBeNull();
  });
});
