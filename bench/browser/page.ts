import type { SourceSlice } from '@lacuna/core/imaging/series.ts';
import { METHOD_IDS, type MethodId } from '@lacuna/core/inference/detector.ts';
import { parseManifest } from '@lacuna/core/inference/manifest.ts';
import type { WeightsManifest } from '@lacuna/core/inference/manifest-types.ts';
import { InferenceClient } from '@lacuna/core/inference/worker/client.ts';
import type { SliceFile } from '../input/slice-file.ts';
import { repeatedSeries } from '../input/repeated-series.ts';
import type { Opened, ScheduleTimed, SeriesTimed, StageTimed } from '../contender/messages.ts';
import { denoiserCalls, modelStages } from '../contender/model-stages.ts';
import type { RawRun } from '../contender/raw-clock.ts';
import type { ClockReading, ClockRequest } from './clock-messages.ts';

const channel = new BroadcastChannel('lacuna-bench');
/** Results are kept by content: another seed for each run, so that each is computed. */
let seed = 0;
let client: InferenceClient;
let slices: SourceSlice[];
let manifest: WeightsManifest;

const rawTime = (request: ClockRequest = 'read and reset'): Promise<ClockReading> =>
  new Promise((resolve) => {
    channel.onmessage = ({ data }: MessageEvent<ClockReading>) => resolve(data);
    channel.postMessage(request);
  });

async function run(
  sliceCount: number,
  methods: readonly MethodId[],
  latentBernoulli?: { steps: number; noiseLevel: number },
  clock: ClockRequest = 'read and reset',
): Promise<{ timed: SeriesTimed; runs: readonly RawRun[] }> {
  await rawTime(clock);
  const settings = { seed: ++seed, ...(latentBernoulli && { latentBernoulli }) };
  const started = performance.now();
  const repeated = repeatedSeries(slices, sliceCount);
  const all = await Promise.all(Array.from({ length: sliceCount }, (_, i) => repeated.slice(i)));
  const key = `bench-${seed}`;
  await client.openSeries({ key }, all);
  const prepareMs = performance.now() - started;
  const methodMs: Partial<Record<MethodId, number>> = {};
  const mapSum: Partial<Record<MethodId, number>> = {};
  for (const method of methods) {
    const from = performance.now();
    let sum = 0;
    const order = all.map((_, i) => i);
    await client.run(
      { seriesKey: key, order, methods: [method], settings },
      { onSlice: ({ anomalyMap }) => (sum += anomalyMap.reduce((a, b) => a + b, 0)) },
    );
    methodMs[method] = performance.now() - from;
    mapSum[method] = sum;
  }
  const ms = performance.now() - started;
  client.closeSeries(key);
  const raw = await rawTime();
  const { ms: rawMs, runs } = raw;
  return { timed: { sliceCount, ms, prepareMs, rawMs, rawCalls: runs.length, methodMs, mapSum }, runs };
}

const bench = {
  async open(backend: 'wasm' | 'webgpu', threads: number): Promise<Opened> {
    const file = (await (await fetch('/slices/slices.json')).json()) as SliceFile;
    const all = new Float32Array(await (await fetch('/slices/slices.f32')).arrayBuffer());
    const area = file.geometry.rows * file.geometry.columns;
    slices = Array.from({ length: file.count }, (_, i) => ({
      key: `slice-${i}`,
      geometry: file.geometry,
      pixels: all.slice(i * area, (i + 1) * area),
    }));
    manifest = parseManifest(await (await fetch('/weights/manifest.json')).json());
    const started = performance.now();
    client = await InferenceClient.start({
      createWorker: () => new Worker('/worker.js', { type: 'module' }),
      weightsUrl: new URL('/weights/', location.href).href,
      ortUrl: new URL('/ort/', location.href).href,
      backend,
      threads,
      loadTimeoutMs: 300_000,
      sliceTimeoutMs: 300_000,
    });
    const openMs = performance.now() - started;
    const { ms: firstSliceMs } = (await run(1, METHOD_IDS)).timed;
    const { id, detail } = client.backend;
    return {
      backend: `${id}: ${detail}`,
      versions: { browser: navigator.userAgent },
      openMs,
      firstSliceMs,
    };
  },
  async series(sliceCount: number, methods: readonly MethodId[]): Promise<SeriesTimed> {
    return (await run(sliceCount, methods)).timed;
  },
  async stages(repeats: number): Promise<StageTimed[]> {
    const runs: RawRun[] = [];
    for (let i = 0; i < repeats; i++)
      runs.push(...(await run(1, METHOD_IDS, undefined, 'reset and wait')).runs);
    return modelStages(runs, manifest);
  },
  async schedule(steps: number | null, noiseLevel: number | null): Promise<ScheduleTimed> {
    const given = steps && noiseLevel ? { steps, noiseLevel } : undefined;
    const { timed, runs } = await run(1, ['latent-bernoulli'], given);
    return {
      msPerSlice: timed.methodMs['latent-bernoulli'] ?? NaN,
      denoiserCalls: denoiserCalls(runs, manifest),
    };
  },
};
export type BenchPage = typeof bench;
declare global {
  interface Window {
    lacunaBench: BenchPage;
  }
}
window.lacunaBench = bench;
