import { median, percentile } from '../imaging/statistics.ts';
import { LacunaError } from '../errors.ts';
import { type RandomKey, deriveKey, uniforms } from '../random.ts';
import { CompensatedSum } from './compensated-sum.ts';

export interface BootstrapOptions {
  /** Default 2000. */
  resamples?: number;
  /** Unsigned 32-bit; the same seed gives the same interval on every machine. Default 0. */
  seed?: number;
  /** Two-sided, (0, 1); default 0.95. */
  confidence?: number;
}

export interface Interval {
  low: number;
  high: number;
}

export interface MeanInterval extends Interval {
  mean: number;
  /** Of the values themselves. */
  median: number;
}

/**
 * Mean and median of one value per subject, with the percentile interval of the mean over subjects drawn with
 * replacement (Efron 1979). Percentiles interpolate linearly, as numpy's.
 *
 * @param values one per subject, finite; subjects whose metric is not defined are left out by the caller
 * @returns null for no values; for one value an interval of width 0
 */
export function bootstrapMean(
  values: ArrayLike<number>,
  options: BootstrapOptions = {},
): MeanInterval | null {
  const interval = bootstrapInterval(values.length, (subjects) => meanAt(values, subjects), options);
  if (interval === null) return null;
  const mean = meanAt(
    values,
    Uint32Array.from(values, (_, i) => i),
  );
  return { mean, median: median(values), ...interval };
}

/** The same for the differences a - b of paired values. @throws LacunaError `invalid-argument` for unequal lengths */
export function bootstrapMeanDifference(
  a: ArrayLike<number>,
  b: ArrayLike<number>,
  options: BootstrapOptions = {},
): MeanInterval | null {
  if (a.length !== b.length) {
    throw new LacunaError('invalid-argument', 'Paired values must be of one length.', {
      a: a.length,
      b: b.length,
    });
  }
  return bootstrapMean(
    Float64Array.from(a, (value, i) => value - b[i]!),
    options,
  );
}

/**
 * Percentile interval of any statistic of the subjects drawn, e.g. a pooled metric.
 *
 * @param statistic of subject indices; resamples for which it is null are left out
 * @returns null for no subjects, or when no resample has the statistic
 */
export function bootstrapInterval(
  subjects: number,
  statistic: (indices: Uint32Array) => number | null,
  options: BootstrapOptions = {},
): Interval | null {
  const { resamples = 2000, seed = 0, confidence = 0.95 } = options;
  if (!(confidence > 0 && confidence < 1) || !(resamples >= 1)) {
    throw new LacunaError('invalid-argument', 'A bootstrap needs a confidence in (0, 1) and a resample.', {
      resamples,
      confidence,
    });
  }
  if (subjects === 0) return null;
  const key = deriveKey(seed, 'bootstrap');
  const found: number[] = [];
  for (let resample = 0; resample < resamples; resample++) {
    const value = statistic(drawSubjects(key, resample, subjects));
    if (value !== null) found.push(value);
  }
  if (found.length === 0) return null;
  const tail = 50 * (1 - confidence);
  return { low: percentile(found, tail), high: percentile(found, 100 - tail) };
}

/** Subjects 0..n-1 drawn with replacement: stream `resample` of the key. */
function drawSubjects(key: RandomKey, resample: number, n: number): Uint32Array {
  return Uint32Array.from(uniforms(key, resample, n), (u) => Math.floor(u * n));
}

function meanAt(values: ArrayLike<number>, indices: Uint32Array): number {
  const sum = new CompensatedSum();
  for (const index of indices) sum.add(values[index]!);
  return sum.value / indices.length;
}
