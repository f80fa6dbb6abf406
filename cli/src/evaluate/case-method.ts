import { areaUpTo, firstAbove, firstReaching } from '@lacuna/core/metrics/aupro.ts';
import { CompensatedSum } from '@lacuna/core/metrics/compensated-sum.ts';
import {
  aurocOf,
  averagePrecisionOf,
  type Confusion,
  connectedRegions,
  diceOf,
  falsePositiveRateOf,
  lesionCountsOf,
  oracleDiceOf,
  precisionOf,
  rankScores,
  type Shape3,
  sensitivityOf,
} from '@lacuna/core/metrics/index.ts';
import type { CaseMethod } from './case-types.ts';
import { encodeScores } from './score-file.ts';

/** Smaller true regions and candidates are not lesions: fewer voxels than 2 x 2 x 2. */
export const LESION_VOXELS = 8;
/** A lesion is found when the mask covers a tenth of it. */
const FOUND_SHARE = 0.1;

/** The truth of a case with its connected regions, found once for all outputs. */
export interface CaseTruthRegions {
  truth: Uint8Array;
  shape: Shape3;
  labels: Int32Array;
  /** Voxels of region `label` at that index; index 0 is unused. */
  sizes: readonly number[];
  /** Labels of the regions that count as lesions, largest first. */
  lesions: readonly number[];
  /** Positions of the scored pixels in the volume, ascending. */
  positions: Uint32Array;
  /** At the scored pixels: 1 in the truth. */
  inside: Uint8Array;
  /** Size of the region of each true scored pixel, in their order. */
  regionSizes: Uint32Array;
}

export function truthRegions(truth: Uint8Array, shape: Shape3, positions: Uint32Array): CaseTruthRegions {
  const { labels, sizes } = connectedRegions(truth, shape);
  const lesions = sizes
    .map((size, label) => ({ size, label }))
    .filter(({ size, label }) => label > 0 && size >= LESION_VOXELS)
    .sort((a, b) => b.size - a.size || a.label - b.label)
    .map(({ label }) => label);
  const inside = new Uint8Array(positions.length);
  const regionSizes = new Uint32Array(positions.length);
  let n = 0;
  for (let k = 0; k < inside.length; k++) {
    inside[k] = truth[positions[k]!]!;
    if (inside[k] !== 0) regionSizes[n++] = sizes[labels[positions[k]!]!]!;
  }
  return { truth, shape, labels, sizes, lesions, positions, inside, regionSizes: regionSizes.slice(0, n) };
}

export interface ScoredVolumeOfOutput {
  /** At the scored pixels. */
  scores: Float32Array;
  /** At the scored pixels, 0 and 1. */
  masked: Uint8Array;
  voxelMl: number;
}

type RankingAndMask = Omit<CaseMethod, 'threshold' | 'thresholdSource' | 'healthy'>;

/** Figures of one output on one case, and its scores for the pooled figures. */
export function caseMethod(
  regions: CaseTruthRegions,
  { scores, masked, voxelMl }: ScoredVolumeOfOutput,
): { figures: RankingAndMask; file: Uint8Array } {
  const { truth, shape, labels, sizes, lesions, positions, inside, regionSizes } = regions;
  const ranked = rankScores(scores, inside);
  const positives = new Float32Array(regionSizes.length);
  for (let k = 0, n = 0; k < inside.length; k++) if (inside[k] !== 0) positives[n++] = scores[k]!;
  const mask = new Uint8Array(truth.length);
  for (let k = 0; k < masked.length; k++) mask[positions[k]!] = masked[k]!;
  const confusion = maskConfusion(masked, inside);
  const oracle = oracleDiceOf(ranked);
  const hasTruth = ranked.positives.length > 0;
  return {
    figures: {
      ap: averagePrecisionOf(ranked),
      auroc: aurocOf(ranked),
      aupro30: overlapArea(ranked.negatives, positives, regionSizes, sizes.length - 1),
      diceOracle: oracle?.dice ?? null,
      oracleThreshold: oracle?.threshold ?? null,
      dice: hasTruth ? diceOf(confusion) : null,
      sensitivity: sensitivityOf(confusion),
      precision: precisionOf(confusion),
      fpr: falsePositiveRateOf(confusion),
      confusion,
      predictedMl: (confusion.tp + confusion.fp) * voxelMl,
      lesions: lesionCountsOf(
        { labels, sizes },
        { mask, truth, shape, minimumVoxels: LESION_VOXELS, minimumOverlap: FOUND_SHARE },
      ),
      lesionsFound: lesionsFound(regions, mask, lesions),
    },
    file: encodeScores({
      negatives: ranked.negatives as Float32Array,
      positives,
      regionSizes,
      regions: sizes.length - 1,
    }),
  };
}

function maskConfusion(masked: Uint8Array, inside: Uint8Array): Confusion {
  const counts = { tp: 0, fp: 0, fn: 0, tn: 0 };
  for (let k = 0; k < masked.length; k++) {
    counts.tp += masked[k]! & inside[k]!;
    counts.fp += masked[k]!;
    counts.fn += inside[k]!;
  }
  counts.fp -= counts.tp;
  counts.fn -= counts.tp;
  counts.tn = masked.length - counts.tp - counts.fp - counts.fn;
  return counts;
}

/** AUPRO to a false-positive rate of 0.3, as src/metrics/aupro.ts, from scores that are split and sorted already. */
function overlapArea(
  negatives: ArrayLike<number>,
  positives: Float32Array,
  regionSizes: Uint32Array,
  regions: number,
): number | null {
  const n = negatives.length;
  if (regions === 0 || n === 0) return null;
  const total = new CompensatedSum();
  positives.forEach((score, k) => {
    const above = (n - firstAbove(negatives, score)) / n;
    const reaching = (n - firstReaching(negatives, score)) / n;
    total.add(areaUpTo(0.3, above, reaching) / regionSizes[k]!);
  });
  return total.value / regions / 0.3;
}

function lesionsFound(
  { labels, sizes, truth }: CaseTruthRegions,
  mask: Uint8Array,
  lesions: readonly number[],
): boolean[] {
  const covered = new Uint32Array(sizes.length);
  for (let i = 0; i < truth.length; i++) if (truth[i] !== 0 && mask[i] !== 0) covered[labels[i]!]!++;
  return lesions.map((label) => covered[label]! >= FOUND_SHARE * sizes[label]!);
}
