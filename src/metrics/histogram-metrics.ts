import { CompensatedSum } from './compensated-sum.ts';
import { type Curve, thinned } from './curves.ts';
import type { ScoreHistogram } from './score-histogram.ts';

/** A metric of binned scores: `value` is exact for the scores rounded to their bins, the true one is in low..high. */
export interface Bounded {
  value: number;
  low: number;
  high: number;
}

export interface ClassCounts {
  positives: number;
  negatives: number;
}

export function countsOf(histogram: ScoreHistogram): ClassCounts {
  const total = { positives: 0, negatives: 0 };
  for (const { positives, negatives } of histogram.descending()) {
    total.positives += positives;
    total.negatives += negatives;
  }
  return total;
}

/**
 * AUROC. Pairs in different bins are decided; of those in one bin, half are counted. Error at most half of
 * (sum over bins of positives x negatives) / (all positives x all negatives), both ways.
 */
export function histogramAuroc(histogram: ScoreHistogram): Bounded | null {
  const total = countsOf(histogram);
  const pairs = total.positives * total.negatives;
  if (pairs === 0) return null;
  const decided = new CompensatedSum();
  const open = new CompensatedSum();
  let above = 0;
  for (const { positives, negatives } of histogram.descending()) {
    decided.add(above * negatives);
    open.add(positives * negatives);
    above += positives;
  }
  const low = decided.value / pairs;
  const width = open.value / pairs;
  return { value: low + width / 2, low, high: low + width };
}

/**
 * Average precision. In a bin with p positives and n negatives below T true and F false positives, every positive
 * stands at a threshold with at least T + 1, ..., T + p true and at most F + n false positives, and at best with all
 * T + p and only F: the low and high sums.
 */
export function histogramAveragePrecision(histogram: ScoreHistogram): Bounded | null {
  const total = countsOf(histogram).positives;
  if (total === 0) return null;
  const sums = { value: new CompensatedSum(), low: new CompensatedSum(), high: new CompensatedSum() };
  let [tp, fp] = [0, 0];
  for (const { positives: p, negatives: n } of histogram.descending()) {
    if (p > 0) {
      sums.value.add((p * (tp + p)) / (tp + p + fp + n));
      sums.low.add(lowestPrecisionSum(tp, fp + n, p));
      sums.high.add((p * (tp + p)) / (tp + p + fp));
    }
    tp += p;
    fp += n;
  }
  return {
    value: sums.value.value / total,
    low: sums.low.value / total,
    high: Math.min(1, sums.high.value / total),
  };
}

/** At most the sum of (tp + i) / (tp + i + fp) for i = 1..p: exact for a few, an integral from below for many. */
function lowestPrecisionSum(tp: number, fp: number, p: number): number {
  if (fp === 0) return p;
  if (p > 1000) return Math.max(0, p - fp * Math.log1p(p / (tp + fp)));
  let sum = 0;
  for (let i = 1; i <= p; i++) sum += (tp + i) / (tp + i + fp);
  return sum;
}

/** Best Dice over thresholds; `threshold` gives `value` exactly, and no threshold gives more than `high`. */
export function histogramOracleDice(histogram: ScoreHistogram): (Bounded & { threshold: number }) | null {
  const total = countsOf(histogram).positives;
  if (total === 0) return null;
  const best = { value: -1, high: -1, threshold: 0 };
  let [tp, fp] = [0, 0];
  for (const { low, positives: p, negatives: n } of histogram.descending()) {
    best.high = Math.max(best.high, (2 * (tp + p)) / (tp + p + fp + total));
    tp += p;
    fp += n;
    const dice = (2 * tp) / (tp + fp + total);
    if (dice > best.value) [best.value, best.threshold] = [dice, low];
  }
  return { value: best.value, low: best.value, high: best.high, threshold: best.threshold };
}

/** Dice at every bin edge, exact there; x is the threshold, from the highest down. Null without any positive. */
export function histogramDiceCurve(histogram: ScoreHistogram, maxPoints = 512): Curve | null {
  const total = countsOf(histogram).positives;
  const bins = Array.from(histogram.descending());
  if (total === 0) return null;
  const [highest, lowest] = [bins[0]!.low, bins.at(-1)!.low];
  const span = highest > lowest ? highest - lowest : 1;
  let [tp, fp] = [0, 0];
  const curve = thinned({ x: 0, y: 0 }, maxPoints, (visit) => {
    [tp, fp] = [0, 0];
    for (const { low, positives, negatives } of bins) {
      tp += positives;
      fp += negatives;
      visit(low, (highest - low) / span, (2 * tp) / (tp + fp + total));
    }
  });
  return { x: curve.thresholds.slice(1), y: curve.y.slice(1), thresholds: curve.thresholds.slice(1) };
}

/** True and false positives at every bin edge: exact points of the ROC and precision-recall curves. */
export function histogramRocCurve(histogram: ScoreHistogram, maxPoints = 512): Curve | null {
  const total = countsOf(histogram);
  if (total.positives === 0 || total.negatives === 0) return null;
  return thinned({ x: 0, y: 0 }, maxPoints, (visit) =>
    cumulative(histogram, (low, tp, fp) => visit(low, fp / total.negatives, tp / total.positives)),
  );
}

export function histogramPrecisionRecallCurve(histogram: ScoreHistogram, maxPoints = 512): Curve | null {
  const total = countsOf(histogram).positives;
  if (total === 0) return null;
  return thinned({ x: 0, y: 1 }, maxPoints, (visit) =>
    cumulative(histogram, (low, tp, fp) => visit(low, tp / total, tp / (tp + fp))),
  );
}

function cumulative(histogram: ScoreHistogram, visit: (low: number, tp: number, fp: number) => void): void {
  let [tp, fp] = [0, 0];
  for (const { low, positives, negatives } of histogram.descending()) {
    tp += positives;
    fp += negatives;
    visit(low, tp, fp);
  }
}
