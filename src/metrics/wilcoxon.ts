import { LacunaError } from '../errors.ts';
import { erfc } from './complementary-error-function.ts';

export interface SignedRank {
  /** The smaller of the rank sums of positive and negative differences. */
  statistic: number;
  /** Two-sided. */
  p: number;
  /** Differences that are not 0. */
  n: number;
  method: 'exact' | 'normal';
}

/**
 * Wilcoxon's signed-rank test of paired values, two-sided, as `scipy.stats.wilcoxon(a, b)` does it by default.
 *
 * Differences of 0 are dropped; equal sizes share their mean rank. The p value is exact, over all 2^n signs, for at
 * most 50 pairs without ties and zeros and for at most 13 pairs with them; else it is the normal approximation with
 * the correction for ties and without one for continuity.
 *
 * @returns null when no pair differs: then there is nothing to rank
 * @throws LacunaError `invalid-argument` for unequal lengths or values that are not finite
 */
export function wilcoxonSignedRank(a: ArrayLike<number>, b: ArrayLike<number>): SignedRank | null {
  const differences = Float64Array.from(a, (value, i) => value - (b[i] ?? NaN));
  if (a.length !== b.length || !differences.every(Number.isFinite)) {
    throw new LacunaError('invalid-argument', 'A paired test needs finite values of one length.', {
      a: a.length,
      b: b.length,
    });
  }
  const kept = differences.filter((value) => value !== 0);
  const n = kept.length;
  if (n === 0) return null;
  const { ranks, ties } = doubledRanks(kept.map(Math.abs));
  let plus = 0;
  let all = 0;
  ranks.forEach((rank, i) => {
    all += rank;
    if (kept[i]! > 0) plus += rank;
  });
  const statistic = Math.min(plus, all - plus) / 2;
  const plain = ties === 0 && n === a.length;
  if (a.length <= (plain ? 50 : 13)) return { statistic, p: exactP(ranks, plus), n, method: 'exact' };
  const mean = (n * (n + 1)) / 4;
  const sd = Math.sqrt((n * (n + 1) * (2 * n + 1) - ties / 2) / 24);
  return { statistic, p: erfc(Math.abs(plus / 2 - mean) / sd / Math.SQRT2), n, method: 'normal' };
}

/** Twice the mean ranks of the sizes, which makes them integers, and the sum of t^3 - t over runs of t equal sizes. */
function doubledRanks(sizes: Float64Array): { ranks: Uint32Array; ties: number } {
  const order = Array.from(sizes.keys()).sort((i, j) => sizes[i]! - sizes[j]!);
  const ranks = new Uint32Array(sizes.length);
  let ties = 0;
  for (let start = 0; start < order.length;) {
    let end = start + 1;
    while (end < order.length && sizes[order[end]!] === sizes[order[start]!]) end++;
    for (let i = start; i < end; i++) ranks[order[i]!] = start + 1 + end;
    ties += (end - start) ** 3 - (end - start);
    start = end;
  }
  return { ranks, ties };
}

/** Twice the smaller tail of the sum of the doubled ranks with random signs; counts below 2^53 are exact. */
function exactP(ranks: Uint32Array, plus: number): number {
  const all = ranks.reduce((sum, rank) => sum + rank, 0);
  const ways = new Float64Array(all + 1);
  ways[0] = 1;
  let reach = 0;
  for (const rank of ranks) {
    reach += rank;
    for (let sum = reach; sum >= rank; sum--) ways[sum]! += ways[sum - rank]!;
  }
  const tail = (from: number, to: number) =>
    ways.subarray(from, to + 1).reduce((sum, count) => sum + count, 0);
  return Math.min(1, (2 * Math.min(tail(0, plus), tail(plus, all))) / 2 ** ranks.length);
}
