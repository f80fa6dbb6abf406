import {
  healthyPercentile,
  MAX_TAIL_SCORE,
  tailScale,
  tailScore,
  tailValue,
  zScore,
} from '@lacuna/core/anomaly/tail-score.ts';
import { mapCalibration } from '@lacuna/core/inference/map-calibration.ts';
import type { WeightsManifest } from '@lacuna/core/inference/manifest-types.ts';
import type { LayerId } from '../methods.ts';

/**
 * What the colours run along: `rarity`, orders of magnitude of the healthy share (2 is the 99th healthy percentile);
 * `z`, healthy standard deviations from the healthy mean; `score`, the map's own unit where nothing else is known;
 * `deviation`, that unit for a standard deviation over seeds.
 */
export type MapAxis = 'rarity' | 'z' | 'score' | 'deviation';
export type Range = readonly [low: number, high: number];

/** One way of reading the values of a layer's map; positions are in the unit of the axis. */
export interface MapScale {
  readonly axis: MapAxis;
  readonly limits: Range;
  readonly defaultWindow: Range;
  toAxis(value: number): number;
  /**
   * Share of healthy pixels below a map value, percent; null where the weights do not say. Beyond `measured` it is
   * that of `measured`: at least so many.
   */
  percentile(value: number): number | null;
  /** Largest map value whose percentile was measured. */
  readonly measured: number;
  z(value: number): number | null;
  /** Map value at a position. */
  toValue(position: number): number;
}

/** The window begins at the 95th healthy percentile and ends beyond the last that was measured, to show more than a blot. */
const LOWEST_RARITY = -Math.log10(0.05);
const LOWEST_Z = 2;

/** The axes that a layer's map can be read along, the usual one first; none for a layer that the weights lack. */
export function mapScales(manifest: WeightsManifest, layer: LayerId): readonly MapScale[] {
  const map = mapCalibration(manifest, layer);
  if (!map) return [];
  const { mapRange, thresholds } = map;
  const calibration = layer === 'consensus' ? undefined : manifest.methods[layer].calibration;
  if (!calibration) {
    const top = layer === 'consensus' ? 0.75 * mapRange[1] : mapRange[1];
    return [linearScale(mapRange, [thresholds.fpr5, Math.max(top, thresholds.fpr1)])];
  }
  const { mean, sd, healthyTail } = calibration;
  const tail = tailScale(healthyTail, mapRange[1]);
  const measured = -Math.log10(healthyTail.at(-1)?.[0] ?? 1e-4);
  const percentile = (value: number) => healthyPercentile(Math.min(tailScore(tail, value), measured));
  const z = (value: number) => zScore(value, calibration);
  const rarity: MapScale = {
    axis: 'rarity',
    limits: [0, MAX_TAIL_SCORE],
    defaultWindow: [Math.min(LOWEST_RARITY, measured / 2), Math.min(measured + 1, MAX_TAIL_SCORE)],
    toAxis: (value) => tailScore(tail, value),
    toValue: (position) => tailValue(tail, position),
    percentile,
    z,
    measured: tailValue(tail, measured),
  };
  if (!(sd > 0)) return [rarity];
  const end = (tailValue(tail, measured) - mean) / sd;
  const linear: MapScale = {
    axis: 'z',
    limits: [0, Math.min(3 * end, (mapRange[1] - mean) / sd)],
    defaultWindow: [Math.min(LOWEST_Z, end / 2), Math.min(1.5 * end, (mapRange[1] - mean) / sd)],
    toAxis: (value) => (value - mean) / sd,
    toValue: (position) => mean + position * sd,
    percentile,
    z,
    measured: tailValue(tail, measured),
  };
  return [rarity, linear];
}

/** The map's own unit, without anything about healthy pixels. */
export function linearScale(limits: Range, defaultWindow: Range): MapScale {
  return {
    axis: 'score',
    limits,
    defaultWindow,
    toAxis: (value) => value,
    toValue: (position) => position,
    percentile: () => null,
    z: () => null,
    measured: limits[1],
  };
}

/** A window inside the limits, its ends in order and a hundredth of the limits apart at least. */
export function heldWindow({ limits }: MapScale, [low, high]: Range): Range {
  const least = (limits[1] - limits[0]) / 100;
  const held = Math.min(Math.max(low, limits[0]), limits[1] - least);
  return [held, Math.min(Math.max(high, held + least), limits[1])];
}
