import { CompensatedSum } from './compensated-sum.ts';
import { type RankedScores, type Scores, type Truth, rankScores, walkThresholds } from './ranked-scores.ts';

/**
 * Average precision: sum over distinct thresholds of (recall gained) x (precision there), 0..1; ties share one
 * threshold and nothing is interpolated, as in scikit-learn's `average_precision_score`.
 *
 * @returns null without any positive, where recall is not defined
 */
export function averagePrecision(scores: Scores, truth: Truth, domain?: ArrayLike<number>): number | null {
  return averagePrecisionOf(rankScores(scores, truth, domain));
}

export function averagePrecisionOf(ranked: RankedScores): number | null {
  const total = ranked.positives.length;
  if (total === 0) return null;
  const sum = new CompensatedSum();
  let before = 0;
  walkThresholds(ranked, (_, tp, fp) => {
    if (tp === before) return;
    sum.add(((tp - before) * tp) / (tp + fp));
    before = tp;
  });
  return sum.value / total;
}

/**
 * Area under the ROC curve: the chance that a positive scores above a negative, ties counting half, 0..1.
 *
 * @returns null unless both classes are present
 */
export function auroc(scores: Scores, truth: Truth, domain?: ArrayLike<number>): number | null {
  return aurocOf(rankScores(scores, truth, domain));
}

export function aurocOf(ranked: RankedScores): number | null {
  const pairs = ranked.positives.length * ranked.negatives.length;
  if (pairs === 0) return null;
  const twice = new CompensatedSum(); // integers: exact below 2^53
  let [tpBefore, fpBefore] = [0, 0];
  walkThresholds(ranked, (_, tp, fp) => {
    twice.add((fp - fpBefore) * (tp + tpBefore));
    [tpBefore, fpBefore] = [tp, fp];
  });
  return twice.value / 2 / pairs;
}
