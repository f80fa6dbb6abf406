/**
 * One frame of packed BINARY pixel data as 0 and 1, `pixels` values.
 * A frame may begin inside a byte; the least significant bit comes first (PS3.5, 8.1.1).
 */
export function unpackFrame(packed: Uint8Array, frame: number, pixels: number): Uint8Array {
  const mask = new Uint8Array(pixels);
  const first = frame * pixels; // may exceed 32 bits, so no bitwise operator touches it
  let byte = Math.floor(first / 8);
  let bit = first % 8;
  for (let i = 0; i < pixels; i++) {
    mask[i] = ((packed[byte] ?? 0) >> bit) & 1;
    if (++bit < 8) continue;
    bit = 0;
    byte++;
  }
  return mask;
}
