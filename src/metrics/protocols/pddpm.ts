import { dropSmallRegions } from '../components-3d.ts';
import { firstAbove } from '../aupro.ts';
import { type RankedScores, rankScores, sortAscending } from '../ranked-scores.ts';
import { averagePrecisionOf, aurocOf } from '../ranking.ts';
import { confusionOf, diceOf, precisionOf, sensitivityOf } from '../thresholded.ts';
import { erodeSlices } from './erosion.ts';
import { medianReflect } from './median-reflect.ts';
import { type ProtocolCase, sliceOf } from './protocol.ts';

/** One volume of the evaluation of patched-Diffusion-Models-UAD; undefined values are null. */
export interface PddpmVolume {
  ap: number | null;
  auroc: number | null;
  /** Best Dice of this volume by its own bisection: an upper bound, reported there beside `dice`. */
  bestDice: number | null;
  /** At the threshold found on the validation set, small regions dropped. */
  dice: number | null;
  sensitivity: number | null;
  precision: number | null;
  /** FP / (FP + TP), which that project reports under the name FPR. */
  falseDiscoveryRate: number | null;
}

/**
 * Post-processing of pDDPM (Behrendt et al. 2023, `src/utils/utils_eval.py`): the map inside the brain mask, eroded
 * slice by slice by a cross floor(columns / 25) times, then a 5x5x5 median over the whole volume.
 */
export function pddpmMap({ map, brain, shape }: Pick<ProtocolCase, 'map' | 'brain' | 'shape'>): Float32Array {
  const core = erodeSlices(brain, shape, Math.floor(shape[2] / 25));
  return medianReflect(
    map.map((value, i) => (core[i] !== 0 ? value : 0)),
    shape,
    [5, 5, 5],
  );
}

/**
 * Metrics of one volume over all its voxels, background included: the rule is `map > threshold`, 26-connected regions
 * of at most 7 voxels dropped.
 *
 * @param prepared what `pddpmMap` gives
 */
export function pddpmVolume(
  prepared: Float32Array,
  { truth, shape }: Pick<ProtocolCase, 'truth' | 'shape'>,
  threshold: number,
): PddpmVolume {
  const ranked = rankScores(prepared, truth);
  const above = prepared.map((value) => (value > threshold ? 1 : 0));
  const counts = confusionOf(dropSmallRegions(above, shape, 8, 26), truth);
  const precision = precisionOf(counts);
  return {
    ap: averagePrecisionOf(ranked),
    auroc: aurocOf(ranked),
    bestDice: bisectedDice(ranked)?.dice ?? null,
    dice: diceOf(counts),
    sensitivity: sensitivityOf(counts),
    precision,
    falseDiscoveryRate: precision === null ? null : counts.fp / (counts.fp + counts.tp),
  };
}

/**
 * Its search for the threshold of the best Dice (rule `>`), by ten bisections of 0..maximum: of the quarter points the
 * better half is followed, so the best of all thresholds can be missed. On the pooled voxels of the validation set.
 *
 * @returns null for an empty truth
 */
export function bisectedDice(ranked: RankedScores, steps = 10): { dice: number; threshold: number } | null {
  const { positives, negatives } = ranked;
  if (positives.length === 0) return null;
  const diceAbove = (threshold: number) => {
    const tp = positives.length - firstAbove(positives, threshold);
    const fp = negatives.length - firstAbove(negatives, threshold);
    return (2 * tp) / (tp + fp + positives.length);
  };
  const best = { dice: 0, threshold: 0 };
  let [bottom, top] = [0, Math.max(positives.at(-1)!, negatives.at(-1) ?? -Infinity)];
  for (let step = 0; step < steps; step++) {
    if (bottom === top) top = 1;
    const [lower, upper] = [bottom + (top - bottom) * 0.25, bottom + (top - bottom) * 0.75];
    const [low, high] = [diceAbove(lower), diceAbove(upper)];
    const [dice, threshold] = low >= high ? [low, lower] : [high, upper];
    if (dice >= best.dice) [best.dice, best.threshold] = [dice, threshold];
    const centre = bottom + (top - bottom) * 0.5;
    if (low >= high) top = centre;
    else bottom = centre;
  }
  return best;
}

/**
 * Its thresholds from healthy volumes: the largest value that more than a share `rate` of all voxels, background
 * included, reaches, so that at most that share lies above it.
 *
 * @param prepared maps of the healthy validation set, from `pddpmMap`, joined
 * @returns null for no voxels
 */
export function healthyThreshold(prepared: Float32Array, rate: number): number | null {
  const sorted = sortAscending(prepared);
  const n = sorted.length;
  if (n === 0) return null;
  let above = Math.min(n - 1, Math.floor(rate * n));
  while (above > 0 && above / n > rate) above--;
  while (above < n - 1 && (above + 1) / n <= rate) above++;
  return sorted[n - 1 - above]!;
}

/** Its score of a slice: mean of the prepared map over the brain before erosion, 0 without brain. */
export function pddpmSliceScores(
  prepared: Float32Array,
  { brain, shape }: Pick<ProtocolCase, 'brain' | 'shape'>,
): Float64Array {
  return Float64Array.from({ length: shape[0] }, (_, slice) => {
    const inside = sliceOf(brain, shape, slice);
    let [sum, n] = [0, 0];
    sliceOf(prepared, shape, slice).forEach((value, i) => {
      if (inside[i] === 0) return;
      sum += value;
      n++;
    });
    return n === 0 ? 0 : sum / n;
  });
}
