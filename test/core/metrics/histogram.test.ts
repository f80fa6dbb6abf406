/** Binned scores: the true metric is inside the bounds, the bounds are narrow, merging and saving lose nothing. */
import { describe, expect, test } from '@jest/globals';
import { auroc, averagePrecision, diceAt, oracleDice } from '@lacuna/core/metrics/index.ts';
import * as binned from '@lacuna/core/metrics/histogram-metrics.ts';
import { ScoreHistogram } from '@lacuna/core/metrics/score-histogram.ts';
import { LacunaError } from '@lacuna/core/errors.ts';
import { type Drawn, drawn } from './support/scores.ts';

const scaled = (from: Drawn, change: (score: number) => number): Drawn => ({
  scores: from.scores.map(change),
  truth: from.truth,
});

const SETS: Readonly<Record<string, Drawn>> = {
  'uniform scores': drawn(1, 4000, 0.03),
  ties: drawn(2, 4000, 0.03, 40),
  'small scores': scaled(drawn(3, 4000, 0.03), (score) => 1e-6 * score ** 4),
  'both signs': scaled(drawn(4, 4000, 0.3), (score) => score - 0.5),
  'one positive': {
    scores: drawn(5, 500, 0).scores,
    truth: Uint8Array.from({ length: 500 }, (_, i) => (i === 77 ? 1 : 0)),
  },
  constant: scaled(drawn(6, 500, 0.5), () => 0.25),
};

function histogramOf({ scores, truth }: Drawn, mantissaBits: number): ScoreHistogram {
  const histogram = new ScoreHistogram(mantissaBits);
  histogram.add(scores, truth);
  return histogram;
}

describe.each(Object.entries(SETS))('%s', (_, set) => {
  const exact = {
    auroc: auroc(set.scores, set.truth)!,
    ap: averagePrecision(set.scores, set.truth)!,
    dice: oracleDice(set.scores, set.truth)!.dice,
  };

  test.each([2, 6, 9, 13, 16])('with %d bits the exact metrics lie inside the bounds', (bits) => {
    const histogram = histogramOf(set, bits);
    const found = {
      auroc: binned.histogramAuroc(histogram)!,
      ap: binned.histogramAveragePrecision(histogram)!,
      dice: binned.histogramOracleDice(histogram)!,
    };
    for (const name of ['auroc', 'ap', 'dice'] as const) {
      const { low, value, high } = found[name];
      expect(low - 1e-12).toBeLessThanOrEqual(exact[name]);
      expect(high + 1e-12).toBeGreaterThanOrEqual(exact[name]);
      expect(value).toBeGreaterThanOrEqual(low - 1e-12);
      expect(value).toBeLessThanOrEqual(high + 1e-12);
    }
    expect(diceAt(set.scores, set.truth, found.dice.threshold)).toBe(found.dice.value);
  });

  test('the value is the exact metric of the scores rounded to their bins', () => {
    const histogram = histogramOf(set, 4);
    const edges = Array.from(histogram.descending(), ({ low }) => low);
    const rounded = set.scores.map((score) => edges.find((edge) => score >= edge)!);
    expect(binned.histogramAuroc(histogram)!.value).toBeCloseTo(auroc(rounded, set.truth)!, 13);
    expect(binned.histogramAveragePrecision(histogram)!.value).toBeCloseTo(
      averagePrecision(rounded, set.truth)!,
      13,
    );
    expect(binned.histogramOracleDice(histogram)!.value).toBe(oracleDice(rounded, set.truth)!.dice);
  });

  test('parts merged, and read back from JSON, are the whole', () => {
    const whole = histogramOf(set, 9);
    const merged = new ScoreHistogram(9);
    for (let start = 0; start < set.scores.length; start += 700) {
      const part = {
        scores: set.scores.subarray(start, start + 700),
        truth: set.truth.subarray(start, start + 700),
      };
      merged.merge(ScoreHistogram.fromJSON(JSON.parse(JSON.stringify(histogramOf(part, 9)))));
    }
    expect(merged.toJSON()).toEqual(whole.toJSON());
    expect(binned.countsOf(merged)).toEqual(binned.countsOf(whole));
  });
});

describe('error', () => {
  test('of 13 bits on 4,000 scores with skill', () => {
    const histogram = histogramOf(SETS['uniform scores']!, 13);
    for (const { low, high } of [
      binned.histogramAuroc(histogram)!,
      binned.histogramAveragePrecision(histogram)!,
      binned.histogramOracleDice(histogram)!,
    ])
      expect(high - low).toBeLessThan(5e-3);
    const bounds = binned.histogramAuroc(histogram)!;
    expect(bounds.high - bounds.low).toBeLessThan(2e-4);
  });

  test('scores that are float16 values have one bin each', () => {
    const scores = Float32Array.from({ length: 2048 }, (_, i) => (i + 1) / 2048);
    expect(Array.from(histogramOf({ scores, truth: new Uint8Array(2048) }, 13).descending())).toHaveLength(
      2048,
    );
  });

  test('the lower bound of many positives in one bin holds too', () => {
    const n = 6000;
    const scores = Float32Array.from({ length: 2 * n }, (_, i) => 1 + i * 1e-5);
    const truth = scores.map((_, i) => (i % 2 ? 1 : 0));
    const { low, high } = binned.histogramAveragePrecision(
      histogramOf({ scores, truth: Uint8Array.from(truth) }, 0),
    )!;
    const exact = averagePrecision(scores, truth)!;
    const worst = averagePrecision(
      scores,
      truth.map((_, i) => (i < n ? 1 : 0)),
    )!;
    expect(low).toBeLessThanOrEqual(Math.min(worst, exact));
    expect(low).toBeGreaterThan(worst - 1e-3);
    expect(high).toBe(1);
  });
});

describe('edges', () => {
  test('what is not defined is null', () => {
    const empty = new ScoreHistogram();
    expect([binned.histogramAuroc(empty), binned.histogramAveragePrecision(empty)]).toEqual([null, null]);
    empty.add([0.1, 0.2], [0, 0]);
    expect([binned.histogramOracleDice(empty), binned.histogramDiceCurve(empty)]).toEqual([null, null]);
    expect([binned.histogramRocCurve(empty), binned.histogramPrecisionRecallCurve(empty)]).toEqual([
      null,
      null,
    ]);
  });

  test('pixels outside the domain do not count; both zeros are one score', () => {
    const histogram = new ScoreHistogram();
    histogram.add([0, -0, 7, NaN], [1, 0, 1, 1], [1, 1, 0, 0]);
    expect(Array.from(histogram.descending())).toEqual([{ low: 0, positives: 1, negatives: 1 }]);
  });

  test('other widths, other files and scores that are no numbers are refused', () => {
    const histogram = new ScoreHistogram(9);
    expect(() => histogram.merge(new ScoreHistogram(8))).toThrow(LacunaError);
    expect(() => histogram.add([1, NaN], [0, 0])).toThrow(LacunaError);
    expect(binned.countsOf(histogram)).toEqual({ positives: 0, negatives: 0 });
    const json = {
      schema: 'lacuna-score-histogram/1' as const,
      mantissaBits: 9,
      bins: [[1, -2, 0]] as [number, number, number][],
    };
    expect(() => ScoreHistogram.fromJSON(json)).toThrow(LacunaError);
  });

  test('curves end where all is predicted', () => {
    const histogram = histogramOf(SETS['uniform scores']!, 13);
    const roc = binned.histogramRocCurve(histogram, 100)!;
    expect([roc.x[0], roc.y[0], roc.x.at(-1), roc.y.at(-1)]).toEqual([0, 0, 1, 1]);
    const dice = binned.histogramDiceCurve(histogram, 100)!;
    const { scores, truth } = SETS['uniform scores']!;
    dice.x.forEach((threshold, i) => expect(diceAt(scores, truth, threshold)).toBe(dice.y[i]));
  });
});
