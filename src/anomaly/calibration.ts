import { LacunaError } from '../errors.ts';
import { CompensatedSum } from '../metrics/compensated-sum.ts';
import type { TailPoint } from './tail-score.ts';

/** Shares of healthy pixels at which the tail of a map is written down, falling. */
const TAIL_RATES = [0.5, 0.2, 0.1, 0.05, 0.02, 0.01, 0.005, 0.002, 0.001, 0.0005, 0.0002, 0.0001] as const;
const POINT_RATES = { fpr1: 0.01, fpr5: 0.05, fpr10: 0.1 } as const;

/** The values of one anomaly map at all healthy brain pixels, each distinct value with its number, ascending. */
export type HealthyWalk = (visit: (value: number, count: number) => void) => void;

/** What a manifest or a calibration file holds of one map. */
export interface MapCalibrationFigures {
  /** Smallest float32 above the quantile: at most 1, 5, 10 % of the pixels, and one pixel more, reach it. */
  thresholds: { fpr1: number; fpr5: number; fpr10: number; default: 'fpr1' };
  calibration: { mean: number; sd: number; healthyTail: TailPoint[] };
}

/**
 * Thresholds, z-score parameters and healthy tail of one map from its values on healthy brain. Walks the values twice and holds
 * only the order statistics it needs, whatever their number. Quantiles interpolate linearly, as numpy's.
 *
 * @throws LacunaError `empty-result` without any value
 */
export function calibrateMap(walk: HealthyWalk): MapCalibrationFigures {
  const sum = new CompensatedSum();
  let count = 0;
  walk((value, n) => {
    sum.add(value * n);
    count += n;
  });
  if (count === 0)
    throw new LacunaError('empty-result', 'There is no healthy brain pixel to calibrate with.');
  const mean = sum.value / count;
  const squares = new CompensatedSum();
  const wanted = neededRanks(count);
  const found = new Map<number, number>();
  let [below, next] = [0, 0];
  walk((value, n) => {
    squares.add(n * (value - mean) ** 2);
    below += n;
    while (next < wanted.length && wanted[next]! < below) found.set(wanted[next++]!, value);
  });
  return figuresOf(count, mean, Math.sqrt(squares.value / count), (rank) => found.get(rank)!);
}

const rankOf = (count: number, rate: number): number => (count - 1) * (1 - rate);

/** Places, counted from 0 and ascending, of the values among `count` ordered ones that `figuresOf` asks for. */
export function neededRanks(count: number): number[] {
  const ranks = TAIL_RATES.map((rate) => rankOf(count, rate));
  return [...new Set(ranks.flatMap((at) => [Math.floor(at), Math.ceil(at)]))].sort((a, b) => a - b);
}

/** @param valueAt the value at a place of `neededRanks` */
export function figuresOf(
  count: number,
  mean: number,
  sd: number,
  valueAt: (rank: number) => number,
): MapCalibrationFigures {
  const quantile = (rate: number): number => {
    const at = rankOf(count, rate);
    const [low, high] = [valueAt(Math.floor(at)), valueAt(Math.ceil(at))];
    return low + (high - low) * (at - Math.floor(at));
  };
  return {
    thresholds: {
      fpr1: nextFloat32(quantile(POINT_RATES.fpr1)),
      fpr5: nextFloat32(quantile(POINT_RATES.fpr5)),
      fpr10: nextFloat32(quantile(POINT_RATES.fpr10)),
      default: 'fpr1',
    },
    calibration: {
      mean,
      sd,
      healthyTail: TAIL_RATES.map((rate): TailPoint => [rate, Math.fround(quantile(rate))]),
    },
  };
}

/** The smallest float32 above a value of 0 or more. */
export function nextFloat32(value: number): number {
  const float = new Float32Array([value]);
  const bits = new Uint32Array(float.buffer);
  bits[0]!++;
  return float[0]!;
}
