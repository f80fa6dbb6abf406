const LARGEST = 50;

/** Score of a slice: mean of the 50 largest pixels of its anomaly map (of all, where there are fewer). */
export function sliceScore(map: Float32Array): number {
  const largest = new Float32Array(Math.min(LARGEST, map.length));
  if (largest.length === 0) return 0;
  largest.set(map.subarray(0, largest.length));
  largest.sort();
  // few pixels of a map belong there: putting each in its place is quicker than sorting all of them
  for (let i = largest.length; i < map.length; i++) {
    const value = map[i]!;
    if (!(value > largest[0]!)) continue;
    let place = 0;
    for (; place + 1 < largest.length && largest[place + 1]! < value; place++)
      largest[place] = largest[place + 1]!;
    largest[place] = value;
  }
  return largest.reduce((sum, value) => sum + value, 0) / largest.length;
}
