/** Tail scores and consensus against numpy (support/write_consensus_golden.py), and their rules one by one. */
import { describe, expect, test } from '@jest/globals';
import { consensusMap } from '@lacuna/core/anomaly/consensus.ts';
import {
  healthyPercentile,
  type TailPoint,
  tailScale,
  tailScore,
  zScore,
} from '@lacuna/core/anomaly/tail-score.ts';
import { goldenCases, largestDifference } from './support/golden.ts';

interface TableCase {
  name: string;
  healthyTail: TailPoint[];
  rangeEnd: number;
  values: number[];
  scores: number[];
}
interface MapCase {
  name: 'consensus';
  weights: [number, number];
  tables: [string, string];
  maps: [number[], number[]];
  consensus: number[];
}
const cases = goldenCases<TableCase | MapCase>('consensus');
const tables = cases.filter((c): c is TableCase => 'healthyTail' in c);
const byName = (name: string) => tables.find((table) => table.name === name)!;

describe('tail score', () => {
  test.each(tables)('numpy: $name', ({ healthyTail, rangeEnd, values, scores }) => {
    const scale = tailScale(healthyTail, rangeEnd);
    const own = values.map((value) => tailScore(scale, value));
    expect(largestDifference(own, scores)).toBeLessThan(1e-12);
    expect(Math.max(...own)).toBe(6);
  });

  test('is the -log10 of the share at each point, and straight between them', () => {
    const scale = tailScale([[0.1, 0.2], [0.001, 0.4]], 1); // prettier-ignore
    const at = (value: number) => tailScore(scale, value);
    expect([0.1, 0.2, 0.3, 0.4, 0.7, 1].map(at).map((s) => Number(s.toFixed(12)))).toEqual([
      0.5, 1, 2, 3, 4.5, 6,
    ]);
    expect([-1, 0, NaN, 5, Infinity].map(at)).toEqual([0, 0, 0, 6, 6]);
    expect(healthyPercentile(at(0.4))).toBeCloseTo(99.9, 10);
  });

  test('never falls as the value rises, whatever the table', () => {
    for (const { healthyTail, rangeEnd } of tables) {
      const scale = tailScale(healthyTail, rangeEnd);
      const scores = Array.from({ length: 501 }, (_, i) => tailScore(scale, (i / 500) * rangeEnd));
      expect(scores.every((score, i) => i === 0 || score >= scores[i - 1]!)).toBe(true);
    }
  });

  test('where most healthy pixels are 0, anything above 0 already scores', () => {
    const scale = tailScale([[0.5, 0], [0.1, 0], [0.01, 0.5]], 1); // prettier-ignore
    expect([tailScore(scale, 0), tailScore(scale, 1e-12)]).toEqual([0, expect.closeTo(1, 9)]);
  });

  test.each<[string, TailPoint[], number]>([
    ['shares that do not fall', [[0.1, 0.2], [0.1, 0.3]], 1], // prettier-ignore
    ['values that fall', [[0.1, 0.3], [0.01, 0.2]], 1], // prettier-ignore
    ['a share above 1', [[1.5, 0.2]], 1],
    ['a share of 0', [[0, 0.2]], 1],
    ['a share rarer than the end of the scale', [[1e-7, 0.2]], 1],
    ['a value beyond the range', [[0.1, 1.01]], 1],
    ['a negative value', [[0.1, -0.2]], 1],
    ['NaN', [[NaN, 0.2]], 1],
    ['a range without extent', [], 0],
  ])('refuses %s', (_, tail, rangeEnd) => {
    expect(() => tailScale(tail, rangeEnd)).toThrow(expect.objectContaining({ code: 'invalid-argument' }));
  });
});

test('z-score: in healthy standard deviations, none where healthy brain does not vary', () => {
  expect(zScore(0.3, { mean: 0.1, sd: 0.05 })).toBeCloseTo(4, 12);
  expect(zScore(0.3, { mean: 0.1, sd: 0 })).toBeNull();
});

describe('consensus', () => {
  const golden = cases.find((c): c is MapCase => c.name === 'consensus')!;
  const rule = (['a', 'b'] as const).map((method, i) => {
    const { healthyTail, rangeEnd } = byName(golden.tables[i]!);
    return { method, weight: golden.weights[i]!, scale: tailScale(healthyTail, rangeEnd) };
  });

  test('numpy: the weighted sum of the tail scores', () => {
    const [a, b] = golden.maps.map((map) => Float32Array.from(map)) as [Float32Array, Float32Array];
    const before = [Float32Array.from(a), Float32Array.from(b)];
    const own = consensusMap(rule, { a, b });
    expect(largestDifference(own, golden.consensus)).toBeLessThan(1e-6);
    expect([a, b]).toEqual(before);
    expect(own.every((value, i) => (value === 0) === (a[i] === 0 && b[i] === 0))).toBe(true);
  });

  test('refuses maps of different grids', () => {
    expect(() => consensusMap(rule, { a: new Float32Array(4), b: new Float32Array(5) })).toThrow(/one grid/);
    expect(() => consensusMap([], {})).toThrow(/one grid/);
  });
});
