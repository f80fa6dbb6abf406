import { percentile } from '../../imaging/statistics.ts';
import { averagePrecisionOf, aurocOf } from '../ranking.ts';
import { rankScores } from '../ranked-scores.ts';
import { type Confusion, confusionOf, diceOf, precisionOf, sensitivityOf } from '../thresholded.ts';
import { dropFilledUpTo } from './filled-area.ts';
import { medianReflect } from './median-reflect.ts';
import { type ProtocolCase, sliceOf } from './protocol.ts';

/** One slice with a true region; what its evaluation cannot define is null. */
export interface BerdiffSlice {
  slice: number;
  dice: number | null;
  auroc: number | null;
  ap: number | null;
  precision: number | null;
  sensitivity: number | null;
  /** What that project's functions of these names compute: each with the other's error term. Not for comparison. */
  asNamedThere: { precision: number; recall: number; fpr: number };
}

/**
 * Evaluation of Anomaly_berdiff (Wolleb et al. 2024, `Bernoulli_Diffusion/scripts/evaluation.py`), slice by slice over
 * the whole image, only slices that hold a true region: 5x5 median of the map, clipped to its 1st..99th percentile,
 * scaled to 0..1 by its own extremes, mask where > 0.5, regions of at most 15 pixels (holes filled) dropped. AUROC and
 * AP are of the scaled map before the mask. Its tables are means over such slices.
 */
export function berdiffSlices({ map, truth, shape }: Omit<ProtocolCase, 'id' | 'brain'>): BerdiffSlice[] {
  const [slices, rows, columns] = shape;
  const results: BerdiffSlice[] = [];
  for (let slice = 0; slice < slices; slice++) {
    const region = sliceOf(truth, shape, slice);
    if (!region.some((value) => value !== 0)) continue;
    const score = berdiffScore(sliceOf(map, shape, slice), rows, columns);
    const ranked = rankScores(score, region);
    const counts = confusionOf(berdiffMask(score, rows, columns), region);
    results.push({
      slice,
      dice: diceOf(counts),
      auroc: aurocOf(ranked),
      ap: averagePrecisionOf(ranked),
      precision: precisionOf(counts),
      sensitivity: sensitivityOf(counts),
      asNamedThere: asNamedThere(counts),
    });
  }
  return results;
}

/** The scaled map, 0..1, in float32 as there; a constant map is all 0 (there it is not a number). */
function berdiffScore(map: Float32Array, rows: number, columns: number): Float32Array {
  const smooth = medianReflect(map, [1, rows, columns], [1, 5, 5]);
  const low = Math.fround(percentile(smooth, 1));
  const high = Math.fround(percentile(smooth, 99));
  const clipped = smooth.map((value) => Math.min(Math.max(value, low), high));
  const least = clipped.reduce((a, b) => Math.min(a, b), Infinity);
  const span = Math.fround(clipped.reduce((a, b) => Math.max(a, b), -Infinity) - least);
  return clipped.map((value) => (span > 0 ? Math.fround(value - least) / span : 0));
}

function berdiffMask(score: Float32Array, rows: number, columns: number): Uint8Array {
  const above = Uint8Array.from(score, (value) => (value > 0.5 ? 1 : 0));
  return dropFilledUpTo(above, rows, columns, 15);
}

const asNamedThere = ({ tp, fp, fn, tn }: Confusion) => ({
  precision: tp / (tp + fn + 1e-6),
  recall: tp / (tp + fp + 1e-6),
  fpr: fn / (fn + tn + 1e-6),
});
