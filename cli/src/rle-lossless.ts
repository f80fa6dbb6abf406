import { LacunaError } from '@lacuna/core/errors.ts';

const HEADER_BYTES = 64;

/**
 * An RLE Lossless frame (PS3.5 annex G) as little-endian samples: one segment per byte of a sample, the highest first, each a
 * PackBits stream.
 * @throws LacunaError `corrupt-file` when the frame is cut short or holds another number of segments
 */
export function decodeRle(frame: Uint8Array, pixels: number, bytesPerSample: number): Uint8Array {
  if (frame.length < HEADER_BYTES) throw damaged('it has no header');
  const header = new DataView(frame.buffer, frame.byteOffset, HEADER_BYTES);
  const segments = header.getUint32(0, true);
  if (segments !== bytesPerSample)
    throw damaged(`it has ${segments} segments where ${bytesPerSample} belong`);
  const out = new Uint8Array(pixels * bytesPerSample);
  for (let s = 0; s < segments; s++) {
    const start = header.getUint32(4 + 4 * s, true);
    const end = s + 1 < segments ? header.getUint32(8 + 4 * s, true) : frame.length;
    if (start < HEADER_BYTES || end < start || end > frame.length)
      throw damaged('its segments lie outside it');
    unpack(frame.subarray(start, end), out, bytesPerSample - 1 - s, bytesPerSample);
  }
  return out;
}

function unpack(packed: Uint8Array, out: Uint8Array, first: number, stride: number): void {
  let [at, to] = [0, first];
  while (to < out.length) {
    if (at >= packed.length) throw damaged('a segment is cut short');
    const code = packed[at++]!;
    if (code === 128) continue;
    const count = code < 128 ? code + 1 : 257 - code;
    if (code < 128 ? at + count > packed.length : at >= packed.length)
      throw damaged('a segment is cut short');
    for (let i = 0; i < count && to < out.length; i++, to += stride)
      out[to] = packed[code < 128 ? at + i : at]!;
    at += code < 128 ? count : 1;
  }
}

const damaged = (reason: string) =>
  new LacunaError('corrupt-file', `An RLE-compressed image is damaged: ${reason}. Retrieve the file again.`);
