/**
 * Slices in batches, the trace of the flips and coarse results, on the tiny bundle with both runtimes that Node has.
 * @jest-environment ./test/inference/support/native-arrays-environment.cjs
 */
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import {
  type DetectorSettings,
  METHOD_IDS,
  type PartialSliceResult,
  type SliceResult,
} from '@lacuna/core/inference/detector.ts';
import { Engine, type PreparedSeries } from '@lacuna/core/inference/engine.ts';
import { openNodeSessions } from '@lacuna/core/inference/session-ort-node.ts';
import { traceBuffers } from '@lacuna/core/inference/grid-result.ts';
import { folderSource } from './support/bundles.ts';
import { syntheticSeries } from './support/golden-series.ts';

jest.setTimeout(60_000);
const ORDER = [2, 0, 4, 3, 1, 2]; // 4 has no brain; one slice twice
const CHAIN: DetectorSettings = { seed: 3, latentBernoulli: { noiseLevel: 40, steps: 6 } };
const plain = (result: SliceResult) => ({ ...result, elapsedMs: 0 });

describe.each(['cpu', 'wasm'] as const)('on %s', (backend) => {
  let engine: Engine;
  let series: PreparedSeries;
  const alone = new Map<string, SliceResult>();

  beforeAll(async () => {
    engine = await Engine.open(await openNodeSessions({ backend, threads: 1 }), folderSource());
    series = await engine.prepareSeries(syntheticSeries());
    for (const method of METHOD_IDS)
      for (const i of new Set(ORDER))
        alone.set(`${method} ${i}`, plain(await engine.detectSlice(series, i, method, CHAIN)));
  });
  afterAll(() => engine.dispose());

  test.each(METHOD_IDS.flatMap((method) => [1, 2, 3, 8].map((size) => [method, size] as const)))(
    '%s in batches of %i gives bit for bit what slices alone give, in the order asked for (I6)',
    async (method, batchSize) => {
      const results: SliceResult[] = [];
      for await (const result of engine.detectSlices(series, ORDER, method, CHAIN, { batchSize }))
        results.push(plain(result));
      expect(results).toEqual(ORDER.map((i) => alone.get(`${method} ${i}`)));
    },
  );

  test('a batch split into model runs of one gives the same bits', async () => {
    const split = await Engine.open(await openNodeSessions({ backend, threads: 1 }), folderSource(), {
      mostInARun: 1,
    });
    const own = await split.prepareSeries(syntheticSeries());
    for (const method of METHOD_IDS)
      expect(plain(await split.detectSlice(own, 1, method, CHAIN))).toEqual(alone.get(`${method} 1`));
    await split.dispose();
  });

  test('the batch size is checked', async () => {
    for (const batchSize of [0, 1.5, 65, NaN]) {
      const first = engine.detectSlices(series, [0], 'diffusion-ad', CHAIN, { batchSize }).next();
      await expect(first).rejects.toMatchObject({ code: 'invalid-argument' });
    }
  });

  test('a cancelled series stops between batches', async () => {
    const controller = new AbortController();
    const seen: number[] = [];
    const run = async () => {
      const options = { signal: controller.signal, batchSize: 2 };
      for await (const { sliceIndex } of engine.detectSlices(series, ORDER, 'diffusion-ad', CHAIN, options)) {
        seen.push(sliceIndex);
        controller.abort();
      }
    };
    await expect(run()).rejects.toMatchObject({ code: 'cancelled' });
    expect(seen).toEqual([2, 0]);
  });

  test('the trace tells the flips of each step and leaves the result as it is', async () => {
    const traced = await engine.detectSlice(series, 1, 'latent-bernoulli', { ...CHAIN, trace: true });
    const { trace, ...rest } = traced;
    expect(plain(rest)).toEqual(alone.get('latent-bernoulli 1'));
    expect(trace!.steps.map(({ timestep }) => timestep)).toEqual([39, 31, 23, 15, 7, 0]);
    for (const { flipProbability, flippedShare } of trace!.steps) {
      expect(flippedShare).toBeGreaterThanOrEqual(0);
      expect(flippedShare).toBeLessThanOrEqual(1);
      expect(flipProbability.some((value) => value > 0)).toBe(true);
      flipProbability.forEach((value, i) => {
        expect(value >= 0 && value <= 1).toBe(true);
        if (rest.brainMask[i] === 0) expect(value).toBe(0);
      });
    }
    // The map of kind flip-probability is the mean of the steps.
    const kind = { anomalyMap: 'flip-probability', medianFilter: 0 } as const;
    const settings = { ...CHAIN, latentBernoulli: { ...CHAIN.latentBernoulli, ...kind } };
    const { anomalyMap } = await engine.detectSlice(series, 1, 'latent-bernoulli', settings);
    anomalyMap.forEach((mean, i) =>
      expect(trace!.steps.reduce((sum, step) => sum + step.flipProbability[i]!, 0) / 6).toBeCloseTo(mean, 5),
    );
    expect(new Set(traceBuffers(traced)).size).toBe(6);
  });

  test('is absent where nobody asked, without brain, and from the other method', async () => {
    expect(alone.get('latent-bernoulli 1')).not.toHaveProperty('trace');
    const settings = { ...CHAIN, trace: true };
    expect(await engine.detectSlice(series, 4, 'latent-bernoulli', settings)).not.toHaveProperty('trace');
    expect(await engine.detectSlice(series, 1, 'diffusion-ad', settings)).not.toHaveProperty('trace');
  });

  test('a long chain is traced at 24 steps, the first and the last among them', async () => {
    const settings = { seed: 0, trace: true, latentBernoulli: { noiseLevel: 90, steps: 60 } };
    const { trace } = await engine.detectSlice(series, 1, 'latent-bernoulli', settings);
    const timesteps = trace!.steps.map(({ timestep }) => timestep);
    expect(timesteps).toHaveLength(24);
    expect([timesteps[0], timesteps.at(-1)]).toEqual([89, 0]);
    expect([...timesteps].sort((a, b) => b - a)).toEqual(timesteps);
  });

  test('coarse results come first, labelled, and the last result is the same as without', async () => {
    const partials: PartialSliceResult[] = [];
    const onStep = (partial: PartialSliceResult) => void partials.push(partial);
    const result = await engine.detectSlice(series, 1, 'latent-bernoulli', CHAIN, undefined, onStep);
    expect(plain(result)).toEqual(alone.get('latent-bernoulli 1'));
    expect(partials.map(({ step, steps, status }) => [step, steps, status])).toEqual([
      [1, 6, 'done'],
      [2, 6, 'done'],
      [4, 6, 'done'],
    ]);
    for (const { brainMask, anomalyMap } of partials) {
      expect(brainMask).toEqual(result.brainMask);
      expect(anomalyMap.some((value) => value > 0)).toBe(true);
    }
    partials.length = 0;
    await engine.detectSlice(
      series,
      1,
      'latent-bernoulli',
      { seed: 3, latentBernoulli: { steps: 1 } },
      undefined,
      onStep,
    );
    await engine.detectSlice(series, 1, 'diffusion-ad', CHAIN, undefined, onStep);
    expect(partials).toEqual([]);
  });
});
