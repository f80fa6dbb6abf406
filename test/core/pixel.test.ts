import { expect, test } from '@jest/globals';
import { type PredictNoise, reconstructNormGuided } from '@lacuna/core/pixel/norm-guided.ts';
import { deriveKey } from '@lacuna/core/random.ts';
import { standardNormals } from '@lacuna/core/random-normal.ts';
import { cumulativeAlpha } from '@lacuna/core/schedule.ts';

const alphaBar = cumulativeAlpha({ timesteps: 1000, betaStart: 1e-4, betaEnd: 0.02 });
const key = deriveKey(3, 'pixel test');
const SIZE = 256;
const image = Float32Array.from({ length: SIZE }, (_, i) => Math.sin(i / 7) * 0.9);
const settings = { tNoisier: 400, tLessNoisy: 200, guidance: 1 };

/** The noise that was truly added to `shown`, had the image been `healthy`. */
const oracle =
  (healthy: Float32Array): PredictNoise =>
  (noisy, timesteps) =>
    Promise.resolve(
      noisy.map((x, i) => {
        const abar = alphaBar[timesteps[i < SIZE ? 0 : 1]!]!;
        return (x - Math.sqrt(abar) * healthy[i % SIZE]!) / Math.sqrt(1 - abar);
      }),
    );

test('an ideal predictor of a healthy image gives that image back, whatever was shown', async () => {
  const healthy = image.map((v, i) => (i > 100 && i < 140 ? -0.2 : v));
  for (const guidance of [0, 1]) {
    const [out] = await reconstructNormGuided(
      [image],
      alphaBar,
      { ...settings, guidance },
      [key],
      oracle(healthy),
    );
    out!.forEach((value, i) => expect(value).toBeCloseTo(healthy[i]!, 5));
  }
});

test('is the published formula, step by step, for an arbitrary predictor', async () => {
  const predict: PredictNoise = (noisy, [tn, ts]) =>
    Promise.resolve(noisy.map((x, i) => Math.sin(3 * x) + (i < SIZE ? tn : ts) / 1000));
  const [out] = await reconstructNormGuided(
    [image],
    alphaBar,
    { ...settings, guidance: 0.7 },
    [key],
    predict,
  );
  const [an, as] = [alphaBar[200]!, alphaBar[400]!];
  const [e1, e2] = [standardNormals(key, 0, SIZE), standardNormals(key, 1, SIZE)];
  const clamp = (v: number) => Math.max(-1, Math.min(1, v));
  image.forEach((x, i) => {
    const xn = Math.fround(Math.sqrt(an) * x + Math.sqrt(1 - an) * e1[i]!);
    const xs = Math.fround(Math.sqrt(as) * x + Math.sqrt(1 - as) * e2[i]!);
    const en = Math.fround(Math.sin(3 * xn) + 0.2);
    const es = Math.fround(Math.sin(3 * xs) + 0.4);
    const x0s = clamp((xs - Math.sqrt(1 - as) * es) / Math.sqrt(as));
    const guide = Math.sqrt(an) * x0s + Math.sqrt(1 - an) * en;
    const guided = en - Math.sqrt(1 - an) * 0.7 * (guide - xn);
    expect(out![i]).toBeCloseTo(clamp((xn - Math.sqrt(1 - an) * guided) / Math.sqrt(an)), 6);
  });
});

test('asks the network once, with both copies, and does not touch the image', async () => {
  const before = image.slice();
  const calls: [number, readonly number[]][] = [];
  const predict: PredictNoise = (noisy, timesteps) => {
    calls.push([noisy.length, timesteps]);
    return Promise.resolve(new Float32Array(noisy.length));
  };
  const [out] = await reconstructNormGuided([image], alphaBar, settings, [key], predict);
  expect(calls).toEqual([[2 * SIZE, [200, 400]]]);
  expect(image).toEqual(before);
  expect(Math.max(...out!.map(Math.abs))).toBeLessThanOrEqual(1);
});

test('each image of a batch gets what it gets alone', async () => {
  const other = image.map((v, i) => v * Math.sin(i));
  const predict: PredictNoise = (noisy) => Promise.resolve(noisy.map((x) => Math.cos(5 * x)));
  const keys = [key, deriveKey(8, 'another')];
  const run = (images: Float32Array[], own: typeof keys) =>
    reconstructNormGuided(images, alphaBar, settings, own, predict);
  const together = await run([image, other], keys);
  expect(together).toEqual([...(await run([image], [keys[0]!])), ...(await run([other], [keys[1]!]))]);
  expect(together[0]).not.toEqual(together[1]);
});
