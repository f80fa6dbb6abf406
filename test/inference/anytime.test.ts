/** Runs of several denoiser calls a slice: told step by step, coarse where a person looks, and never in anybody's way. */
import { afterEach, expect, jest, test } from '@jest/globals';
import type { ModelKey } from '@lacuna/core/inference/manifest-types.ts';
import { Engine } from '@lacuna/core/inference/engine.ts';
import { RunQueue } from '@lacuna/core/inference/run-queue.ts';
import { InferenceClient } from '@lacuna/core/inference/worker/client.ts';
import type { RunOptions, RunStep } from '@lacuna/core/inference/worker/client-types.ts';
import type { DeliveredResult } from '@lacuna/core/inference/worker/delivered-result.ts';
import { folderSource } from './support/bundles.ts';
import { FakeSessions } from './support/fake-sessions.ts';
import { FakeWorker } from './support/fake-worker.ts';
import { syntheticSeries } from './support/golden-series.ts';

jest.setTimeout(30_000);

const series = syntheticSeries();
const latentBernoulli = { noiseLevel: 200, steps: 12, settledSteps: 3 };
const request = {
  seriesKey: series.key,
  order: [1, 2, 3],
  methods: ['latent-bernoulli'] as const,
  settings: { seed: 1, latentBernoulli },
};
const clients: InferenceClient[] = [];
afterEach(() => clients.splice(0).forEach((client) => client.dispose()));

async function open(sessions = new FakeSessions()) {
  const client = await InferenceClient.start({
    createWorker: () => new FakeWorker(sessions) as unknown as Worker,
    weightsUrl: 'w',
    ortUrl: 'o',
  });
  clients.push(client);
  await client.openSeries(series, series.slices);
  return client;
}

/** What happens in a run, in order. */
async function watched(client: InferenceClient, change: Partial<RunOptions> = {}, asked = request) {
  const events: string[] = [];
  const steps: RunStep[] = [];
  const results: DeliveredResult[] = [];
  await client.run(asked, {
    onStep: (step) => {
      steps.push(step);
      events.push(`${step.coarse ? 'coarse' : 'step'} ${step.sliceIndex}: ${step.step}/${step.steps}`);
      change.onStep?.(step);
    },
    onSlice: (result) => {
      results.push(result);
      events.push(`result ${result.sliceIndex}`);
    },
    ...(change.signal && { signal: change.signal }),
  });
  return { events, steps, results };
}

/** A model takes a little, as on a real back-end. */
const slow = () =>
  new FakeSessions({
    before: (key: ModelKey) => (key === 'denoiser' ? pause(4) : undefined),
  });
const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

test('coarse maps come of the slice on the screen alone, at doubling steps, and end with its result', async () => {
  const client = await open();
  client.look(series.key, 2, 0);
  const { events, steps } = await watched(client);
  const coarse = events.filter((event) => event.startsWith('coarse'));
  expect(coarse).toEqual([1, 2, 4, 8].map((step) => `coarse 2: ${step}/12`));
  expect(events.indexOf('result 2')).toBeGreaterThan(events.indexOf('coarse 2: 8/12'));
  const maps = steps.flatMap(({ coarse: map }) => (map ? [map.anomalyMap] : []));
  expect(maps.every((map) => map.length === series.slices[2]!.pixels.length)).toBe(true);
  expect(new Set(maps.map((map) => map.join())).size).toBeGreaterThan(1);
});

test('results are those of a run that nobody watched, and found again without a step', async () => {
  const client = await open();
  client.look(series.key, 1, 0);
  const { results } = await watched(client);
  const engine = await Engine.open(new FakeSessions(), folderSource(), { queue: new RunQueue() });
  const prepared = await engine.prepareSeries(series);
  for (const { sliceIndex, anomalyMap, stepsMade } of results) {
    const alone = await engine.detectSlice(prepared, sliceIndex, 'latent-bernoulli', request.settings);
    expect(anomalyMap).toEqual(alone.anomalyMap);
    expect(stepsMade).toBe(12);
  }
  const again = await watched(client);
  expect(again.events).toEqual(['result 1', 'result 2', 'result 3']);
});

test('a slice scrolled to overtakes one that is being refined, between two of its steps', async () => {
  const client = await open(slow());
  client.look(series.key, 1, 0);
  let looked = false;
  const long = { ...request, settings: { seed: 1, latentBernoulli: { ...latentBernoulli, steps: 60 } } };
  const { events } = await watched(
    client,
    {
      onStep: ({ sliceIndex, coarse }) => {
        if (looked || sliceIndex !== 1 || !coarse) return;
        looked = true;
        client.look(series.key, 3, 1);
      },
    },
    long,
  );
  expect(events.indexOf('result 3')).toBeGreaterThan(0);
  expect(events.indexOf('result 3')).toBeLessThan(events.indexOf('result 1'));
  expect(events).toContain('coarse 3: 1/60');
});

test('cancelled in the middle, nothing of the slice was kept', async () => {
  const client = await open(slow());
  client.look(series.key, 1, 0);
  const abort = new AbortController();
  const run = watched(client, {
    signal: abort.signal,
    onStep: ({ coarse }) => {
      if (coarse && coarse.sliceIndex === 1) abort.abort();
    },
  });
  await expect(run).rejects.toMatchObject({ code: 'cancelled' });
  const { results } = await watched(client);
  expect(results.map(({ sliceIndex, from }) => `${sliceIndex} ${from}`)).toContain('1 computed');
});

test('a chain in which no bit flips any more ends early, and its result says after how many calls, also when kept', async () => {
  const still = new FakeSessions({ output: (key, data) => (key === 'denoiser' ? data.fill(0) : data) });
  const client = await open(still);
  const made = async () => (await watched(client)).results.map(({ stepsMade }) => stepsMade);
  expect(await made()).toEqual([3, 3, 3]);
  expect(await made()).toEqual([3, 3, 3]);
});

test('one call a slice tells of no steps', async () => {
  const client = await open();
  client.look(series.key, 1, 0);
  const { events, results } = await watched(
    client,
    {},
    {
      ...request,
      settings: { seed: 1 } as typeof request.settings,
    },
  );
  expect(events).toEqual(['result 1', 'result 2', 'result 3']);
  expect(results.every(({ stepsMade }) => stepsMade === undefined)).toBe(true);
});
