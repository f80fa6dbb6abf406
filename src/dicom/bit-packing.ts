/**
 * Pixel data of a BINARY segmentation: one bit a pixel, least significant bit first, frames following each other without
 * a gap even where a frame ends inside a byte (PS3.5, 8.1.1 and annex D); padded to an even number of bytes.
 *
 * @param masks frames of `pixels` values each; anything but 0 is a set bit
 */
export function packBits(masks: readonly Uint8Array[], pixels: number): Uint8Array<ArrayBuffer> {
  const bytes = Math.ceil((masks.length * pixels) / 8);
  const packed = new Uint8Array(bytes + (bytes % 2));
  let byte = 0;
  let shift = 0;
  for (const mask of masks) {
    for (let i = 0; i < pixels; i++) {
      if (mask[i] !== 0) packed[byte]! |= 1 << shift;
      shift = (shift + 1) & 7;
      if (shift === 0) byte++; // counted, not divided: the bits of a large object exceed 32-bit arithmetic
    }
  }
  return packed;
}
