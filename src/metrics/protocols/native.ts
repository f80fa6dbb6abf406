import { aupro30 } from '../aupro.ts';
import { type LesionCounts, lesionCounts } from '../lesions.ts';
import { rankScores } from '../ranked-scores.ts';
import { aurocOf, averagePrecisionOf } from '../ranking.ts';
import {
  type Confusion,
  type OracleDice,
  confusionOf,
  diceOf,
  falsePositiveRateOf,
  oracleDiceOf,
  sensitivityOf,
} from '../thresholded.ts';
import type { ProtocolCase } from './protocol.ts';

export interface NativeCase {
  ap: number | null;
  auroc: number | null;
  aupro30: number | null;
  oracle: OracleDice | null;
  counts: Confusion;
  dice: number | null;
  sensitivity: number | null;
  fpr: number | null;
  lesions: LesionCounts;
}

/**
 * Lacuna's own protocol for one case: only pixels of the brain mask or the truth count, the mask is the one the
 * detector gives (threshold from healthy images, never from the truth), nothing is post-processed beyond it.
 *
 * A true pixel outside the brain mask counts, as missed unless its map value says otherwise: a brain mask that leaves
 * a lesion out is an error of the method.
 */
export function nativeCase({ map, truth, brain, shape }: ProtocolCase, mask: Uint8Array): NativeCase {
  const domain = brain.map((value, i) => (value !== 0 || truth[i] !== 0 ? 1 : 0));
  const ranked = rankScores(map, truth, domain);
  const counts = confusionOf(mask, truth, domain);
  return {
    ap: averagePrecisionOf(ranked),
    auroc: aurocOf(ranked),
    aupro30: aupro30([{ scores: map, truth, shape, domain }]),
    oracle: oracleDiceOf(ranked),
    counts,
    dice: diceOf(counts),
    sensitivity: sensitivityOf(counts),
    fpr: falsePositiveRateOf(counts),
    lesions: lesionCounts({ mask, truth, shape }),
  };
}
