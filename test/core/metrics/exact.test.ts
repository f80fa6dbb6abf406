/** Exact metrics by hand-worked examples and by brute force; outside libraries judge in parity.test.ts. */
import { describe, expect, test } from '@jest/globals';
import {
  auroc,
  averagePrecision,
  confusionAt,
  diceAt,
  diceOf,
  falsePositiveRateOf,
  oracleDice,
  precisionOf,
  precisionRecallCurve,
  rocCurve,
  sensitivityOf,
} from '@lacuna/core/metrics/index.ts';
import { sortFloat32 } from '@lacuna/core/metrics/sort-floats.ts';
import { LacunaError } from '@lacuna/core/errors.ts';
import { standardNormals } from '@lacuna/core/random-normal.ts';
import { uniforms } from '@lacuna/core/random.ts';
import { drawn } from './support/scores.ts';

describe('ranking', () => {
  test('average precision by hand: one threshold for equal scores', () => {
    // thresholds 0.9 (1 of 1), 0.5 (2 of 3, a tie), 0.1 (3 of 4)
    expect(averagePrecision([0.9, 0.5, 0.5, 0.1], [1, 1, 0, 1])).toBeCloseTo((1 + 2 / 3 + 3 / 4) / 3, 15);
  });

  test('AUROC by hand: a tie counts half', () => {
    expect(auroc([3, 2, 2, 1], [1, 1, 0, 0])).toBe(3.5 / 4);
  });

  test('AUROC is the share of ordered pairs, by brute force', () => {
    const { scores, truth } = drawn(3, 400, 0.2, 12);
    let twice = 0;
    let pairs = 0;
    scores.forEach((p, i) =>
      scores.forEach((q, j) => {
        if (truth[i] !== 1 || truth[j] !== 0) return;
        pairs++;
        twice += p > q ? 2 : p === q ? 1 : 0;
      }),
    );
    expect(auroc(scores, truth)).toBe(twice / 2 / pairs);
  });

  test('the domain leaves pixels out', () => {
    const scores = [0.9, 0.8, 0.7, 0.6];
    expect(averagePrecision(scores, [0, 1, 0, 1], [0, 1, 1, 1])).toBe(
      averagePrecision([0.8, 0.7, 0.6], [1, 0, 1]),
    );
    expect(diceAt(scores, [0, 1, 0, 1], 0.75, [0, 1, 1, 1])).toBeCloseTo(2 / 3, 15);
  });

  test('what is not defined is null', () => {
    expect([averagePrecision([], []), auroc([], []), oracleDice([], [])]).toEqual([null, null, null]);
    expect([averagePrecision([1], [0]), auroc([1], [0]), oracleDice([1], [0])]).toEqual([null, null, null]);
    expect([averagePrecision([1], [1]), auroc([1], [1])]).toEqual([1, null]);
    expect([rocCurve([1, 2], [1, 1]), precisionRecallCurve([1, 2], [0, 0])]).toEqual([null, null]);
    expect(auroc([2, 2, 2], [1, 0, 0])).toBe(0.5);
  });

  test('scores that are no numbers, and lengths that differ, are refused', () => {
    for (const broken of [
      () => auroc([1, NaN], [1, 0]),
      () => auroc([1, 2], [1]),
      () => diceAt([NaN], [1], 0),
    ])
      expect(broken).toThrow(LacunaError);
    expect(() => averagePrecision([1, Infinity], [1, 0])).toThrow(LacunaError);
  });
});

describe('masks', () => {
  test('confusion and what follows from it', () => {
    const counts = confusionAt([0.9, 0.5, 0.5, 0.1], [1, 1, 0, 0], 0.5);
    expect(counts).toEqual({ tp: 2, fp: 1, fn: 0, tn: 1 });
    expect(diceOf(counts)).toBeCloseTo(0.8, 15);
    expect([sensitivityOf(counts), falsePositiveRateOf(counts), precisionOf(counts)]).toEqual([
      1,
      0.5,
      2 / 3,
    ]);
  });

  test('Dice of an empty truth: 0 against any prediction, not defined against none', () => {
    expect([diceAt([1], [0], 0.5), diceAt([0], [0], 0.5)]).toEqual([0, null]);
  });

  test('oracle Dice is the best over every threshold, by brute force', () => {
    const { scores, truth } = drawn(5, 300, 0.1, 25);
    const best = oracleDice(scores, truth)!;
    const every = Array.from(new Set(scores), (threshold) => diceAt(scores, truth, threshold)!);
    expect(best.dice).toBe(Math.max(...every));
    expect(diceAt(scores, truth, best.threshold)).toBe(best.dice);
  });
});

describe('sorting', () => {
  test.each([0, 1, 2047, 2048, 100_001])('%d float32 values, with signs, zeros and infinities', (n) => {
    const values = standardNormals([1, 2], n, n).map((value, i) =>
      i % 7 === 0 ? -0 : value * 10 ** ((i % 60) - 30),
    );
    if (n > 2) values.set([Infinity, -Infinity], 0);
    const sorted = sortFloat32(values);
    expect(sorted).toEqual(Float32Array.from(values, (value) => value + 0).sort());
    expect(sorted.every((value) => !Object.is(value, -0))).toBe(true);
  });
});

describe('curves', () => {
  const scores = Float32Array.from(uniforms([4, 4], 0, 50_000));
  const truth = Uint8Array.from(uniforms([4, 4], 1, 50_000), (u, i) => (u < scores[i]! ** 4 ? 1 : 0));

  test.each([precisionRecallCurve, rocCurve])('thinned to its limit with both ends kept', (curve) => {
    const whole = curve(scores, truth, { maxPoints: Infinity })!;
    const thin = curve(scores, truth, { maxPoints: 200 })!;
    expect(whole.x.length).toBe(new Set(scores).size + 1);
    expect(thin.x.length).toBeLessThanOrEqual(200);
    expect(thin.x.length).toBeGreaterThan(50);
    for (const end of [0, -1]) {
      expect([thin.x.at(end), thin.y.at(end), thin.thresholds.at(end)]).toEqual([
        whole.x.at(end),
        whole.y.at(end),
        whole.thresholds.at(end),
      ]);
    }
    const points = new Set(whole.x.map((x, i) => `${x} ${whole.y[i]}`));
    expect(thin.x.every((x, i) => points.has(`${x} ${thin.y[i]}`))).toBe(true);
  });
});
