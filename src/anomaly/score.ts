const LARGEST = 50;

/** Score of a slice: mean of the 50 largest pixels of its anomaly map (of all, where there are fewer). */
export function sliceScore(map: Float32Array): number {
  const largest = Float32Array.from(map).sort().subarray(-LARGEST);
  return largest.length === 0 ? 0 : largest.reduce((sum, value) => sum + value, 0) / largest.length;
}
