/** Percentile (0..100) with linear interpolation between order statistics, as numpy's default; NaN for no values. */
export function percentile(values: ArrayLike<number>, percent: number): number {
  return percentileOfSorted(ascending(values), percent);
}

/** `percentile` of values in rising order. */
function percentileOfSorted(sorted: Float32Array | Float64Array, percent: number): number {
  if (sorted.length === 0) return NaN;
  const at = ((sorted.length - 1) * percent) / 100;
  const low = Math.floor(at);
  const high = Math.min(low + 1, sorted.length - 1);
  return sorted[low]! + (sorted[high]! - sorted[low]!) * (at - low);
}

/** Middle value, or the mean of the two middle values; NaN for no values. */
export function median(values: ArrayLike<number>): number {
  return medianOfSorted(ascending(values));
}

/** `median` of values in rising order. */
function medianOfSorted(sorted: Float32Array | Float64Array): number {
  const half = sorted.length / 2;
  return sorted.length % 2 === 1 ? sorted[half - 0.5]! : (sorted[half - 1]! + sorted[half]!) / 2;
}

/** A copy in ascending order; float32 stays float32, which sorts faster and to the same values. */
function ascending(values: ArrayLike<number>): Float32Array | Float64Array {
  return (values instanceof Float32Array ? values.slice() : new Float64Array(values)).sort();
}
