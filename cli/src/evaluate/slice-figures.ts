import { OPERATING_POINTS, type OperatingPoint } from '@lacuna/core/inference/manifest-types.ts';
import { averagePrecision } from '@lacuna/core/metrics/index.ts';
import type { SliceFigures } from './case-types.ts';
import type { ScoredSlice } from './case-volumes.ts';
import type { ScoredOutput } from './scored-outputs.ts';

/**
 * One output on one slice.
 * @param inside at the scored pixels, 1 in the truth
 */
export function sliceFigures(
  score: number,
  { scores, masked }: ScoredSlice,
  inside: Uint8Array,
  inTruth: number,
): SliceFigures {
  const candidatePixels = countOf(masked);
  let truePositivePixels = 0;
  if (inTruth > 0 && candidatePixels > 0)
    for (let k = 0; k < inside.length; k++) truePositivePixels += masked[k]! & inside[k]!;
  const both = candidatePixels + inTruth;
  return {
    score,
    candidatePixels,
    truePositivePixels,
    dice: both === 0 ? null : (2 * truePositivePixels) / both,
    ap: inTruth === 0 ? null : averagePrecision(scores, inside),
  };
}

export const emptyHealthy = () => ({
  pixels: 0,
  reaching: { fpr1: 0, fpr5: 0, fpr10: 0 },
  inMask: 0,
  slices: 0,
  slicesWithCandidate: { fpr1: 0, fpr5: 0, fpr10: 0 },
});

/**
 * Adds a slice without truth: what of its brain is taken for abnormal. Slices without brain do not count.
 * @param slice at the brain pixels
 * @param hasRegion whether anything is left of the mask at a threshold once small regions are dropped
 */
export function addHealthy(
  healthy: ReturnType<typeof emptyHealthy>,
  { thresholds }: ScoredOutput,
  { scores, masked }: ScoredSlice,
  hasRegion: (point: OperatingPoint) => boolean,
): void {
  if (scores.length === 0) return;
  healthy.slices++;
  healthy.pixels += scores.length;
  const inMask = countOf(masked);
  healthy.inMask += inMask;
  for (const point of OPERATING_POINTS) {
    const reaching = countReaching(scores, thresholds[point]);
    healthy.reaching[point] += reaching;
    if (reaching === 0) continue;
    if (point === thresholds.default ? inMask > 0 : hasRegion(point)) healthy.slicesWithCandidate[point]++;
  }
}

function countReaching(scores: Float32Array, threshold: number): number {
  let count = 0;
  for (let k = 0; k < scores.length; k++) if (scores[k]! > 0 && scores[k]! >= threshold) count++;
  return count;
}

export function countOf(mask: Uint8Array): number {
  let count = 0;
  for (let i = 0; i < mask.length; i++) count += mask[i]!;
  return count;
}
