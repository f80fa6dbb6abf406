import { throwIfCancelled } from '../errors.ts';
import { CompensatedSum } from './compensated-sum.ts';
import { countsOf } from './histogram-metrics.ts';
import { type Scores, type Truth, checkLengths } from './ranked-scores.ts';
import type { ScoreHistogram } from './score-histogram.ts';
import { orderedBits, plainBits } from './sort-floats.ts';
import type { OracleDice } from './thresholded.ts';

export interface ScoreBatch {
  scores: Scores;
  truth: Truth;
  domain?: ArrayLike<number>;
}

export interface ExactRanking {
  ap: number | null;
  auroc: number | null;
  oracle: OracleDice | null;
}

export interface ReplayOptions {
  /** Coarse bins held at once; each holds a count for every float32 in it: 16 KiB for 13 bits. Default 16384, 256 MiB. */
  maxBins?: number;
  signal?: AbortSignal;
}

/**
 * Exact AP, AUROC and oracle Dice of a set that does not fit in memory: what `ScoreHistogram` bounds, to the last digit
 * of float32 scores. The set is read again, once for every `maxBins` bins that are not empty, and each pass counts every
 * single float32 value of its bins. Memory does not depend on the number of scores.
 *
 * @param histogram of the same set
 * @param replay reads the set from the start, in any order; must give the same scores each time
 */
export async function exactByReplay(
  histogram: ScoreHistogram,
  replay: () => AsyncIterable<ScoreBatch> | Iterable<ScoreBatch>,
  { maxBins = 16384, signal }: ReplayOptions = {},
): Promise<ExactRanking> {
  const walk = new RankingWalk(countsOf(histogram));
  const shift = 23 - histogram.mantissaBits;
  const lows = Array.from(histogram.descending(), ({ low }) => keyOf(low) >>> shift);
  for (let start = 0; start < lows.length; start += maxBins) {
    const bins = lows.slice(start, start + maxBins);
    const places = new Map(bins.map((bin, i) => [bin, i << shift]));
    const counts = {
      positives: new Float64Array(bins.length << shift),
      negatives: new Float64Array(bins.length << shift),
    };
    for await (const batch of replay()) {
      throwIfCancelled(signal);
      countSingly(batch, shift, places, counts);
    }
    bins.forEach((bin, i) => {
      for (let value = 2 ** shift - 1; value >= 0; value--) {
        const at = (i << shift) + value;
        walk.step(plainValue(((bin << shift) | value) >>> 0), counts.positives[at]!, counts.negatives[at]!);
      }
    });
  }
  return walk.result();
}

function countSingly(
  { scores, truth, domain }: ScoreBatch,
  shift: number,
  places: ReadonlyMap<number, number>,
  counts: { positives: Float64Array; negatives: Float64Array },
): void {
  checkLengths(scores.length, truth, domain);
  const low = 2 ** shift - 1;
  for (let i = 0; i < scores.length; i++) {
    if (domain !== undefined && domain[i] === 0) continue;
    const key = keyOf(scores[i]! + 0);
    const place = places.get(key >>> shift);
    if (place === undefined) continue;
    (truth[i] !== 0 ? counts.positives : counts.negatives)[place + (key & low)]!++;
  }
}

const one = new Float32Array(1);
const oneBits = new Uint32Array(one.buffer);

function keyOf(value: number): number {
  one[0] = value;
  return orderedBits(oneBits[0]!);
}

function plainValue(key: number): number {
  oneBits[0] = plainBits(key);
  return one[0]!;
}

/** The three metrics from the counts of each distinct score, given from the largest down. */
class RankingWalk {
  private tp = 0;
  private fp = 0;
  private readonly precision = new CompensatedSum();
  private readonly pairs = new CompensatedSum();
  private readonly best = { dice: -1, threshold: 0 };

  constructor(private readonly total: { positives: number; negatives: number }) {}

  step(threshold: number, positives: number, negatives: number): void {
    if (positives === 0 && negatives === 0) return;
    this.pairs.add(negatives * (2 * this.tp + positives));
    this.tp += positives;
    this.fp += negatives;
    this.precision.add((positives * this.tp) / (this.tp + this.fp));
    const dice = (2 * this.tp) / (this.tp + this.fp + this.total.positives);
    if (dice > this.best.dice) Object.assign(this.best, { dice, threshold });
  }

  result(): ExactRanking {
    const { positives, negatives } = this.total;
    if (positives === 0) return { ap: null, auroc: null, oracle: null };
    return {
      ap: this.precision.value / positives,
      auroc: negatives === 0 ? null : this.pairs.value / 2 / (positives * negatives),
      oracle: { ...this.best },
    };
  }
}
