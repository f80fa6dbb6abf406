import { expect, test } from '@jest/globals';
import { respacedTimesteps } from '@lacuna/core/latent/timesteps.ts';
import { cumulativeAlpha, timestepEmbedding } from '@lacuna/core/schedule.ts';

const SPEC = { timesteps: 1000, betaStart: 1e-4, betaEnd: 0.02 };

test('the cumulative schedule starts at 1 - betaStart, falls strictly and nearly reaches 0', () => {
  const alphaBar = cumulativeAlpha(SPEC);
  expect(alphaBar[0]).toBe(1 - 1e-4);
  for (let t = 1; t < 1000; t++) expect(alphaBar[t]!).toBeLessThan(alphaBar[t - 1]!);
  expect(alphaBar[999]! / alphaBar[998]!).toBeCloseTo(0.98, 12);
  expect(alphaBar[999]!).toBeLessThan(5e-5);
});

test.each([
  [1, 1, [0]],
  [200, 1, [199]],
  [200, 2, [199, 0]],
  [6, 6, [5, 4, 3, 2, 1, 0]],
  [10, 4, [9, 6, 3, 0]],
  [8, 3, [7, 3, 0]],
])('of L = %p timesteps %p are kept', (noiseLevel, steps, expected) => {
  expect(respacedTimesteps(noiseLevel, steps)).toEqual(expected);
});

test('respacing always keeps both ends, once each, and steps = L keeps all', () => {
  for (const noiseLevel of [2, 3, 50, 200, 1000]) {
    for (const steps of [2, 3, 7, 49, noiseLevel].filter((k) => k <= noiseLevel)) {
      const kept = respacedTimesteps(noiseLevel, steps);
      expect([kept[0], kept.at(-1), new Set(kept).size]).toEqual([noiseLevel - 1, 0, steps]);
    }
  }
});

test('the timestep embedding is sines, then cosines, of falling frequencies', () => {
  const embedding = timestepEmbedding(400, 64);
  expect(embedding[0]).toBeCloseTo(Math.sin(400), 6);
  expect(embedding[32]).toBeCloseTo(Math.cos(400), 6);
  expect(embedding[31]).toBeCloseTo(Math.sin(400 * 10000 ** (-31 / 32)), 6);
  expect(Array.from(timestepEmbedding(0, 4))).toEqual([0, 0, 1, 1]);
});
