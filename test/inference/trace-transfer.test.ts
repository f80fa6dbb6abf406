/** The trace of the flips on its way from the worker to the page. */
import { expect, test } from '@jest/globals';
import { METHOD_IDS } from '@lacuna/core/inference/detector.ts';
import { type DeliveredResult, InferenceClient } from '@lacuna/core/inference/worker/client.ts';
import { FakeSessions } from './support/fake-sessions.ts';
import { FakeWorker } from './support/fake-worker.ts';
import { syntheticSeries } from './support/golden-series.ts';

test('a trace asked for arrives whole with its slice', async () => {
  const series = syntheticSeries();
  const worker = new FakeWorker(new FakeSessions());
  const client = await InferenceClient.start({
    createWorker: () => worker as unknown as Worker,
    weightsUrl: 'http://127.0.0.1/weights/manifest.json',
    ortUrl: 'http://127.0.0.1/ort/',
  });
  await client.openSeries(series, series.slices);
  const settings = { seed: 1, trace: true, latentBernoulli: { noiseLevel: 30, steps: 3 } };
  const request = { seriesKey: series.key, order: [1], methods: METHOD_IDS, settings };
  const run = async (wanted: typeof request) => {
    const results: DeliveredResult[] = [];
    await client.run(wanted, { onSlice: (result) => results.push(result) });
    return results;
  };
  const [latent, pixel] = await run(request);
  const { trace, anomalyMap } = latent!;
  expect(trace!.steps.map(({ timestep }) => timestep)).toEqual([29, 14, 0]);
  for (const { flipProbability } of trace!.steps) {
    expect(flipProbability).toHaveLength(anomalyMap.length);
    expect(flipProbability.some((value) => value > 0)).toBe(true);
  }
  expect(pixel!.trace).toBeUndefined();

  // Without being asked for it is absent; asked for again it comes, though the rest is known by now.
  const [plain] = await run({ ...request, settings: { ...settings, trace: false } });
  expect(plain).toMatchObject({ from: 'memory', trace: undefined });
  expect(plain!.anomalyMap).toEqual(anomalyMap);
  const [again] = await run(request);
  expect(again!.trace).toEqual(trace);
  expect(again!.anomalyMap).toEqual(anomalyMap);
  client.dispose();
});
