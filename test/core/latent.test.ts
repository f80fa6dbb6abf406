import { describe, expect, test } from '@jest/globals';
import { LacunaError } from '@lacuna/core/errors.ts';
import { drawForward, forwardProbability, posteriorProbability } from '@lacuna/core/latent/bernoulli.ts';
import { meanOverChannels, upsample } from '@lacuna/core/latent/flip-map.ts';
import type { ChainSettings, ChainStep, MaskedSample } from '@lacuna/core/latent/masked-chain.ts';
import { type Denoise, sampleMasked, type SamplingOptions } from '@lacuna/core/latent/masked-sampling.ts';
import { deriveKey, type RandomKey, uniforms } from '@lacuna/core/random.ts';
import { cumulativeAlpha } from '@lacuna/core/schedule.ts';

const alphaBar = cumulativeAlpha({ timesteps: 1000, betaStart: 1e-4, betaEnd: 0.02 });
const key = deriveKey(5, 'latent test');
const SIZE = 600;
const code = Float32Array.from({ length: SIZE }, (_, i) => (i % 3 === 0 ? 1 : 0));

/** A denoiser that depends on code and timestep, with values on both sides of every threshold used here. */
const denoise: Denoise = (x, t) =>
  Promise.resolve(x.map((bit, i) => Math.abs(Math.sin(i * 12.9898 + t * 0.37 + bit * 1.7)) ** 2));

/** The sample of one code. */
async function sampleOne(
  original: Float32Array,
  schedule: Float64Array,
  settings: ChainSettings,
  own: RandomKey,
  ask: Denoise,
  options?: SamplingOptions,
) {
  const [sample] = await sampleMasked([original], schedule, settings, [own], ask, options);
  return sample!;
}

describe('forward and posterior', () => {
  test('the forward draw has the mean of the equation of the paper, also for bits that are 0', () => {
    const many = new Float32Array(40000).map((_, i) => i % 2);
    const xt = drawForward(many, 0.6, uniforms(key, 9, many.length));
    const share = (bit: number) => xt.filter((_, i) => i % 2 === bit).reduce((a, b) => a + b, 0) / 20000;
    expect(Math.abs(share(1) - 0.8)).toBeLessThan(0.012);
    expect(Math.abs(share(0) - 0.2)).toBeLessThan(0.012);
  });

  test('the posterior is the marginal of the joint distribution, found by enumeration', () => {
    // q(x_s | x_0) q(x_t | x_s) / q(x_t | x_0) for hard x0; x_t differs from x_s with probability (1 - alpha) / 2.
    for (const [t, s] of [
      [1, 0],
      [50, 49],
      [199, 100],
      [999, 0],
    ] as const) {
      const flip = (1 - alphaBar[t]! / alphaBar[s]!) / 2;
      for (const x0 of [0, 1]) {
        for (const xt of [0, 1]) {
          const joint = (xs: number) => {
            const p1 = forwardProbability(x0, alphaBar[s]!);
            return (xs === 1 ? p1 : 1 - p1) * (xs === xt ? 1 - flip : flip);
          };
          const expected = joint(1) / (joint(0) + joint(1));
          expect(posteriorProbability(x0, xt, alphaBar[t]!, alphaBar[s]!)).toBeCloseTo(expected, 12);
        }
      }
    }
  });

  test('the posteriors of a code and of its complement sum to 1, and noise-free limits hold', () => {
    for (const x0 of [0, 0.3, 1]) {
      const p = posteriorProbability(x0, 1, 0.2, 0.5);
      expect(p + posteriorProbability(1 - x0, 0, 0.2, 0.5)).toBeCloseTo(1, 12);
      expect(p).toBeGreaterThan(0);
      expect(p).toBeLessThan(1);
    }
    expect(posteriorProbability(1, 0, 0.3, 1)).toBe(1); // nothing noised at s: x_s is x_0
    expect(posteriorProbability(0.5, 1, 0.4, 0.4)).toBe(1); // nothing noised between s and t: x_s is x_t
  });
});

describe('masked sampling', () => {
  const settings = { noiseLevel: 6, steps: 6, probabilityThreshold: 0.5, maskLastStep: true };

  /** The published chain (L steps, one by one), written down again without the respacing. */
  async function publishedChain(noiseLevel: number, threshold: number): Promise<Float32Array> {
    const first = uniforms(key, 0, SIZE);
    let xt = code.map((b, i) =>
      first[i]! < alphaBar[noiseLevel - 1]! * b + (1 - alphaBar[noiseLevel - 1]!) / 2 ? 1 : 0,
    );
    const flagged = new Set<number>();
    for (let t = noiseLevel - 1; t >= 1; t--) {
      const flip = await denoise(xt, t);
      const alpha = alphaBar[t]! / alphaBar[t - 1]!;
      const before = alphaBar[t - 1]!;
      const uniform = uniforms(key, 1 + t, SIZE);
      xt = xt.map((x, i) => {
        if (flip[i]! > threshold) flagged.add(i);
        const x0 = Math.fround(flagged.has(i) ? Math.abs(x - flip[i]!) : code[i]!);
        const theta1 = (alpha * (x === 1 ? 1 : 0) + (1 - alpha) / 2) * (before * x0 + (1 - before) / 2);
        const theta0 = (alpha * (x === 0 ? 1 : 0) + (1 - alpha) / 2) * (before * (1 - x0) + (1 - before) / 2);
        return uniform[i]! < theta1 / (theta0 + theta1) ? 1 : 0;
      });
    }
    const flip = await denoise(xt, 0);
    return xt.map((x, i) => (flip[i]! > threshold || flagged.has(i) ? Math.abs(x - flip[i]!) : code[i]!));
  }

  test.each([2, 6, 40])('steps = L = %p is the published chain', async (noiseLevel) => {
    const sample = await sampleOne(
      code,
      alphaBar,
      { ...settings, noiseLevel, steps: noiseLevel },
      key,
      denoise,
    );
    expect(Array.from(sample.code)).toEqual(Array.from(await publishedChain(noiseLevel, 0.5)));
  });

  test('elements never flagged keep the original code; the mask is the union over the steps', async () => {
    const seen = new Set<number>();
    const spy: Denoise = async (x, t) => {
      const flip = await denoise(x, t);
      flip.forEach((p, i) => p > 0.9 && seen.add(i));
      return flip;
    };
    const sample = await sampleOne(code, alphaBar, { ...settings, probabilityThreshold: 0.9 }, key, spy);
    expect(seen.size).toBeGreaterThan(10);
    expect(seen.size).toBeLessThan(SIZE);
    sample.mask.forEach((value, i) => expect(value).toBe(seen.has(i) ? 1 : 0));
    sample.code.forEach((value, i) => {
      if (!seen.has(i)) expect(value).toBe(code[i]);
    });
  });

  test('a threshold of 1 changes nothing; no threshold masks nothing', async () => {
    const held = await sampleOne(code, alphaBar, { ...settings, probabilityThreshold: 1 }, key, denoise);
    expect(Array.from(held.code)).toEqual(Array.from(code));
    const free = await sampleOne(code, alphaBar, { ...settings, probabilityThreshold: null }, key, denoise);
    expect(free.mask.every((value) => value === 1)).toBe(true);
    expect(free.code.filter((value, i) => value !== code[i]).length).toBeGreaterThan(SIZE / 2);
  });

  test('without masking of the last step every element is the prediction', async () => {
    const one = { noiseLevel: 1, steps: 1, probabilityThreshold: 1, maskLastStep: false };
    const sample = await sampleOne(code, alphaBar, one, key, denoise);
    const xt = drawForward(code, alphaBar[0]!, uniforms(key, 0, SIZE));
    const flip = await denoise(xt, 0);
    expect(Array.from(sample.code)).toEqual(Array.from(xt, (x, i) => Math.fround(Math.abs(x - flip[i]!))));
  });

  test('the flip probability is the mean over the steps of |prediction - code|, masked or not', async () => {
    const calls: Float32Array[] = [];
    const spy: Denoise = async (x, t) => {
      const flip = await denoise(x, t);
      calls.push(x.map((bit, i) => Math.abs(Math.abs(bit - flip[i]!) - code[i]!)));
      return flip;
    };
    const sample = await sampleOne(
      code,
      alphaBar,
      { ...settings, steps: 3, probabilityThreshold: 1 },
      key,
      spy,
    );
    expect(calls).toHaveLength(3);
    sample.flipProbability!.forEach((value, i) => {
      expect(value).toBeCloseTo((calls[0]![i]! + calls[1]![i]! + calls[2]![i]!) / 3, 6);
    });
  });

  test('gives the same for the same key, another for another, and leaves its input alone', async () => {
    const before = code.slice();
    const run = (k: typeof key) =>
      sampleOne(code, alphaBar, { ...settings, noiseLevel: 300, steps: 5 }, k, denoise);
    const [a, b, c] = [await run(key), await run(key), await run(deriveKey(6, 'latent test'))];
    expect(a).toEqual(b);
    expect(c.code).not.toEqual(a.code);
    expect(code).toEqual(before);
  });

  test('ends early only when asked to, once so many calls have changed nothing', async () => {
    const settings = { noiseLevel: 50, steps: 25, probabilityThreshold: 0.5, maskLastStep: true };
    const calls = async (settledSteps: number | undefined, answer: Denoise) => {
      let count = 0;
      const counted: Denoise = (x, t) => (count++, answer(x, t));
      const asked = settledSteps === undefined ? settings : { ...settings, settledSteps };
      await sampleOne(code, alphaBar, asked, key, counted);
      return count;
    };
    const nothing: Denoise = (x) => Promise.resolve(x.map(() => 0));
    expect([await calls(undefined, nothing), await calls(3, nothing)]).toEqual([25, 3]);
    expect(await calls(3, denoise)).toBeGreaterThan(3); // a denoiser that goes on flagging is heard
  });

  test('stops between two steps when cancelled', async () => {
    const controller = new AbortController();
    let calls = 0;
    const spy: Denoise = (x, t) => {
      if (++calls === 2) controller.abort();
      return denoise(x, t);
    };
    const run = sampleOne(code, alphaBar, settings, key, spy, { signal: controller.signal });
    await expect(run).rejects.toMatchObject({ code: 'cancelled' } satisfies Partial<LacunaError>);
    expect(calls).toBe(2);
  });
});

describe('several codes at once, looking on', () => {
  const chain = {
    noiseLevel: 60,
    steps: 9,
    probabilityThreshold: 0.9,
    maskLastStep: true,
  };
  const others = [code, code.map((bit) => 1 - bit), code.map((_, i) => (i % 7 === 0 ? 1 : 0))];
  const keys = others.map((_, i) => deriveKey(i, 'batch'));
  /** The denoiser of each code of a batch. */
  const denoiseAll: Denoise = async (codes, t) => {
    const flips = new Float32Array(codes.length);
    for (let at = 0; at < codes.length; at += SIZE)
      flips.set(await denoise(codes.slice(at, at + SIZE), t), at);
    return flips;
  };

  test('each gets what it gets alone, and each step asks the denoiser once', async () => {
    let calls = 0;
    const spy: Denoise = (codes, t) => {
      calls++;
      return denoiseAll(codes, t);
    };
    const together = await sampleMasked(others, alphaBar, chain, keys, spy);
    expect(calls).toBe(9);
    for (const [i, own] of others.entries()) {
      expect(together[i]).toEqual(await sampleOne(own, alphaBar, chain, keys[i]!, denoise));
    }
  });

  test('the steps seen add up to the flip probability, and the last one tells the flips of the result', async () => {
    const steps: ChainStep[] = [];
    const onStep = (_: number, step: ChainStep) => void steps.push(step);
    const sample = await sampleOne(code, alphaBar, chain, key, denoise, { onStep });
    expect(sample).toEqual(await sampleOne(code, alphaBar, chain, key, denoise));
    expect(steps.map(({ timestep }) => timestep)).toEqual([59, 51, 44, 36, 29, 22, 14, 7, 0]);
    sample.flipProbability!.forEach((mean, i) =>
      expect(steps.reduce((sum, step) => sum + step.flipProbability[i]!, 0) / 9).toBeCloseTo(mean, 6),
    );
    const flipped = sample.code.filter((value, i) => value > 0.5 !== code[i]! > 0.5).length;
    expect(flipped).toBeGreaterThan(0);
    expect(steps.at(-1)!.flippedShare).toBe(flipped / SIZE);
    expect(new Set(steps.map(({ flippedShare }) => flippedShare)).size).toBeGreaterThan(2);
  });

  test('partial samples come at doubling steps, labelled, are never touched again, and change nothing', async () => {
    const seen: { at: string; sample: MaskedSample; copy: MaskedSample }[] = [];
    const onPartial: SamplingOptions['onPartial'] = (i, sample, step, steps) => {
      seen.push({ at: `${i}: ${step}/${steps}`, sample, copy: structuredClone(sample) });
      return Promise.resolve();
    };
    const result = await sampleMasked(others.slice(0, 2), alphaBar, chain, keys.slice(0, 2), denoiseAll, {
      onPartial,
    });
    expect(seen.map(({ at }) => at)).toEqual(
      [1, 2, 4, 8].flatMap((step) => [`0: ${step}/9`, `1: ${step}/9`]),
    );
    for (const { sample, copy } of seen) expect(sample).toEqual(copy);
    expect(result).toEqual(
      await sampleMasked(others.slice(0, 2), alphaBar, chain, keys.slice(0, 2), denoiseAll),
    );
    // The first partial sample is the result of a chain of which only that step is known.
    const flip = await denoise(drawForward(code, alphaBar[59]!, uniforms(keys[0]!, 0, SIZE)), 59);
    expect(seen[0]!.sample.mask).toEqual(Uint8Array.from(flip, (p) => (p > 0.9 ? 1 : 0)));
  });
});

describe('flip map', () => {
  test('averages over the channels', () => {
    expect(Array.from(meanOverChannels(new Float32Array([1, 2, 3, 4, 5, 6]), 3))).toEqual([3, 4]);
  });

  test('enlarges with half-pixel centres and clamped edges (values of torch interpolate, align_corners=False)', () => {
    const row = Array.from(upsample(new Float32Array([0, 1, 0, 1]), 2, 4).subarray(0, 4));
    expect(row).toEqual([0, 0.25, 0.75, 1]);
    expect(new Set(upsample(new Float32Array(64).fill(0.7), 8, 32))).toEqual(new Set([Math.fround(0.7)]));
  });
});

test("the reference code's forward noise, a named option, only clears bits; the equation's flips both ways", () => {
  const code = Float32Array.from({ length: 4000 }, (_, i) => i % 2);
  const uniform = uniforms(deriveKey(5, 'forward'), 0, code.length);
  const share = (noisy: Float32Array, bit: number) =>
    noisy.filter((value, i) => code[i] === bit && value === 1).length / (code.length / 2);
  const equation = drawForward(code, 0.6, uniform);
  expect(share(equation, 0)).toBeCloseTo(0.2, 1);
  expect(share(equation, 1)).toBeCloseTo(0.8, 1);
  const reference = drawForward(code, 0.6, uniform, 'reference-code');
  expect(share(reference, 0)).toBe(0);
  expect(share(reference, 1)).toBeCloseTo(0.6, 1);
});
