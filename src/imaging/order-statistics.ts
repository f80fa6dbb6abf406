const BINS = 1 << 16;
/** Kept from slice to slice. */
const counts = new Uint32Array(BINS);

/**
 * `percentile` of positive finite values, to the same bits and without sorting them all: the bits of positive floats rise
 * with the floats, so counting by the upper half of the bits leaves few to sort. NaN for no values.
 */
export function percentileOfPositive(values: Float32Array, percent: number): number {
  if (values.length === 0) return NaN;
  const at = ((values.length - 1) * percent) / 100;
  const low = Math.floor(at);
  const high = Math.min(low + 1, values.length - 1);
  const bits = new Uint32Array(values.buffer, values.byteOffset, values.length);
  counts.fill(0);
  for (let i = 0; i < bits.length; i++) counts[bits[i]! >>> 16]!++;
  const lower = ranked(values, bits, low);
  return lower + (ranked(values, bits, high) - lower) * (at - low);
}

/** The value of a rank, from 0, in ascending order. */
function ranked(values: Float32Array, bits: Uint32Array, rank: number): number {
  let bin = 0;
  let before = 0;
  while (before + counts[bin]! <= rank) before += counts[bin++]!;
  const inBin = new Float32Array(counts[bin]!);
  let found = 0;
  for (let i = 0; found < inBin.length; i++) if (bits[i]! >>> 16 === bin) inBin[found++] = values[i]!;
  return inBin.sort()[rank - before]!;
}
