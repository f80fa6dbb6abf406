import { firstAbove } from '../aupro.ts';
import type { RankedScores } from '../ranked-scores.ts';
import { aurocOf, averagePrecisionOf } from '../ranking.ts';
import { type ProtocolCase, sliceOf } from './protocol.ts';

/** Pixel metrics of MedIAnomaly; null where the truth is empty or, for AUROC, covers everything. */
export interface MedianomalyPixels {
  ap: number | null;
  auroc: number | null;
  bestDice: number | null;
  bestThreshold: number | null;
}

/**
 * Pixel evaluation of MedIAnomaly (Cai et al. 2025, `reconstruction/utils/{util,ae_worker}.py`): AP and AUROC over the
 * pooled pixels of all test slices, background included, without post-processing; best Dice (rule `>`) over about 200
 * thresholds, every floor(pixels / 200)-th of the sorted scores from the smallest, the first of equally good ones.
 * Fewer than 200 pixels, for which that step is 0, use every score.
 */
export function medianomalyPixels(ranked: RankedScores): MedianomalyPixels {
  const best = quantileDice(ranked);
  return {
    ap: averagePrecisionOf(ranked),
    auroc: aurocOf(ranked),
    bestDice: best?.dice ?? null,
    bestThreshold: best?.threshold ?? null,
  };
}

function quantileDice(ranked: RankedScores, steps = 200): { dice: number; threshold: number } | null {
  const { positives, negatives } = ranked;
  if (positives.length === 0) return null;
  const n = positives.length + negatives.length;
  const stride = Math.max(1, Math.floor(n / steps));
  const best = { dice: -1, threshold: 0 };
  let [p, q] = [0, 0];
  for (let at = 0; at < n; at++) {
    const fromPositives = q === negatives.length || (p < positives.length && positives[p]! <= negatives[q]!);
    const threshold = fromPositives ? positives[p++]! : negatives[q++]!;
    if (at % stride !== 0) continue;
    const tp = positives.length - firstAbove(positives, threshold);
    const fp = negatives.length - firstAbove(negatives, threshold);
    const dice = (2 * tp) / (tp + fp + positives.length);
    if (dice > best.dice) [best.dice, best.threshold] = [dice, threshold];
  }
  return best;
}

/** Its image level: score of a slice is the mean of its map over the whole image; truth is any true pixel. */
export function medianomalySlices({ map, truth, shape }: Pick<ProtocolCase, 'map' | 'truth' | 'shape'>): {
  scores: Float64Array;
  truth: Uint8Array;
} {
  const pixels = shape[1] * shape[2];
  return {
    scores: Float64Array.from(
      { length: shape[0] },
      (_, slice) => sliceOf(map, shape, slice).reduce((sum, value) => sum + value, 0) / pixels,
    ),
    truth: Uint8Array.from({ length: shape[0] }, (_, slice) =>
      sliceOf(truth, shape, slice).some((value) => value !== 0) ? 1 : 0,
    ),
  };
}
