import { describe, expect, it } from '@jest/globals';
import { decodeText } from '@lacuna/core/dicom/character-set.ts';

const hex = (text: string) => Uint8Array.from(text.split(/\s+/), (byte) => parseInt(byte, 16));

/** The worked examples of DICOM PS3.5, annexes H to K: bytes and what they say. */
const PUBLISHED = [
  {
    name: 'H.3.1 Japanese, ASCII first',
    set: '\\ISO 2022 IR 87',
    bytes:
      '59 61 6d 61 64 61 5e 54 61 72 6f 75 3d 1b 24 42 3b 33 45 44 1b 28 42 5e 1b 24 42 42 40 4f 3a 1b 28 42 3d 1b 24 42 24 64 24 5e 24 40 1b 28 42 5e 1b 24 42 24 3f 24 6d 24 26 1b 28 42',
    text: 'Yamada^Tarou=山田^太郎=やまだ^たろう',
  },
  {
    name: 'H.3.2 Japanese, katakana first',
    set: 'ISO 2022 IR 13\\ISO 2022 IR 87',
    bytes:
      'd4 cf c0 de 5e c0 db b3 3d 1b 24 42 3b 33 45 44 1b 28 4a 5e 1b 24 42 42 40 4f 3a 1b 28 4a 3d 1b 24 42 24 64 24 5e 24 40 1b 28 4a 5e 1b 24 42 24 3f 24 6d 24 26 1b 28 4a',
    text: 'ﾔﾏﾀﾞ^ﾀﾛｳ=山田^太郎=やまだ^たろう',
  },
  {
    name: 'I.2 Korean',
    set: '\\ISO 2022 IR 149',
    bytes:
      '48 6f 6e 67 5e 47 69 6c 64 6f 6e 67 3d 1b 24 29 43 fb f3 5e 1b 24 29 43 d1 ce d4 d7 3d 1b 24 29 43 c8 ab 5e 1b 24 29 43 b1 e6 b5 bf',
    text: 'Hong^Gildong=洪^吉洞=홍^길동',
  },
  {
    name: 'J.3 Chinese in UTF-8',
    set: 'ISO_IR 192',
    bytes: '57 61 6e 67 5e 58 69 61 6f 44 6f 6e 67 3d e7 8e 8b 5e e5 b0 8f e6 9d b1 3d',
    text: 'Wang^XiaoDong=王^小東=',
  },
  {
    name: 'J.4 Chinese in GB18030',
    set: 'GB18030',
    bytes: '57 61 6e 67 5e 58 69 61 6f 44 6f 6e 67 3d cd f5 5e d0 a1 b6 ab 3d',
    text: 'Wang^XiaoDong=王^小东=',
  },
  { name: 'Russian', set: 'ISO_IR 144', bytes: 'bb ee da 63 65 dc d1 79 70 d3', text: 'Люкceмбypг' },
  { name: 'Latin 1', set: 'ISO_IR 100', bytes: '42 75 63 5e 4a e9 72 f4 6d 65', text: 'Buc^Jérôme' },
  {
    name: 'Latin 1 not announced',
    set: undefined,
    bytes: '42 75 63 5e 4a e9 72 f4 6d 65',
    text: 'Buc^Jérôme',
  },
  { name: 'unknown set', set: 'NO_SUCH_SET', bytes: '41 e9', text: 'Aé' },
];

describe('decodeText', () => {
  it.each(PUBLISHED)('reads $name', ({ set, bytes, text }) => {
    expect(decodeText(hex(bytes), set)).toBe(text);
  });

  it('drops padding and survives any bytes', () => {
    expect(decodeText(hex('41 20 20 00'), 'ISO_IR 192')).toBe('A');
    const hostile = Uint8Array.from({ length: 4096 }, (_, i) => (i * 167) % 256);
    for (const { set } of PUBLISHED) expect(typeof decodeText(hostile, set)).toBe('string');
    expect(decodeText(hex('41 1b'), '\\ISO 2022 IR 149')).toBe('A'); // cut inside an escape sequence
  });
});
