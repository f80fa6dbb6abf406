/** The slices on the model grid that are kept: the same brain back, and bounded memory. */
import { expect, test } from '@jest/globals';
import { GridSliceCache } from '@lacuna/core/inference/grid-slice-cache.ts';

const SIZE = 128 * 128;
const slice = (index: number) => {
  const pixels = Float32Array.from({ length: SIZE }, (_, i) => Math.sin(i + index) * 300);
  const mask = Uint8Array.from({ length: SIZE }, (_, i) => ((i * 7 + index) % 5 < 2 ? 1 : 0));
  return { pixels, mask, brainPixels: mask.reduce((sum, value) => sum + value, 0) };
};

test('the brain comes back bit for bit, and nothing outside it', () => {
  const cache = new GridSliceCache();
  const given = slice(3);
  cache.put(3, given);
  const { pixels, mask, brainPixels } = cache.get(3)!;
  expect(mask).toEqual(given.mask);
  expect(brainPixels).toBe(given.brainPixels);
  expect(pixels).toEqual(given.pixels.map((value, i) => (given.mask[i] ? value : 0)));
  expect(cache.get(4)).toBeUndefined();
});

test('a series without end is kept in part only', () => {
  const cache = new GridSliceCache();
  const one = slice(0);
  for (let i = 0; i < 2000; i++) cache.put(i, one);
  expect(cache.bytes).toBeLessThan(16 * 2 ** 20);
  expect(cache.get(511)).toBeDefined();
  expect(cache.get(512)).toBeUndefined();
});
