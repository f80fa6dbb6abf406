import { deriveKey, uniforms } from '@lacuna/core/random.ts';

const HOSTILE = [0, 1, 0xff, 0xfe, 0x7f, 0x80, 0x5c, 0x53];

/** A damaged copy of a DICOM file: one to four mutations before its pixel data, the same for the same seed and index. */
export function mutate(original: Buffer, seed: number, index: number): Buffer {
  const draws = uniforms(deriveKey(seed, 'mutations', String(index)), 0, 32);
  let next = 0;
  const draw = (n: number): number => Math.floor(draws[next++]! * n);
  const headerEnd = original.indexOf(Buffer.from([0xe0, 0x7f, 0x10, 0x00]), 132) + 12;
  let bytes = Buffer.from(original);
  for (let times = 1 + draw(4); times > 0; times--) {
    const at = 128 + draw(Math.min(headerEnd, bytes.length) - 128);
    switch (draw(6)) {
      case 0: // one bit
        bytes[at] = bytes[at]! ^ (1 << draw(8));
        break;
      case 1: // one byte, to a value that parsers stumble over
        bytes[at] = HOSTILE[draw(HOSTILE.length)]!;
        break;
      case 2: // a length or a number, to the largest
        bytes.fill(0xff, at, Math.min(at + 4, bytes.length));
        break;
      case 3: // bytes taken out
        bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1 + draw(16))]);
        break;
      case 4: // bytes put in twice
        bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(Math.max(0, at - 1 - draw(16)))]);
        break;
      default: // a sequence opened that never ends
        bytes = Buffer.concat([
          bytes.subarray(0, at),
          Buffer.from([0x08, 0x00, 0x15, 0x11, 0x53, 0x51, 0, 0, 255, 255, 255, 255]),
          bytes.subarray(at),
        ]);
    }
  }
  return bytes;
}
