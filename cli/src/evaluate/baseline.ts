import { medianInside } from '@lacuna/core/anomaly/median-filter.ts';
import type { SourceSlice } from '@lacuna/core/imaging/series.ts';
import type { Thresholds } from '@lacuna/core/inference/manifest-types.ts';
import type { BaselineId } from './case-types.ts';

/**
 * Brightness as an anomaly map: what every method on FLAIR has to beat. Unit: the median of the brain, so 1 is ordinary tissue.
 *
 * @returns rows*columns, 0 outside the brain; `baseline-intensity-median5` is smoothed by a median of 5 x 5 pixels
 */
export function baselineMap(
  baseline: BaselineId,
  { pixels, geometry }: SourceSlice,
  brainMask: Uint8Array,
  intensityMedian: number,
): Float32Array {
  const intensity = new Float32Array(pixels.length);
  for (let i = 0; i < pixels.length; i++)
    if (brainMask[i] !== 0) intensity[i] = Math.max(0, pixels[i]!) / intensityMedian;
  return baseline === 'baseline-intensity' ? intensity : medianInside(intensity, brainMask, geometry, 5);
}

/**
 * Thresholds of the baselines where no calibration file gives them: what 1, 5 and 10 % of the brain pixels of healthy FLAIR slices
 * reach. Measured with `node scripts/baseline-thresholds.mjs ../shared/data/lgg-flair/train --every 3`: 26 patients, 398
 * tumour-free slices, 3,407,620 brain pixels inside the brain mask of flair-small 0.1.0, by the rule of `src/anomaly/calibration.ts`.
 */
export const BASELINE_THRESHOLDS: Readonly<Record<BaselineId, Thresholds>> = {
  'baseline-intensity': { fpr1: 1.4743, fpr5: 1.281, fpr10: 1.2117, default: 'fpr1' },
  'baseline-intensity-median5': { fpr1: 1.3864, fpr5: 1.2326, fpr10: 1.1739, default: 'fpr1' },
};
export const BASELINE_SOURCE = 'tumour-free FLAIR slices of 26 TCGA-LGG patients';
