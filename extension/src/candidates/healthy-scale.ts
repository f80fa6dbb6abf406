import { healthyPercentile, tailScale, tailScore } from '@lacuna/core/anomaly/tail-score.ts';
import { mapCalibration } from '@lacuna/core/inference/map-calibration.ts';
import type { WeightsManifest } from '@lacuna/core/inference/manifest-types.ts';
import type { LayerId } from '../methods.ts';
import { decimals } from '../text/numbers.ts';

/** What stands beyond the table: a percentile closer to 100 would promise more than the cohort can know. */
const HIGHEST = 99.99;

/**
 * Turns values of a layer's map into their percentile among healthy pixels, by the tables of the weights; undefined
 * where these have none. The consensus is in orders of magnitude of that share already.
 */
export function percentileOf(
  manifest: WeightsManifest,
  layer: LayerId,
): ((value: number) => number) | undefined {
  if (layer === 'consensus') return (value) => healthyPercentile(value);
  const table = manifest.methods[layer].calibration?.healthyTail;
  const range = mapCalibration(manifest, layer)?.mapRange;
  if (!table?.length || !range) return undefined;
  const scale = tailScale(table, range[1]);
  return (value) => healthyPercentile(tailScore(scale, value));
}

/** "97.3", "99.95", ">99.99". */
export function formatPercentile(percentile: number): string {
  if (percentile > HIGHEST) return `>${decimals(HIGHEST, 2)}`;
  return percentile >= 99 ? decimals(percentile, 2) : decimals(percentile, 1);
}
