/** Compressed images against their uncompressed references, bit by bit, and damaged ones. */
import { createRequire } from 'node:module';
import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, jest, test } from '@jest/globals';
import { parsePart10 } from '../../cli/src/dicom-parse.ts';
import { pixelReader } from '../../cli/src/dicom-pixels.ts';
import { decodeFrame } from '../../cli/src/image-codecs.ts';
import { decodeRle } from '../../cli/src/rle-lossless.ts';
import { dataFolder } from '../../scripts/environment.mjs';
import { lacks } from './support/folders.ts';

jest.setTimeout(120_000);
const data = dataFolder();
const wg04 = data && path.join(data, 'dicom/edge-cases/nema-wg04');
const read = (name: string) => pixelReader(parsePart10(fs.readFileSync(path.join(wg04!, name)), 'end'))();
const bytes = (values: Float32Array) => Buffer.from(values.buffer);

(lacks(wg04) ? describe.skip : describe)('NEMA WG-04 (needs ../shared/data)', () => {
  const images = ['MR1', 'MR4'];
  test.each(images.flatMap((image) => ['RLE', 'JPLL', 'JLSL', 'J2KR'].map((syntax) => [image, syntax])))(
    '%s_%s is bit-equal with the uncompressed image',
    async (image, syntax) => {
      expect(bytes(await read(`${image}_${syntax}`)).equals(bytes(await read(`${image}_UNC`)))).toBe(true);
    },
  );

  test.each(images.flatMap((image) => ['JLSN', 'J2KI'].map((syntax) => [image, syntax])))(
    '%s_%s, with loss, is near it and not equal',
    async (image, syntax) => {
      const [lossy, plain] = [await read(`${image}_${syntax}`), await read(`${image}_UNC`)];
      const energy = (of: (i: number) => number) => plain.reduce((total, _, i) => total + of(i) ** 2, 0);
      const lost = energy((i) => lossy[i]! - plain[i]!) / energy((i) => plain[i]!);
      expect(lost).toBeGreaterThan(0);
      expect(lost).toBeLessThan(0.05);
    },
  );

  test('12-bit lossy JPEG is refused by name', async () => {
    await expect(read('MR1_JPLY')).rejects.toMatchObject({
      code: 'unsupported-transfer-syntax',
      message: expect.stringMatching(/lossy JPEG with 12 bits/),
    });
  });
});

interface Encoder {
  getDecodedBuffer(info: object): Uint8Array;
  encode(): void;
  getEncodedBuffer(): Uint8Array;
}

test('High-Throughput JPEG 2000 comes back bit-equal', async () => {
  const factory = createRequire(path.resolve('cli/package.json'))('@cornerstonejs/codec-openjph') as (
    options: object,
  ) => Promise<{ HTJ2KEncoder: new () => Encoder }>;
  const encoder = new (await factory({ print: () => undefined })).HTJ2KEncoder();
  const image = Uint16Array.from({ length: 64 * 48 }, (_, i) => (i * 2654435761) >>> 20);
  encoder
    .getDecodedBuffer({ width: 64, height: 48, bitsPerSample: 16, componentCount: 1, isSigned: false, isUsingColorTransform: false })
    .set(new Uint8Array(image.buffer)); // prettier-ignore
  encoder.encode();
  const frame = Uint8Array.from(encoder.getEncodedBuffer());
  const { samples, bytesPerSample } = await decodeFrame('htj2k', frame, {
    pixels: 64 * 48,
    bytesPerSample: 2,
  });
  expect(bytesPerSample).toBe(2);
  expect(Buffer.from(samples).equals(Buffer.from(image.buffer))).toBe(true);
});

describe('damaged images', () => {
  const rubbish = Uint8Array.from({ length: 300 }, (_, i) => (i * 37) % 256);
  test.each(['jpeg', 'jpeg-lossless', 'jpeg-ls', 'jpeg-2000', 'htj2k', 'rle'] as const)(
    '%s: a typed refusal',
    async (codec) => {
      for (const frame of [new Uint8Array(0), rubbish, rubbish.subarray(0, 70)])
        await expect(decodeFrame(codec, frame, { pixels: 100, bytesPerSample: 2 })).rejects.toMatchObject({
          name: 'LacunaError',
          code: 'corrupt-file',
        });
    },
  );

  test('RLE: runs, literals, a stop code, and a segment that ends too soon', () => {
    const frame = new Uint8Array(64 + 12);
    new DataView(frame.buffer).setUint32(0, 2, true);
    new DataView(frame.buffer).setUint32(4, 64, true);
    new DataView(frame.buffer).setUint32(8, 70, true);
    frame.set([254, 1, 128, 0, 9, 0], 64); // 1 1 1, nothing, 9
    frame.set([3, 5, 6, 7, 8, 0], 70); // 5 6 7 8
    expect([...decodeRle(frame, 4, 2)]).toEqual([5, 1, 6, 1, 7, 1, 8, 9]);
    expect(() => decodeRle(frame, 5, 2)).toThrow(/cut short/);
    expect(() => decodeRle(frame, 4, 1)).toThrow(/2 segments where 1/);
  });
});
