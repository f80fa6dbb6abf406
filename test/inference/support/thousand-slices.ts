/**
 * Drives 1,000 slices of both methods through client, host and scheduler on fake sessions, cancelled and resumed at
 * random while the screen moves about, and prints what came of it as JSON. Run with --expose-gc.
 */
import type { SourceSeries } from '@lacuna/core/imaging/series.ts';
import { METHOD_IDS } from '@lacuna/core/inference/detector.ts';
import { InferenceClient } from '@lacuna/core/inference/worker/client.ts';
import { FakeSessions } from './fake-sessions.ts';
import { FakeWorker } from './fake-worker.ts';
import { syntheticSeries } from './golden-series.ts';

const SLICES = 1000;

/** A small generator, so that a failure can be repeated. */
let state = Number(process.argv[2] ?? 1);
const random = (below: number) => {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return state % below;
};

function longSeries(): SourceSeries {
  const { key, slices } = syntheticSeries();
  const brain = slices.slice(1, 4); // without the empty ends
  return {
    key,
    slices: Array.from({ length: SLICES }, (_, i) => {
      const { geometry, pixels } = brain[i % brain.length]!;
      return { key: `${i}`, geometry, pixels: pixels.map((value) => value * (1 + 0.2 * Math.sin(i))) };
    }),
  };
}

async function heap(): Promise<number> {
  for (let i = 0; i < 4; i++) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    globalThis.gc!();
  }
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

async function cycle(slices: number) {
  const series = longSeries();
  const sessions = new FakeSessions();
  const worker = new FakeWorker(sessions);
  const client = await InferenceClient.start({
    createWorker: () => worker as unknown as Worker,
    weightsUrl: 'w',
    ortUrl: 'o',
  });
  await client.openSeries(series, series.slices);
  const before = sessions.calls.length;
  const missing = new Set(
    Array.from({ length: slices }, (_, i) => METHOD_IDS.map((method) => `${i} ${method}`)).flat(),
  );
  let [twice, cancellations, most] = [0, 0, 0];
  while (missing.size > 0) {
    const order = [...new Set([...missing].map((name) => Number(name.split(' ')[0])))];
    const controller = new AbortController();
    let left = 1 + random(200);
    const timer = setTimeout(() => controller.abort(), random(1500)); // also in the middle of a model run
    const run = client.run(
      { seriesKey: series.key, order, methods: METHOD_IDS, settings: { seed: 1 } },
      {
        signal: controller.signal,
        onSlice: ({ sliceIndex, method, from }) => {
          const known = !missing.delete(`${sliceIndex} ${method}`);
          if (known && from === 'computed') twice++;
          if (random(20) === 0) client.look(series.key, random(slices), random(2) === 0 ? 1 : -1);
          if (--left === 0) controller.abort();
        },
      },
    );
    await run.catch((error: { code?: string }) => {
      if (error.code !== 'cancelled') throw error;
      cancellations++;
    });
    clearTimeout(timer);
    most = Math.max(most, process.memoryUsage().heapUsed);
  }
  const encoders = sessions.calls.slice(before).filter((model) => model === 'encoder').length;
  client.dispose();
  worker.release();
  return { twice, cancellations, encoders, most, mostInFlight: sessions.mostInFlight };
}
await cycle(20); // code is compiled, caches of the runtime are filled
const start = await heap();
const result = await cycle(SLICES);
const end = await heap();
console.log(JSON.stringify({ ...result, slices: SLICES, start, end }));
