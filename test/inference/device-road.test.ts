/**
 * The arithmetic between the networks in graphs on the back-end against the same in TypeScript, on the tiny bundle with both
 * runtimes that Node has. WebGPU: test/browser/device-road.ts.
 * @jest-environment ./test/inference/support/native-arrays-environment.cjs
 */
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type {
  DetectorSettings,
  MethodId,
  PartialSliceResult,
  SliceResult,
} from '@lacuna/core/inference/detector.ts';
import { Engine, type PreparedSeries } from '@lacuna/core/inference/engine.ts';
import type { ModelKey } from '@lacuna/core/inference/manifest-types.ts';
import { openNodeSessions } from '@lacuna/core/inference/session-ort-node.ts';
import type { KeptTensor, SessionFactory, TensorData } from '@lacuna/core/inference/session.ts';
import { CountedSessions } from '../../bench/roads/counted-sessions.ts';
import { folderSource } from './support/bundles.ts';
import { syntheticSeries } from './support/golden-series.ts';

jest.setTimeout(60_000);
const latent = (latentBernoulli: DetectorSettings['latentBernoulli']): [MethodId, DetectorSettings] => [
  'latent-bernoulli',
  { seed: 5, latentBernoulli },
];
const VARIANTS: Record<string, [MethodId, DetectorSettings]> = {
  'one step': latent({ noiseLevel: 20, steps: 1 }),
  'a chain': latent({ noiseLevel: 40, steps: 8 }),
  'a long chain': latent({ noiseLevel: 200, steps: 60 }),
  'no mask': latent({ noiseLevel: 40, steps: 5, probabilityThreshold: null }),
  'last step not masked': latent({ noiseLevel: 40, steps: 5, maskLastStep: false }),
  'noise of the published code': latent({ noiseLevel: 90, steps: 5, forwardNoise: 'reference-code' }),
  'map of flips': latent({ noiseLevel: 60, steps: 4, anomalyMap: 'flip-probability', medianFilter: 0 }),
  'ends early': latent({ noiseLevel: 200, steps: 60, settledSteps: 2, probabilityThreshold: 0.9 }),
  'diffusion-ad': ['diffusion-ad', { seed: 5 }],
  'more guidance': [
    'diffusion-ad',
    { seed: 5, diffusionAd: { tNoisier: 400, tLessNoisy: 200, guidance: 2 } },
  ],
};
const SLICES = [2, 0, 4, 1]; // 4 has no brain

function largest(a: Float32Array, b: Float32Array): number {
  let found = a.length === b.length ? 0 : Infinity;
  for (let i = 0; i < a.length; i++) found = Math.max(found, Math.abs(a[i]! - b[i]!));
  return found;
}

describe.each(['cpu', 'wasm'] as const)('on %s', (backend) => {
  let [host, device]: { engine: Engine; series: PreparedSeries }[] = [];
  let counted: CountedSessions;

  const open = async (road: 'host' | 'device', sessions: CountedSessions) => {
    const engine = await Engine.open(sessions, folderSource(), { road });
    expect(engine.road).toEqual({ road });
    return { engine, series: await engine.prepareSeries(syntheticSeries()) };
  };
  beforeAll(async () => {
    const sessions = async () => new CountedSessions(await openNodeSessions({ backend, threads: 1 }));
    host = await open('host', await sessions());
    device = await open('device', (counted = await sessions()));
  });
  afterAll(async () => {
    await host!.engine.dispose();
    await device!.engine.dispose();
  });

  test.each(Object.keys(VARIANTS))('%s: the same maps and masks on both roads', async (name) => {
    const [method, settings] = VARIANTS[name]!;
    const run = async ({ engine, series }: NonNullable<typeof host>, batchSize: number) => {
      const results: SliceResult[] = [];
      for await (const result of engine.detectSlices(series, SLICES, method, settings, { batchSize }))
        results.push(result);
      return results;
    };
    const expected = await run(host!, 1);
    const cut = host!.engine.manifest.methods[method].thresholds.fpr1;
    for (const batchSize of [1, 3]) {
      const found = await run(device!, batchSize);
      for (const [i, { anomalyMap, reconstruction, status }] of found.entries()) {
        const one = expected[i]!;
        expect(status).toBe(one.status);
        const unit = host!.engine.unitOf(host!.series);
        expect(largest(anomalyMap, one.anomalyMap)).toBeLessThan(1e-5);
        expect(largest(reconstruction, one.reconstruction) / unit).toBeLessThan(1e-5);
        const differing = anomalyMap.filter((value, at) => value > cut !== one.anomalyMap[at]! > cut);
        expect(differing).toHaveLength(0);
      }
    }
    expect(expected.some(({ anomalyMap }) => new Set(anomalyMap).size > 20)).toBe(true);
  });

  test('little comes back, and nothing stays behind', async () => {
    const { engine, series } = device!;
    const { size } = engine.manifest.grid;
    const check = 3 * 4;
    for (const [method, bytes] of [
      ['latent-bernoulli', size ** 2 * 4 + 2 * check],
      ['diffusion-ad', 2 * size ** 2 * 4 + 4],
    ] as const) {
      const latentBernoulli = { anomalyMap: 'difference-times-intensity' } as const;
      await engine.detectSlice(series, 1, method, { seed: 1, latentBernoulli });
      counted.reset();
      await engine.detectSlice(series, 1, method, { seed: 1, latentBernoulli });
      expect(counted.fetchedBytes).toBe(bytes);
    }
    counted.mostKept = 0;
    await engine.detectSlice(series, 1, ...VARIANTS['a long chain']!);
    expect(counted.mostKept).toBeLessThan(25); // 60 steps of four tensors would be 240
    await engine.prepareSeries(syntheticSeries()); // its turns at the queue come after what frees the chain
    expect(counted.kept).toBe(0);
  });

  test('a trace comes by way of the host, and changes nothing', async () => {
    const [method, settings] = VARIANTS['a chain']!;
    const traced = await device!.engine.detectSlice(device!.series, 1, method, { ...settings, trace: true });
    const plain = await device!.engine.detectSlice(device!.series, 1, method, settings);
    expect(traced.trace!.steps).toHaveLength(8);
    expect(largest(traced.anomalyMap, plain.anomalyMap)).toBeLessThan(1e-5);
  });

  test.each(['a chain', 'map of flips', 'ends early'])(
    '%s: coarse results are those of the host',
    async (name) => {
      const [method, settings] = VARIANTS[name]!;
      const watched = async ({ engine, series }: NonNullable<typeof host>) => {
        const seen: PartialSliceResult[] = [];
        const onStep = (partial: PartialSliceResult) => void seen.push(partial);
        const result = await engine.detectSlice(series, 1, method, settings, undefined, onStep);
        return { seen, result };
      };
      const [expected, found] = [await watched(host!), await watched(device!)];
      expect(found.seen.map(({ step }) => step)).toEqual(expected.seen.map(({ step }) => step));
      expect(expected.seen[0]).toMatchObject({ step: 1, steps: settings.latentBernoulli!.steps });
      for (const [i, { anomalyMap }] of found.seen.entries())
        expect(largest(anomalyMap, expected.seen[i]!.anomalyMap)).toBeLessThan(1e-5);
      const plain = await device!.engine.detectSlice(device!.series, 1, method, settings);
      expect(found.result.anomalyMap).toEqual(plain.anomalyMap);
      expect(found.result.stepsMade).toBe(expected.result.stepsMade);
    },
  );

  test('a cancelled chain ends at once and leaves nothing behind', async () => {
    const controller = new AbortController();
    const running = device!.engine.detectSlice(
      device!.series,
      1,
      ...VARIANTS['a long chain']!,
      controller.signal,
    );
    setTimeout(() => controller.abort(), 5);
    await expect(running).rejects.toMatchObject({ code: 'cancelled' });
    await device!.engine.prepareSeries(syntheticSeries());
    expect(counted.kept).toBe(0);
  });
});

describe('what goes wrong on the device', () => {
  /** Numbers that are none, given to one model instead of its inputs from the host. */
  const poisoned = async (victim: ModelKey): Promise<SessionFactory> => {
    const sessions = await openNodeSessions({ backend: 'cpu', threads: 1 });
    const bad = (input: TensorData | KeptTensor) =>
      'data' in input ? { ...input, data: input.data.map(() => NaN) } : input;
    return {
      ...sessions,
      create: async (bytes, spec) => {
        const session = await sessions.create(bytes, spec);
        if (spec.key !== victim) return session;
        const poison = <T extends Parameters<NonNullable<typeof session.runKept>>[0]>(inputs: T) =>
          Object.fromEntries(Object.entries(inputs).map(([name, input]) => [name, bad(input)]));
        return {
          run: (inputs) => session.run(inputs),
          runKept: (inputs) => session.runKept!(poison(inputs)),
          dispose: () => session.dispose(),
        };
      },
    };
  };

  test.each([
    ['encoder', 'latent-bernoulli'],
    ['denoiser', 'latent-bernoulli'],
    ['reconstructionSubnet', 'diffusion-ad'],
  ] as const)(
    '%s gives no numbers: the result is refused, although nobody fetched its output',
    async (key, method) => {
      const engine = await Engine.open(await poisoned(key), folderSource(), { road: 'device' });
      const series = await engine.prepareSeries(syntheticSeries());
      const running = engine.detectSlice(series, 1, method, { seed: 0 });
      await expect(running).rejects.toMatchObject({ code: 'bad-output', evidence: { model: key } });
      await engine.dispose();
    },
  );

  test('a back-end that cannot compute the graphs goes by way of the host, and says why', async () => {
    const sessions = await openNodeSessions({ backend: 'cpu', threads: 1 });
    const createGlue = () => Promise.reject(new Error('no such operator'));
    const engine = await Engine.open({ ...sessions, createGlue }, folderSource(), { road: 'device' });
    expect(engine.road).toEqual({
      road: 'host',
      fallbackReason: expect.stringContaining('no such operator'),
    });
    const series = await engine.prepareSeries(syntheticSeries());
    const { status } = await engine.detectSlice(series, 1, 'diffusion-ad', { seed: 0 });
    expect(status).toBe('done');
    await engine.dispose();
  });
});
