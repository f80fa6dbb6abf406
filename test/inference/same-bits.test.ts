/**
 * What was made faster gives the bits it gave before: whole slices against hashes recorded before, and each rewritten
 * part against its plain definition.
 * @jest-environment ./test/inference/support/native-arrays-environment.cjs
 */
import { describe, expect, jest, test } from '@jest/globals';
import path from 'node:path';
import { differenceTimesIntensity } from '@lacuna/core/anomaly/map.ts';
import { medianFilter, medianInside } from '@lacuna/core/anomaly/median-filter.ts';
import { sliceScore } from '@lacuna/core/anomaly/score.ts';
import { drawForward, drawPosterior, forwardProbability } from '@lacuna/core/latent/bernoulli.ts';
import { deriveKey, fillUniformsPlainly, lentUniforms, threefry2x32, uniforms } from '@lacuna/core/random.ts';
import { inverseNormal, standardNormals } from '@lacuna/core/random-normal.ts';
import { cumulativeAlpha } from '@lacuna/core/schedule.ts';
import { openKernel } from '@lacuna/core/simd/module.ts';
import { FIXTURES } from '../core/support/golden.ts';
import { mapHashes } from './support/recorded-maps.ts';

jest.setTimeout(120_000);
const SIZE = 40;
const key = deriveKey(11, 'same bits');
const noise = (stream: number, count = SIZE * SIZE) => Float32Array.from(uniforms(key, stream, count));

/** Recorded at commit 88bb6ee; they change when FakeSessions, the studies or the arithmetic of a method do, and only then. */
const RECORDED: Record<string, { slice: number; hashes: Record<string, string> }> = {
  'synthetic-a': {
    slice: 12,
    hashes: {
      scale: '365.41456604003906',
      'latent-bernoulli': '501689f91241 ed68403bbd79 64447f71d273 0.24910215973854066',
      'diffusion-ad': 'd409177fe0e6 5e78ece160b8 64447f71d273 0.9999793553352356',
      'five steps': '7ecbf8ef70a1 91ed97bada83 64447f71d273 0.25586902916431425',
      'flips, no mask': '9ac9dcccfdb8 c0aae644a315 64447f71d273 0.5939183056354522',
      'squared difference': 'fc3463c4f36b fb9a3035fa36 64447f71d273 0.6065276539325715',
      'guidance 2': 'd409177fe0e6 d2489996e3f9 64447f71d273 0.9999793553352356',
    },
  },
  'synthetic-b': {
    slice: 5,
    hashes: {
      scale: '349.8337707519531',
      'latent-bernoulli': '2a3bc3b10589 92bfbcb4898c 0692ef57571c 0.2380583906173706',
      'diffusion-ad': 'bf4371386642 759fe640a8f2 0692ef57571c 0.9999765241146088',
      'five steps': '083ffb86a00d 7e78f01bfd81 0692ef57571c 0.23789032965898513',
      'flips, no mask': 'bc432ba8af24 f392f888e261 0692ef57571c 0.6024240064620972',
      'squared difference': '89c90555c148 f9ce1a9d1cac 0692ef57571c 0.7146551311016083',
      'guidance 2': 'bf4371386642 fa3cf4eafd06 0692ef57571c 0.9999765241146088',
    },
  },
};

test.each(Object.entries(RECORDED))('%s gives the maps it gave', async (study, { slice, hashes }) => {
  const folder = path.join(FIXTURES, '../../viewer/studies', study);
  expect(await mapHashes(folder, slice)).toEqual(hashes);
});

describe('the median filter is the middle of the sorted window', () => {
  const plain = (image: Float32Array, window: number, mask?: Uint8Array) =>
    image.map((_, at) => {
      if (mask?.[at] === 0) return 0;
      const reach = (window - 1) / 2;
      const inside = (i: number) => Math.min(Math.max(i, 0), SIZE - 1);
      const values: number[] = [];
      for (let dy = -reach; dy <= reach; dy++)
        for (let dx = -reach; dx <= reach; dx++)
          values.push(image[inside(Math.floor(at / SIZE) + dy) * SIZE + inside((at % SIZE) + dx)]!);
      return values.sort((a, b) => a - b)[(values.length - 1) / 2]!;
    });
  // No negative zeros: which of two zeros of different sign comes first is not defined.
  const images: Record<string, Float32Array> = {
    noise: noise(0),
    'noise of both signs with many equal values': noise(1).map((v) => Math.round((v - 0.5) * 6) + 0),
    'values of all sizes': noise(1).map((v) => (v - 0.5) * 10 ** (40 * v - 2)),
    constant: new Float32Array(SIZE * SIZE).fill(0.25),
  };
  const masks: Record<string, Uint8Array | undefined> = {
    none: undefined,
    disc: Uint8Array.from(noise(2), (_, i) =>
      Math.hypot((i % SIZE) - 18, Math.floor(i / SIZE) - 21) < 15 ? 1 : 0,
    ),
    'scattered pixels': Uint8Array.from(noise(3), (v) => (v > 0.7 ? 1 : 0)),
    empty: new Uint8Array(SIZE * SIZE),
  };
  const cases = Object.keys(images).flatMap((image) =>
    Object.keys(masks).flatMap((mask) => [1, 3, 5, 15].map((window) => [image, mask, window] as const)),
  );
  test.each(cases)('%s, mask %s, window %i', (image, mask, window) => {
    expect(medianFilter(images[image]!, SIZE, window, masks[mask])).toEqual(
      plain(images[image]!, window, masks[mask]),
    );
  });

  test('also of an image too wide for the network', () => {
    const [rows, columns] = [7, 1100];
    const image = noise(6, rows * columns);
    const mask = new Uint8Array(image.length).fill(1);
    const wide = medianInside(image, mask, { rows, columns }, 5);
    const narrow = image.filter((_, i) => i % columns < 500);
    const part = medianInside(narrow, mask.subarray(0, narrow.length), { rows, columns: 500 }, 5);
    for (let i = 0; i < part.length; i++)
      if (i % 500 < 498) expect(part[i]).toBe(wide[Math.floor(i / 500) * columns + (i % 500)]);
  });

  test('and the map that uses it the product of two', () => {
    const [image, other, mask] = [noise(4), noise(5), masks.disc!];
    const difference = plain(
      image.map((v, i) => v - other[i]!),
      5,
      mask,
    );
    const intensity = plain(image, 5, mask);
    expect(differenceTimesIntensity(image, other, mask, SIZE, 5)).toEqual(
      difference.map((v, i) => (mask[i] === 0 ? 0 : Math.abs(v) * intensity[i]!)),
    );
  });
});

test('the score of a slice is the mean of its 50 largest values, summed from the smallest', () => {
  const maps = [noise(6), noise(7).map((v) => (v > 0.99 ? v : 0)), noise(8, 20), noise(9, 50), noise(10, 51)];
  for (const map of [...maps, new Float32Array(0), new Float32Array(300), noise(6).sort().reverse()]) {
    const largest = Array.from(map)
      .sort((a, b) => a - b)
      .slice(-50);
    const mean = largest.length === 0 ? 0 : largest.reduce((a, b) => a + b, 0) / largest.length;
    expect(sliceScore(map)).toBe(mean);
  }
});

test('uniforms are those of the generator, word by word, with and without vectors', () => {
  for (const stream of [0, 1, 201, 0xffffffff]) {
    const drawn = uniforms(key, stream, 3001);
    const plain = new Float64Array(3001);
    fillUniformsPlainly(key, stream, 0, plain);
    expect(plain).toEqual(drawn);
    expect(lentUniforms(key, stream, 3001)).toEqual(drawn);
    drawn.forEach((value, i) =>
      expect(value).toBe((threefry2x32(key, stream, i >>> 1)[i & 1]! + 0.5) / 2 ** 32),
    );
  }
});

test('normals are the inverse of the uniforms, also far out', () => {
  const count = 200_000;
  const drawn = uniforms(key, 3, count);
  expect(standardNormals(key, 3, count)).toEqual(Float32Array.from(drawn, inverseNormal));
  expect(Math.min(...drawn.subarray(0, 100_000))).toBeLessThan(1e-4);
});

test('without WebAssembly there is no kernel, and nothing is thrown', () => {
  const forbidden = jest.spyOn(WebAssembly, 'Module').mockImplementation(() => {
    throw new Error('a policy of the page');
  });
  expect(openKernel([], 1)).toBeUndefined();
  forbidden.mockRestore();
  expect(openKernel([], 1)?.memory.byteLength).toBe(65536);
});

test('the draws are those of the equations, for certain and uncertain codes', () => {
  const alphaBar = cumulativeAlpha({ timesteps: 1000, betaStart: 1e-4, betaEnd: 0.02 });
  const count = 5000;
  const [first, second] = [uniforms(key, 20, count), uniforms(key, 21, count)];
  const original = noise(22, count).map((v) => (v > 0.4 ? 1 : 0));
  const clean = noise(23, count).map((v) => (v > 0.6 ? 1 : v < 0.4 ? 0 : v));
  for (const [t, s] of [
    [199, 100],
    [19, 0],
    [5, 4],
  ] as const) {
    for (const kind of ['equation', 'reference-code'] as const) {
      const xt = drawForward(original, alphaBar[t]!, first, kind);
      expect(xt).toEqual(
        original.map((bit, i) => (first[i]! < forwardProbability(bit, alphaBar[t]!, kind) ? 1 : 0)),
      );
      const alpha = alphaBar[t]! / alphaBar[s]!;
      const expected = xt.map((bit, i) => {
        const theta = (one: 0 | 1) =>
          (alpha * (one === bit ? 1 : 0) + (1 - alpha) / 2) *
          (alphaBar[s]! * (one === 1 ? clean[i]! : 1 - clean[i]!) + (1 - alphaBar[s]!) / 2);
        return second[i]! < theta(1) / (theta(0) + theta(1)) ? 1 : 0;
      });
      drawPosterior(clean, xt, alphaBar[t]!, alphaBar[s]!, second);
      expect(xt).toEqual(expected);
    }
  }
});
