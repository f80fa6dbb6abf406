import type { WeightsManifest } from '@lacuna/core/inference/manifest-types.ts';
import { mapScales } from '../heat-map/map-scale.ts';
import type { LayerId } from '../methods.ts';
import { positionOf, scaleOf, SCALE_MARKS } from '../layers/threshold-scale.ts';
import { decimals } from '../text/numbers.ts';

/** Of map values that went through their score and back. */
const TOLERANCE = 1e-6;

/**
 * Turns values of a layer's map into their percentile among healthy pixels, as text, by the tables of the weights; undefined
 * where these have none, as for the consensus: its score is made of percentiles, and is none.
 *
 * @returns "97.3", "99.95"; beyond the last percentile that was measured ">99.99"
 */
export function percentileOf(
  manifest: WeightsManifest,
  layer: LayerId,
): ((value: number) => string) | undefined {
  const [scale] = mapScales(manifest, layer);
  if (!scale || scale.percentile(0) === null) return undefined;
  return (value) => {
    const beyond = value > scale.measured * (1 + TOLERANCE);
    return `${beyond ? '>' : ''}${written(scale.percentile(value) ?? 0)}`;
  };
}

/** The same of a threshold; where there is no table, between which of the calibrated thresholds it lies: "95–99". */
export function percentileOfThreshold(
  manifest: WeightsManifest,
  layer: LayerId,
  threshold: number,
): string | undefined {
  const percentile = percentileOf(manifest, layer);
  const scale = scaleOf(manifest, layer);
  if (percentile || !scale) return percentile?.(threshold);
  const position = positionOf(scale, threshold);
  const marks = SCALE_MARKS.map((mark) => ({ at: mark.position, percentile: 100 - mark.percent }));
  const exact = marks.find(({ at }) => Math.abs(at - position) < TOLERANCE);
  if (exact) return String(exact.percentile);
  const below = marks.filter(({ at }) => at < position).at(-1);
  const above = marks.find(({ at }) => at > position);
  if (!below) return `<${marks[0]!.percentile}`;
  return above ? `${below.percentile}\u2013${above.percentile}` : `>${below.percentile}`;
}

const written = (percentile: number): string => decimals(percentile, percentile >= 99 ? 2 : 1);
