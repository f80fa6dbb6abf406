import { LacunaError } from '../errors.ts';
import { sortFloat32 } from './sort-floats.ts';

/** Scores of any kind of number; float32 arrays are compared as they are, all others as float64. */
export type Scores = Float32Array | Float64Array | readonly number[];

/** 0 is negative, every other value positive; as long as the scores. */
export type Truth = ArrayLike<number>;

/**
 * Scores of the two classes, each in ascending order. Sorting the classes apart needs no permutation, and every
 * metric that depends on ranks alone is a merge of the two.
 */
export interface RankedScores {
  positives: Float32Array | Float64Array;
  negatives: Float32Array | Float64Array;
}

/**
 * Splits and sorts scores once, for all metrics of the same pixels.
 *
 * @param domain only pixels that are not 0 here count, e.g. the brain mask; without it all do
 * @throws LacunaError `invalid-argument` for lengths that differ and for a score that is not finite
 */
export function rankScores(scores: Scores, truth: Truth, domain?: ArrayLike<number>): RankedScores {
  const n = scores.length;
  checkLengths(n, truth, domain);
  let positives = 0;
  let negatives = 0;
  for (let i = 0; i < n; i++) {
    if (domain !== undefined && domain[i] === 0) continue;
    if (!Number.isFinite(scores[i])) {
      throw new LacunaError('invalid-argument', 'A score is not a finite number.', {
        index: i,
        score: scores[i],
      });
    }
    if (truth[i] !== 0) positives++;
    else negatives++;
  }
  const Kind = scores instanceof Float32Array ? Float32Array : Float64Array;
  const split = { positives: new Kind(positives), negatives: new Kind(negatives) };
  for (let i = n - 1; i >= 0; i--) {
    if (domain !== undefined && domain[i] === 0) continue;
    if (truth[i] !== 0) split.positives[--positives] = scores[i]!;
    else split.negatives[--negatives] = scores[i]!;
  }
  return { positives: sortAscending(split.positives), negatives: sortAscending(split.negatives) };
}

export function checkLengths(n: number, truth: Truth, domain?: ArrayLike<number>): void {
  if (truth.length !== n || (domain !== undefined && domain.length !== n)) {
    throw new LacunaError('invalid-argument', 'Scores, truth and domain must be of one length.', {
      scores: n,
      truth: truth.length,
      domain: domain?.length,
    });
  }
}

export function sortAscending(values: Float32Array | Float64Array): Float32Array | Float64Array {
  if (values instanceof Float32Array) return sortFloat32(values);
  return values.map((value) => value + 0).sort(); // -0 + 0 is 0: one score
}

/** What is at or above a threshold: true and false positives. */
export type ThresholdVisitor = (threshold: number, tp: number, fp: number) => void;

/**
 * Calls `visit` once for each distinct score, from the largest down: equal scores share one threshold, as in
 * scikit-learn. Nothing is stored.
 */
export function walkThresholds({ positives, negatives }: RankedScores, visit: ThresholdVisitor): void {
  let p = positives.length - 1;
  let q = negatives.length - 1;
  while (p >= 0 || q >= 0) {
    const threshold = Math.max(p >= 0 ? positives[p]! : -Infinity, q >= 0 ? negatives[q]! : -Infinity);
    while (p >= 0 && positives[p] === threshold) p--;
    while (q >= 0 && negatives[q] === threshold) q--;
    visit(threshold, positives.length - 1 - p, negatives.length - 1 - q);
  }
}
