import type { OutputId } from '@lacuna/core/inference/detector.ts';
import { mapCalibration } from '@lacuna/core/inference/map-calibration.ts';
import type { Thresholds, WeightsManifest } from '@lacuna/core/inference/manifest-types.ts';
import { significant } from '../text/numbers.ts';
import { t } from '../text/t.ts';

/**
 * The scale of threshold sliders and of the slice-score chart: the calibrated thresholds stand at equal distances,
 * values between them are placed linearly.
 *
 *   position   0           1       2      3      4
 *   value      range low   10 %    5 %    1 %    range high
 *
 * The maps of the two methods have different units and crowd near 0; on this scale both are read against the same
 * thing, the share of healthy brain pixels above the value.
 */
export interface ThresholdScale {
  readonly nodes: readonly [number, number, number, number, number];
}

export const SCALE_MAX = 4;
export const SCALE_MARKS = [
  { position: 1, percent: 10 },
  { position: 2, percent: 5 },
  { position: 3, percent: 1 },
] as const;
/** A slider released this near to a mark goes onto it. */
const SNAP_DISTANCE = 0.08;

/** Thresholds out of order (an uncalibrated bundle) are pushed apart upwards, so that the scale never runs back. */
export function thresholdScale(thresholds: Thresholds, mapRange: readonly [number, number]): ThresholdScale {
  const [low, high] = mapRange;
  const ten = Math.max(low, thresholds.fpr10);
  const five = Math.max(ten, thresholds.fpr5);
  const one = Math.max(five, thresholds.fpr1);
  return { nodes: [low, ten, five, one, Math.max(one, high)] };
}

/** The scale of a layer; undefined for a consensus that the weights do not have. */
export function scaleOf(manifest: WeightsManifest, layer: OutputId): ThresholdScale | undefined {
  const calibration = mapCalibration(manifest, layer);
  return calibration && thresholdScale(calibration.thresholds, calibration.mapRange);
}

/** 0..4; values outside the range of the map go to the ends. */
export function positionOf({ nodes }: ThresholdScale, value: number): number {
  for (let i = SCALE_MAX; i > 0; i--) {
    const [low, high] = [nodes[i - 1]!, nodes[i]!];
    if (value < low) continue;
    return high > low ? i - 1 + Math.min(1, (value - low) / (high - low)) : i;
  }
  return 0;
}

export function valueAt({ nodes }: ThresholdScale, position: number): number {
  const clamped = Math.min(Math.max(position, 0), SCALE_MAX);
  const i = Math.min(Math.floor(clamped), SCALE_MAX - 1);
  return nodes[i]! + (nodes[i + 1]! - nodes[i]!) * (clamped - i);
}

export function snap(position: number): number {
  const nearest = Math.round(position);
  const isMark = nearest >= 1 && nearest < SCALE_MAX;
  return isMark && Math.abs(position - nearest) <= SNAP_DISTANCE ? nearest : position;
}

/** "at 5 % of healthy pixels", "between 5 % and 1 % of …": the share of healthy pixels above a position. */
export function healthyShare(position: number): string {
  const exact = SCALE_MARKS.find((mark) => Math.abs(mark.position - position) < 1e-6);
  if (exact) return t('thresholds.at', { percent: exact.percent });
  if (position < 1) return t('thresholds.more');
  if (position > 3) return t('thresholds.less');
  return t('thresholds.between', position < 2 ? { high: 10, low: 5 } : { high: 5, low: 1 });
}

/** Three significant digits, as short as they can be, for people: a field takes `value.toPrecision(3)`. */
export function formatScore(value: number): string {
  return significant(value, 3);
}
