import { areaUpTo } from '@lacuna/core/metrics/aupro.ts';
import { CompensatedSum } from '@lacuna/core/metrics/compensated-sum.ts';
import { openScores, type ScoreCursor } from './score-cursor.ts';
import { ThinnedCurve } from './thinned-curve.ts';

/** Exact ranking metrics over the scored pixels of all cases; null where not defined. */
export interface PooledMetrics {
  positives: number;
  negatives: number;
  ap: number | null;
  auroc: number | null;
  aupro30: number | null;
  oracle: { dice: number; threshold: number } | null;
  curves: PooledCurves;
}

/** Points of the exact curves, ascending in x, thinned to what a picture can show. */
export interface PooledCurves {
  /** (recall, precision) */
  precisionRecall: readonly (readonly [number, number])[];
  /** (false-positive rate, sensitivity) */
  roc: readonly (readonly [number, number])[];
  /** (threshold, Dice of all pixels at or above it) */
  diceByThreshold: readonly (readonly [number, number])[];
}

/** The last bits of a float32: values that differ in them alone are counted together, 65,536 at a time. */
const LOW_BITS = 16;
const LOW_VALUES = 2 ** LOW_BITS;

/** One distinct score: its true and false pixels, and what its true pixels add to the mean region overlap. */
export type ScoreVisitor = (value: number, positives: number, negatives: number, overlap: number) => void;

export interface ScoreTotals {
  positives: number;
  negatives: number;
  regions: number;
}

/**
 * Walks over the distinct scores of many score files, ascending, without ever holding more than a small block of each.
 * @throws LacunaError `corrupt-file`
 */
export function walkScores(files: readonly string[], visit: ScoreVisitor): ScoreTotals {
  const opened = files.map(openScores);
  const totals = { positives: 0, negatives: 0, regions: 0 };
  for (const { header } of opened) {
    totals.positives += header.positives;
    totals.negatives += header.negatives;
    totals.regions += header.regions;
  }
  const counts = [new Float64Array(LOW_VALUES), new Float64Array(LOW_VALUES), new Float64Array(LOW_VALUES)];
  const [positive, negative, overlap] = counts as [Float64Array, Float64Array, Float64Array];
  const cursors: readonly { cursor: ScoreCursor; target: Float64Array }[] = opened.flatMap((file) => [
    { cursor: file.negatives, target: negative },
    { cursor: file.positives, target: positive },
  ]);
  const float = new Float32Array(1);
  const bits = new Uint32Array(float.buffer);
  for (;;) {
    const lowest = cursors.reduce((least, { cursor }) => Math.min(least, cursor.key), 2 ** 32);
    if (lowest === 2 ** 32) return totals;
    const bin = lowest >>> LOW_BITS;
    let [first, last] = [LOW_VALUES, -1];
    for (const { cursor, target } of cursors) {
      for (; cursor.key < 2 ** 32 && cursor.key >>> LOW_BITS === bin; cursor.next()) {
        const low = cursor.key & (LOW_VALUES - 1);
        target[low]! += cursor.count;
        if (cursor.size > 0) overlap[low]! += cursor.count / cursor.size;
        if (low < first) first = low;
        if (low > last) last = low;
      }
    }
    for (let low = first; low <= last; low++) {
      if (positive[low] === 0 && negative[low] === 0) continue;
      bits[0] = bin * LOW_VALUES + low;
      visit(float[0]!, positive[low]!, negative[low]!, overlap[low]!);
    }
    for (const count of counts) count.fill(0, first, last + 1);
  }
}

/** The exact pooled metrics of one output over cases. Same definitions as `src/metrics`, with which a test compares them. */
export function pooledMetrics(files: readonly string[]): PooledMetrics {
  const { positives: p, negatives: n, regions } = scoreTotals(files);
  const [ap, auroc, aupro] = [new CompensatedSum(), new CompensatedSum(), new CompensatedSum()];
  const best = { dice: -1, threshold: 0 };
  const pr = new ThinnedCurve();
  const roc = new ThinnedCurve();
  const dice = new ThinnedCurve();
  let [below, negativesBelow] = [0, 0];
  walkScores(files, (value, positives, negatives, overlap) => {
    const [tp, fp] = [p - below, n - negativesBelow];
    if (p > 0) {
      if (positives > 0) ap.add((positives * tp) / (tp + fp));
      const here = (2 * tp) / (tp + fp + p);
      // ascending: of equally good ones the largest wins
      if (here >= best.dice) [best.dice, best.threshold] = [here, value];
      pr.add(tp / p, tp / (tp + fp));
      dice.add(value, here);
    }
    if (positives > 0) auroc.add(positives * (2 * negativesBelow + negatives));
    if (overlap > 0 && n > 0) aupro.add(overlap * areaUpTo(0.3, (fp - negatives) / n, fp / n));
    if (p > 0 && n > 0) roc.add(fp / n, tp / p);
    below += positives;
    negativesBelow += negatives;
  });
  if (p > 0) pr.add(0, 1);
  if (p > 0 && n > 0) roc.add(0, 0);
  return {
    positives: p,
    negatives: n,
    ap: p > 0 ? ap.value / p : null,
    auroc: p > 0 && n > 0 ? auroc.value / 2 / (p * n) : null,
    aupro30: regions > 0 && n > 0 ? aupro.value / regions / 0.3 : null,
    oracle: p > 0 ? best : null,
    curves: {
      precisionRecall: pr.points().reverse(),
      roc: roc.points().reverse(),
      diceByThreshold: dice.points(),
    },
  };
}

/** Pixels of both classes and true regions in score files. */
export function scoreTotals(files: readonly string[]): ScoreTotals {
  return files.reduce(
    (sum, file) => {
      const { header } = openScores(file);
      return {
        positives: sum.positives + header.positives,
        negatives: sum.negatives + header.negatives,
        regions: sum.regions + header.regions,
      };
    },
    { positives: 0, negatives: 0, regions: 0 },
  );
}
