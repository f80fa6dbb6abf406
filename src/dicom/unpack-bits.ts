/**
 * One frame of packed BINARY pixel data as 0 and 1, `pixels` values.
 * A frame may begin inside a byte; the least significant bit comes first (PS3.5, 8.1.1).
 */
export function unpackFrame(packed: Uint8Array, frame: number, pixels: number): Uint8Array {
  const mask = new Uint8Array(pixels);
  let bit = frame * pixels;
  for (let i = 0; i < pixels; i++, bit++) mask[i] = ((packed[Math.floor(bit / 8)] ?? 0) >> (bit % 8)) & 1;
  return mask;
}
