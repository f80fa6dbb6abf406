import { LacunaError } from '../errors.ts';
import {
  type RankedScores,
  type Scores,
  type Truth,
  checkLengths,
  rankScores,
  walkThresholds,
} from './ranked-scores.ts';

/** Pixels by prediction (score at or above the threshold) and truth. */
export interface Confusion {
  tp: number;
  fp: number;
  fn: number;
  tn: number;
}

/** Counts with the rule `score >= threshold`. @throws LacunaError `invalid-argument` for lengths or scores out of order */
export function confusionAt(
  scores: Scores,
  truth: Truth,
  threshold: number,
  domain?: ArrayLike<number>,
): Confusion {
  checkLengths(scores.length, truth, domain);
  const counts = { tp: 0, fp: 0, fn: 0, tn: 0 };
  for (let i = 0; i < scores.length; i++) {
    if (domain !== undefined && domain[i] === 0) continue;
    const score = scores[i]!;
    if (Number.isNaN(score)) {
      throw new LacunaError('invalid-argument', 'A score is not a number.', { index: i });
    }
    if (truth[i] !== 0) {
      if (score >= threshold) counts.tp++;
      else counts.fn++;
    } else if (score >= threshold) counts.fp++;
    else counts.tn++;
  }
  return counts;
}

/** Counts of a finished mask, not 0 inside. @throws LacunaError `invalid-argument` for lengths that differ */
export function confusionOf(mask: ArrayLike<number>, truth: Truth, domain?: ArrayLike<number>): Confusion {
  checkLengths(mask.length, truth, domain);
  const counts = { tp: 0, fp: 0, fn: 0, tn: 0 };
  for (let i = 0; i < mask.length; i++) {
    if (domain !== undefined && domain[i] === 0) continue;
    if (truth[i] !== 0) counts[mask[i] !== 0 ? 'tp' : 'fn']++;
    else counts[mask[i] !== 0 ? 'fp' : 'tn']++;
  }
  return counts;
}

const ratio = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole);

/** 2 TP / (2 TP + FP + FN), 0..1; null when truth and prediction are both empty; 0 when only one of them is. */
export const diceOf = ({ tp, fp, fn }: Confusion): number | null => ratio(2 * tp, 2 * tp + fp + fn);

/** TP / (TP + FN), 0..1, also called recall; null for an empty truth. */
export const sensitivityOf = ({ tp, fn }: Confusion): number | null => ratio(tp, tp + fn);

/** FP / (FP + TN), 0..1; null where everything is positive. */
export const falsePositiveRateOf = ({ fp, tn }: Confusion): number | null => ratio(fp, fp + tn);

/** TP / (TP + FP), 0..1; null where nothing is predicted. */
export const precisionOf = ({ tp, fp }: Confusion): number | null => ratio(tp, tp + fp);

export function diceAt(
  scores: Scores,
  truth: Truth,
  threshold: number,
  domain?: ArrayLike<number>,
): number | null {
  return diceOf(confusionAt(scores, truth, threshold, domain));
}

export interface OracleDice {
  dice: number;
  /** Smallest score of the best mask: the mask is `score >= threshold`. */
  threshold: number;
}

/**
 * The best Dice over every threshold, chosen with the truth: an upper bound, never a result. Thresholds are the
 * distinct scores (ends of runs of equal scores); of equally good ones the largest is given.
 *
 * @returns null for an empty truth
 */
export function oracleDice(scores: Scores, truth: Truth, domain?: ArrayLike<number>): OracleDice | null {
  return oracleDiceOf(rankScores(scores, truth, domain));
}

export function oracleDiceOf(ranked: RankedScores): OracleDice | null {
  const total = ranked.positives.length;
  if (total === 0) return null;
  const best = { dice: -1, threshold: 0 };
  walkThresholds(ranked, (threshold, tp, fp) => {
    const dice = (2 * tp) / (tp + fp + total);
    if (dice <= best.dice) return;
    best.dice = dice;
    best.threshold = threshold;
  });
  return best;
}
