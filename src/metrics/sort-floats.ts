/**
 * Ascending sort of float32 values by radix on their bits: three passes of 11 bits, in linear time.
 *
 * IEEE 754 floats order like unsigned integers once negative values have all bits turned and positive ones the sign
 * bit alone; -0 is taken as 0, so that the two are one score. The input is not changed.
 */
export function sortFloat32(values: Float32Array): Float32Array {
  if (values.length < 2048) return Float32Array.from(values, (value) => value + 0).sort(); // -0 + 0 is 0
  const n = values.length;
  const output = new Float32Array(n);
  const scratch = new Float32Array(n);
  const bits = new Uint32Array(scratch.buffer);
  const counts = [new Uint32Array(2048), new Uint32Array(2048), new Uint32Array(2048)] as const;
  for (let i = 0; i < n; i++) scratch[i] = values[i]! + 0;
  for (let i = 0; i < n; i++) {
    const key = orderedBits(bits[i]!);
    bits[i] = key;
    counts[0][key & 2047]!++;
    counts[1][(key >>> 11) & 2047]!++;
    counts[2][key >>> 22]!++;
  }
  let from = bits;
  let to = new Uint32Array(output.buffer);
  counts.forEach((count, pass) => {
    let start = 0;
    for (let digit = 0; digit < 2048; digit++) {
      const here = count[digit]!;
      count[digit] = start;
      start += here;
    }
    const shift = 11 * pass;
    for (let i = 0; i < n; i++) {
      const key = from[i]!;
      to[count[(key >>> shift) & 2047]!++] = key;
    }
    [from, to] = [to, from];
  });
  // three passes: the result lies in `from`, which is the memory of `output`
  for (let i = 0; i < n; i++) from[i] = plainBits(from[i]!);
  return output;
}

/** Bits of a float32 as an unsigned integer that orders like the float. */
export function orderedBits(bits: number): number {
  return (bits >>> 31 ? ~bits : bits ^ 0x80000000) >>> 0;
}

/** The inverse of `orderedBits`. */
export function plainBits(key: number): number {
  return (key >>> 31 ? key ^ 0x80000000 : ~key) >>> 0;
}
