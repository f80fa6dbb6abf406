import { mapCalibration } from '@lacuna/core/inference/map-calibration.ts';
import type { WeightsManifest } from '@lacuna/core/inference/manifest-types.ts';
import type { LayerId } from '../methods.ts';
import type { ReviewState } from '../state/review-state.ts';
import { heldWindow, mapScales, type MapScale, type Range } from './map-scale.ts';
import type { ShownMap } from './shown-map.ts';
import { lookOf } from './state.ts';

export interface MapReading {
  readonly scale: MapScale;
  readonly window: Range;
  /** All that the map can be read along. */
  readonly scales: readonly MapScale[];
}

/** The scale and the window that a map is shown with; undefined where the weights lack the layer. */
export function mapReading({ weights, maps }: ReviewState, shown: ShownMap): MapReading | undefined {
  if (weights.kind !== 'ready') return undefined;
  const { manifest } = weights.info;
  const scales =
    shown.kind === 'anomaly'
      ? mapScales(manifest, shown.layer)
      : [variationScale(manifest, shown.layer)].filter((scale) => scale !== undefined);
  const look = lookOf(maps, shown);
  const scale = scales.find(({ axis }) => axis === look.axis) ?? scales[0];
  return scale && { scale, window: heldWindow(scale, look.window ?? scale.defaultWindow), scales };
}

/** Shares of the axis where a variation map begins, and where it has its last colour. */
const USUAL_WINDOW: Range = [0.02, 0.25];

/**
 * Standard deviations over the seeds, in the unit of the layer's map and in healthy standard deviations: from 0 to the
 * value that 1 % of the healthy pixels exceed. The same for every slice and series, so that they can be compared.
 */
export function variationScale(manifest: WeightsManifest, layer: LayerId): MapScale | undefined {
  const top = mapCalibration(manifest, layer)?.thresholds.fpr1;
  if (top === undefined || !(top > 0)) return undefined;
  const sd = layer === 'consensus' ? undefined : manifest.methods[layer].calibration?.sd;
  return {
    axis: 'deviation',
    limits: [0, top],
    defaultWindow: [USUAL_WINDOW[0] * top, USUAL_WINDOW[1] * top],
    toAxis: (value) => value,
    toValue: (position) => position,
    percentile: () => null,
    z: (value) => (sd && sd > 0 ? value / sd : null),
    measured: top,
  };
}
