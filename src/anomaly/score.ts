const LARGEST = 50;

/** Score of a slice: mean of the 50 largest pixels of its anomaly map (of all, where there are fewer); all finite. */
export function sliceScore(map: Float32Array): number {
  const count = Math.min(LARGEST, map.length);
  if (count === 0) return 0;
  const largest = map.slice(0, count).sort(); // ascending
  for (let i = count; i < map.length; i++) {
    const value = map[i]!;
    if (value <= largest[0]!) continue;
    let at = 1;
    for (; at < count && largest[at]! < value; at++) largest[at - 1] = largest[at]!;
    largest[at - 1] = value;
  }
  return largest.reduce((sum, value) => sum + value, 0) / count;
}
