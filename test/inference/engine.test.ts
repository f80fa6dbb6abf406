import { describe, expect, jest, test } from '@jest/globals';
import type { SourceSeries, SourceSlice } from '@lacuna/core/imaging/series.ts';
import { METHOD_IDS, type SliceResult } from '@lacuna/core/inference/detector.ts';
import { Engine } from '@lacuna/core/inference/engine.ts';
import { MODEL_KEYS, type ModelKey } from '@lacuna/core/inference/manifest-types.ts';
import { RunQueue } from '@lacuna/core/inference/run-queue.ts';
import { folderSource } from './support/bundles.ts';
import { FakeSessions } from './support/fake-sessions.ts';
import { syntheticSeries } from './support/golden-series.ts';

jest.setTimeout(60_000);

const open = (sessions: FakeSessions, queue = new RunQueue()) =>
  Engine.open(sessions, folderSource(), { queue });

async function prepared(sessions = new FakeSessions(), series: SourceSeries = syntheticSeries()) {
  const engine = await open(sessions);
  return { engine, sessions, series: await engine.prepareSeries(series) };
}

/** The synthetic series with the pixels, or more, of each slice changed. */
const withSlices = (change: (slice: SourceSlice, i: number) => SourceSlice): SourceSeries => {
  const { key, slices } = syntheticSeries();
  return { key, slices: slices.map(change) };
};

describe('results', () => {
  test('are the same in any order, alone or among others, and again (I6)', async () => {
    const { engine, series } = await prepared();
    const forwards: SliceResult[] = [];
    for (const i of [0, 1, 2, 3]) {
      for (const method of METHOD_IDS)
        forwards.push(await engine.detectSlice(series, i, method, { seed: 5 }));
    }
    const other = await prepared();
    for (const expected of [...forwards].reverse()) {
      const again = await other.engine.detectSlice(other.series, expected.sliceIndex, expected.method, {
        seed: 5,
      });
      expect({ ...again, elapsedMs: 0 }).toEqual({ ...expected, elapsedMs: 0 });
    }
    const overlapping = await Promise.all(
      forwards.map((f) => engine.detectSlice(series, f.sliceIndex, f.method, { seed: 5 })),
    );
    overlapping.forEach((result, i) => expect(result.anomalyMap).toEqual(forwards[i]!.anomalyMap));
  });

  test('differ with the seed, the slice key and the series key', async () => {
    const map = async (seed: number, seriesKey: string, sliceKey: string) => {
      const renamed = { ...withSlices((s, i) => (i === 1 ? { ...s, key: sliceKey } : s)), key: seriesKey };
      const { engine, series } = await prepared(new FakeSessions(), renamed);
      const settings = { seed, latentBernoulli: { noiseLevel: 300, steps: 3 } };
      return (await engine.detectSlice(series, 1, 'latent-bernoulli', settings)).anomalyMap.join();
    };
    const maps = [
      await map(1, 'a', 'x'),
      await map(2, 'a', 'x'),
      await map(1, 'b', 'x'),
      await map(1, 'a', 'y'),
    ];
    expect(new Set(maps).size).toBe(4);
    expect(await map(1, 'a', 'x')).toBe(maps[0]);
  });

  test('are 0 outside the brain, within the range, and leave the source alone (I12, I14)', async () => {
    const source = syntheticSeries();
    const before = source.slices.map(({ pixels }) => pixels.slice());
    const { engine, series } = await prepared(new FakeSessions(), source);
    for (const method of METHOD_IDS) {
      const result = await engine.detectSlice(series, 1, method, { seed: 0 });
      expect(result.brainMask.some(Boolean)).toBe(true);
      result.anomalyMap.forEach((value, i) => {
        expect(value).toBeGreaterThanOrEqual(0);
        expect(value).toBeLessThanOrEqual(1);
        if (result.brainMask[i] === 0) {
          expect(value).toBe(0);
          expect(result.reconstruction[i]).toBe(before[1]![i]);
        }
      });
      result.anomalyMap.fill(9); // the receiver owns the arrays
      result.reconstruction.fill(9);
    }
    source.slices.forEach(({ pixels }, i) => expect(pixels).toEqual(before[i]));
  });

  test('a slice without brain is empty and runs no detector', async () => {
    const { engine, sessions, series } = await prepared();
    const calls = sessions.calls.length;
    const result = await engine.detectSlice(series, 4, 'diffusion-ad', { seed: 0 });
    expect(result).toMatchObject({ status: 'no-brain', score: 0 });
    expect(result.anomalyMap.some(Boolean) || result.brainMask.some(Boolean)).toBe(false);
    expect(sessions.calls.length).toBe(calls);
  });

  test('a lazy series gives what the one in memory gives', async () => {
    const memory = await prepared();
    const { key, slices } = syntheticSeries();
    const engine = await open(new FakeSessions());
    const lazy = await engine.prepareSeries({
      key,
      sliceCount: slices.length,
      slice: (i) => Promise.resolve(slices[i]!),
    });
    expect(lazy.intensityMedian).toBe(memory.series.intensityMedian);
    const [a, b] = [
      await engine.detectSlice(lazy, 2, 'diffusion-ad', { seed: 3 }),
      await memory.engine.detectSlice(memory.series, 2, 'diffusion-ad', { seed: 3 }),
    ];
    expect(a.anomalyMap).toEqual(b.anomalyMap);
  });
});

describe('runs', () => {
  test('never overlap, whatever is asked for at once (I9)', async () => {
    const sessions = new FakeSessions({ before: () => new Promise((resolve) => setTimeout(resolve, 1)) });
    const { engine, series } = await prepared(sessions);
    const asked = Array.from({ length: 100 }, (_, i) =>
      engine.detectSlice(series, i % 4, METHOD_IDS[i % 2]!, { seed: i }),
    );
    expect(await Promise.all(asked)).toHaveLength(100);
    expect(sessions.mostInFlight).toBe(1);
  });

  test('two engines of one realm share the queue', async () => {
    const queue = new RunQueue();
    let [inFlight, most] = [0, 0];
    const before = async () => {
      most = Math.max(most, ++inFlight);
      await new Promise((resolve) => setTimeout(resolve, 1));
      inFlight--;
    };
    const engines = [
      await open(new FakeSessions({ before }), queue),
      await open(new FakeSessions({ before }), queue),
    ];
    await Promise.all(engines.map((engine) => engine.prepareSeries(syntheticSeries())));
    expect(most).toBe(1);
  });

  const faults: [string, (data: Float32Array) => Float32Array][] = [
    ['NaN', (data) => data.map((v, i) => (i === data.length - 1 ? NaN : v))],
    ['infinity', (data) => data.map((v, i) => (i === 0 ? Infinity : v))],
    ['an output of the wrong size', (data) => data.slice(1)],
  ];
  const cases = MODEL_KEYS.flatMap((key) => faults.map(([name, damage]) => [name, key, damage] as const));
  test.each(cases)('%s of %s is a bad output, not a result (I12)', async (_, key, damage) => {
    let armed = key === 'brainMask';
    const sessions = new FakeSessions({ output: (k, data) => (armed && k === key ? damage(data) : data) });
    const run = async () => {
      const { engine, series } = await prepared(sessions);
      armed = true;
      for (const method of METHOD_IDS) await engine.detectSlice(series, 1, method, { seed: 0 });
    };
    await expect(run()).rejects.toMatchObject({ code: 'bad-output', evidence: { model: key } });
  });

  test('a probability out of range is a bad output', async () => {
    const sessions = new FakeSessions({
      output: (key, data) => (key === 'segmentationSubnet' ? data.map((v) => v + 0.5) : data),
    });
    const { engine, series } = await prepared(sessions);
    await expect(engine.detectSlice(series, 1, 'diffusion-ad', { seed: 0 })).rejects.toMatchObject({
      code: 'bad-output',
    });
  });
});

describe('cancelling', () => {
  const stages: readonly ModelKey[] = [
    'encoder',
    'denoiser',
    'decoder',
    'reconstructionSubnet',
    'segmentationSubnet',
  ];
  test.each(stages)('during %s stops there, and the engine still works', async (stage) => {
    const controller = new AbortController();
    const sessions = new FakeSessions({ before: (key) => void (key === stage && controller.abort()) });
    const { engine, series } = await prepared(sessions);
    const method = stage.endsWith('Subnet') ? 'diffusion-ad' : 'latent-bernoulli';
    const settings = { seed: 0, latentBernoulli: { noiseLevel: 50, steps: 10 } };
    await expect(engine.detectSlice(series, 1, method, settings, controller.signal)).rejects.toMatchObject({
      code: 'cancelled',
    });
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(sessions.calls.at(-1)).toBe(stage);
    expect((await engine.detectSlice(series, 1, method, settings)).status).toBe('done');
  });

  test('while a series is prepared', async () => {
    const controller = new AbortController();
    const engine = await open(
      new FakeSessions({ before: (_, calls) => void (calls === 2 && controller.abort()) }),
    );
    await expect(engine.prepareSeries(syntheticSeries(), controller.signal)).rejects.toMatchObject({
      code: 'cancelled',
    });
  });

  test('while the weights load; what was opened is released', async () => {
    const controller = new AbortController();
    const sessions = new FakeSessions({ create: (key) => void (key === 'decoder' && controller.abort()) });
    const opening = Engine.open(sessions, folderSource(), {
      signal: controller.signal,
      queue: new RunQueue(),
    });
    await expect(opening).rejects.toMatchObject({ code: 'cancelled' });
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(sessions.released).toBe(sessions.created);
    expect(sessions.disposals).toBe(1);
  });
});

describe('refusals', () => {
  const refusal = (series: SourceSeries) =>
    prepared(new FakeSessions(), series).then(
      () => null,
      (e: unknown) => e,
    );

  test('a constant series; a constant slice among others is none', async () => {
    expect(
      await refusal(withSlices((s) => ({ ...s, pixels: new Float32Array(s.pixels.length).fill(7) }))),
    ).toMatchObject({
      code: 'constant',
    });
    const oneFlat = withSlices((s, i) =>
      i === 2 ? { ...s, pixels: new Float32Array(s.pixels.length).fill(7) } : s,
    );
    expect(await refusal(oneFlat)).toBeNull();
  });

  test('nothing that looks like a brain', async () => {
    const sessions = new FakeSessions({
      output: (key, data) => (key === 'brainMask' ? data.fill(0.1) : data),
    });
    await expect(prepared(sessions)).rejects.toMatchObject({ code: 'no-brain' });
  });

  test('too small, no slices, hostile geometry, missing and impossible pixels', async () => {
    const tiny = { rows: 1, columns: 1 };
    expect(
      await refusal(
        withSlices((s) => ({ ...s, geometry: { ...s.geometry, ...tiny }, pixels: new Float32Array(1) })),
      ),
    ).toMatchObject({ code: 'too-small' });
    expect(await refusal({ key: 'empty', slices: [] })).toMatchObject({ code: 'too-small' });
    expect(
      await refusal(withSlices((s) => ({ ...s, geometry: { ...s.geometry, rowSpacingMm: Number.NaN } }))),
    ).toMatchObject({ code: 'no-geometry' });
    expect(await refusal(withSlices((s) => ({ ...s, pixels: s.pixels.slice(1) })))).toMatchObject({
      code: 'corrupt-file',
    });
    expect(
      await refusal(withSlices((s) => ({ ...s, pixels: s.pixels.map((v, p) => (p === 3 ? Infinity : v)) }))),
    ).toMatchObject({ code: 'corrupt-file' });
  });

  test.each([
    ['a slice that is not there', 99, { seed: 0 }],
    ['a fractional slice', 0.5, { seed: 0 }],
    ['a negative seed', 0, { seed: -1 }],
    ['too many steps', 0, { seed: 0, latentBernoulli: { noiseLevel: 5, steps: 6 } }],
    ['a noise level beyond the schedule', 0, { seed: 0, latentBernoulli: { noiseLevel: 1001 } }],
    ['a NaN threshold', 0, { seed: 0, latentBernoulli: { probabilityThreshold: Number.NaN } }],
  ])('%s', async (_, slice, settings) => {
    const { engine, series } = await prepared();
    await expect(engine.detectSlice(series, slice, 'latent-bernoulli', settings)).rejects.toMatchObject({
      code: 'invalid-argument',
    });
  });

  test('noise scales the wrong way round', async () => {
    const { engine, series } = await prepared();
    const settings = { seed: 0, diffusionAd: { tNoisier: 100 } };
    await expect(engine.detectSlice(series, 0, 'diffusion-ad', settings)).rejects.toMatchObject({
      code: 'invalid-argument',
    });
  });
});

test('disposing frees every session once; afterwards calls are refused, not hung', async () => {
  const { engine, sessions, series } = await prepared();
  await engine.dispose();
  await engine.dispose();
  expect([sessions.created, sessions.released]).toEqual([MODEL_KEYS.length, MODEL_KEYS.length]);
  await expect(engine.detectSlice(series, 0, 'diffusion-ad', { seed: 0 })).rejects.toMatchObject({
    code: 'invalid-argument',
  });
});
