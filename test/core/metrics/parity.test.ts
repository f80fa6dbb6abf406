/** Exact metrics before outside judges: scikit-learn, scipy and torchmetrics, on random and on degenerate inputs. */
import { afterAll, beforeAll, describe, expect } from '@jest/globals';
import { kappa } from '@lacuna/core/anomaly/agreement.ts';
import * as metrics from '@lacuna/core/metrics/index.ts';
import { findPython } from '../../../scripts/environment.mjs';
import { testWith } from '../../conformance/support/tools.ts';
import { AUPRO_CASES, LESION_CASES, MEAN_CASES, PAIRED_CASES, PIXEL_CASES } from './support/cases.ts';
import { Differences, REFERENCE_SECONDS, askReference } from './support/reference.ts';

interface Columns {
  x: number[];
  y: number[];
  t: number[];
}
interface PixelAnswer {
  ap: number | null;
  auroc: number | null;
  torch: { ap: number | null; auroc: number | null };
  pr: Columns | null;
  roc: Columns | null;
  oracle: number | null;
  counts: number[];
  dice: number | null;
  kappa: number | null;
  torchDice: number | null;
}
interface Answer {
  pixels: PixelAnswer[];
  aupro: (number | null)[];
  lesions: [number, number, number][];
  wilcoxon: ([number, number] | null)[];
  means: [number, number, number, number][];
}

const python = findPython('sklearn', 'scipy', 'torch', 'torchmetrics');
const needs = { 'Python with test/requirements.txt and PyTorch': python };

const differences = new Differences();

function near(name: string, ours: number | null, theirs: number | null): void {
  if (ours === null || theirs === null) return expect([name, ours]).toEqual([name, theirs]);
  const difference = differences.note(name, ours, theirs);
  expect({ name, ours, theirs, near: difference <= 1e-9 }).toEqual({ name, ours, theirs, near: true });
}

function nearCurve(name: string, ours: metrics.Curve | null, theirs: Columns | null): void {
  expect([name, ours?.x.length]).toEqual([name, theirs?.x.length]);
  for (const axis of ['x', 'y'] as const) {
    const apart = theirs?.[axis].map((value, i) => Math.abs(value - ours![axis][i]!)) ?? [];
    near(
      `${name} ${axis}`,
      apart.reduce((most, one) => Math.max(most, one), 0),
      0,
    );
  }
  expect(ours?.thresholds.slice(1)).toEqual(theirs?.t.map((t) => t + 0));
}

let answer: Answer;
beforeAll(() => {
  if (!python) return;
  const pixels = PIXEL_CASES.map((one) => ({ ...one, float32: one.scores instanceof Float32Array }));
  answer = askReference<Answer>(python, 'reference_metrics.py', {
    pixels,
    aupro: AUPRO_CASES,
    lesions: LESION_CASES,
    wilcoxon: PAIRED_CASES,
    means: MEAN_CASES,
  });
}, REFERENCE_SECONDS * 1000);
afterAll(() => console.log(differences.toString()));

describe('pixels', () => {
  PIXEL_CASES.forEach(({ name, scores, truth, threshold }, i) => {
    testWith(needs, `scikit-learn and torchmetrics: ${name}`, () => {
      const theirs = answer.pixels[i]!;
      const ap = metrics.averagePrecision(scores, truth);
      const auroc = metrics.auroc(scores, truth);
      near('AP', ap, theirs.ap);
      near('AUROC', auroc, theirs.auroc);
      if (theirs.torch.ap !== null) near('AP, torchmetrics', ap, theirs.torch.ap);
      if (theirs.torch.auroc !== null) near('AUROC, torchmetrics', auroc, theirs.torch.auroc);
      near('oracle Dice', metrics.oracleDice(scores, truth)?.dice ?? null, theirs.oracle);
      const { tp, fp, fn, tn } = metrics.confusionAt(scores, truth, threshold);
      expect([tp, fp, fn, tn]).toEqual(theirs.counts);
      near('Dice', metrics.diceAt(scores, truth, threshold), theirs.dice);
      near('Dice, torchmetrics', metrics.diceAt(scores, truth, threshold), theirs.torchDice);
      near('kappa', kappa({ both: tp, onlyFirst: fp, onlySecond: fn, neither: tn }), theirs.kappa);
      nearCurve('PR curve', metrics.precisionRecallCurve(scores, truth, { maxPoints: Infinity }), theirs.pr);
      nearCurve('ROC curve', metrics.rocCurve(scores, truth, { maxPoints: Infinity }), theirs.roc);
    });
  });
});

describe('regions', () => {
  AUPRO_CASES.forEach(({ volumes, limit }, i) => {
    testWith(needs, `AUPRO against its definition, case ${i}`, () => {
      near('AUPRO', metrics.aupro(volumes, { limit }), answer.aupro[i]!);
    });
  });

  LESION_CASES.forEach(({ mask, truth, shape, minimum, overlap }, i) => {
    testWith(needs, `lesions by scipy's labels, case ${i}`, () => {
      const counts = metrics.lesionCounts({
        mask,
        truth,
        shape,
        minimumVoxels: minimum,
        minimumOverlap: overlap,
      });
      expect([counts.tp, counts.fp, counts.fn]).toEqual(answer.lesions[i]);
    });
  });
});

describe('subjects', () => {
  PAIRED_CASES.forEach(({ a, b }, i) => {
    testWith(needs, `signed ranks of ${a.length} pairs, case ${i}`, () => {
      const ours = metrics.wilcoxonSignedRank(a, b);
      const theirs = answer.wilcoxon[i] ?? null;
      near('signed-rank statistic', ours?.statistic ?? null, theirs?.[0] ?? null);
      near('signed-rank p', ours?.p ?? null, theirs?.[1] ?? null);
      if (ours && theirs) near('signed-rank p, relative', ours.p / theirs[1], 1);
    });
  });

  MEAN_CASES.forEach((values, i) => {
    testWith(needs, `bootstrap interval as scipy's, with other random numbers, case ${i}`, () => {
      const ours = metrics.bootstrapMean(values, { resamples: 20_000, seed: 3 })!;
      const [mean, median, low, high] = answer.means[i]!;
      near('mean', ours.mean, mean);
      near('median', ours.median, median);
      // two ends of 20,000 resamples each: their own spread is about 1 % of the interval
      expect(Math.abs(ours.low - low)).toBeLessThan(0.03 * (high - low));
      expect(Math.abs(ours.high - high)).toBeLessThan(0.03 * (high - low));
    });
  });
});
