const BINS = 1 << 16;
/** Kept from slice to slice. */
const counts = new Uint32Array(BINS);

/**
 * `percentile` of finite values from 0, to the same bits and without sorting them all: the bits of such floats rise with the
 * floats, so counting by the upper half of the bits leaves few to sort. NaN for no values.
 */
export function percentileOfPositive(values: Float32Array, percent: number): number {
  if (values.length === 0) return NaN;
  const at = ((values.length - 1) * percent) / 100;
  const low = Math.floor(at);
  const high = Math.min(low + 1, values.length - 1);
  const [lower, upper] = ranked(values, [low, high]);
  return lower! + (upper! - lower!) * (at - low);
}

/** `median` of such values, likewise. */
export function medianOfPositive(values: Float32Array): number {
  if (values.length === 0) return NaN;
  const half = values.length / 2;
  const [lower, upper] = ranked(values, [Math.ceil(half) - 1, Math.floor(half)]);
  return (lower! + upper!) / 2;
}

/** The values of some ranks, from 0, in ascending order. */
function ranked(values: Float32Array, ranks: readonly number[]): number[] {
  const bits = new Uint32Array(values.buffer, values.byteOffset, values.length);
  counts.fill(0);
  for (let i = 0; i < bits.length; i++) counts[bits[i]! >>> 16]!++;
  let bin = 0;
  let before = 0;
  let inBin = new Float32Array(0);
  return ranks.map((rank) => {
    if (inBin.length > 0 && rank < before + inBin.length) return inBin[rank - before]!;
    while (before + counts[bin]! <= rank) before += counts[bin++]!;
    inBin = new Float32Array(counts[bin]!);
    let found = 0;
    for (let i = 0; found < inBin.length; i++) if (bits[i]! >>> 16 === bin) inBin[found++] = values[i]!;
    inBin.sort();
    return inBin[rank - before]!;
  });
}
