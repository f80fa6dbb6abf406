import { ticks } from 'd3-array';
import { t } from '../text/t.ts';
import type { MapScale } from './map-scale.ts';
import { asWritten, significant } from '../text/numbers.ts';

export interface AxisTick {
  /** On the axis. */
  readonly at: number;
  /** Healthy percentile, or the map's own score. */
  readonly left: string;
  /** z-score; empty where there is none. */
  readonly right: string;
}

/** Of map values that went through their score and back. */
const TOLERANCE = 1e-6;
const RARITY_TICKS = [-Math.log10(0.5), 1, 2, 3, 4, 5, 6];

export function axisTicks(scale: MapScale): AxisTick[] {
  const [low, high] = scale.limits;
  const at = scale.axis === 'rarity' ? RARITY_TICKS : ticks(low, high, 5);
  const shown = at.filter((position) => position >= low && position <= high);
  return shown.map((position) => {
    const value = scale.toValue(position);
    const measured = value <= scale.measured * (1 + TOLERANCE);
    const last = position === shown.at(-1);
    // Beyond what was measured there is one percentile, "more than": it stands at the end, not at every tick.
    const percentile = measured || last ? percentileText(scale, value) : '';
    const z = zText(scale, value);
    return { at: position, left: percentile ?? plainNumber(position), right: z ?? '' };
  });
}

/** What stands over the columns of numbers. */
export function axisUnits(scale: MapScale): { left: string; right: string } {
  if (scale.axis === 'score') return { left: t('maps.score'), right: '' };
  if (scale.axis === 'deviation')
    return { left: t('maps.deviation'), right: scale.z(0) === null ? '' : t('maps.healthySd') };
  return { left: t('maps.percentile'), right: 'z' };
}

/** "99.9 %", "> 99.99 %"; undefined where the weights do not say. */
export function percentileText(scale: MapScale, value: number): string | undefined {
  const percent = scale.percentile(value);
  if (percent === null) return undefined;
  const beyond = value > scale.measured * (1 + TOLERANCE);
  return `${beyond ? '> ' : ''}${percentNumber(percent)} %`;
}

export function zText(scale: MapScale, value: number): string | undefined {
  const z = scale.z(value);
  if (z === null) return undefined;
  const size = Math.abs(z);
  return asWritten(z, size < 1 ? 2 : size < 10 ? 1 : 0);
}

/** As many digits as tell the share above apart: 50, 97.3, 99.94. */
function percentNumber(percent: number): string {
  const digits = percent < 90 ? 0 : Math.min(2, Math.max(0, Math.ceil(-Math.log10(100 - percent) + 0.999)));
  return asWritten(percent, digits);
}

/** Two digits that matter, and nothing below a thousandth. */
function plainNumber(value: number): string {
  const size = Math.abs(value);
  if (size < 0.0005) return '0';
  return size < 1 ? significant(value, 2) : asWritten(value, size >= 10 ? 0 : 1);
}
