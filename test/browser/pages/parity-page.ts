import { InferenceClient } from '@lacuna/core/inference/worker/client.ts';
import type { DetectorSettings, MethodId } from '@lacuna/core/inference/detector.ts';
import type { SourceSlice } from '@lacuna/core/imaging/series.ts';

/** One slice as the test sends it: typed arrays do not cross from the driver to the page. */
interface PlainSlice extends Omit<SourceSlice, 'pixels'> {
  pixels: number[];
}

export interface ParityRequest {
  backend: 'wasm' | 'webgpu';
  weightsUrl: string;
  seriesKey: string;
  slices: PlainSlice[];
  order: number[];
  methods: MethodId[];
  settings: DetectorSettings;
}

/** Runs the detectors in the real worker and hands the maps back as plain numbers. */
async function detect(request: ParityRequest) {
  const client = await InferenceClient.start({
    createWorker: () => new Worker('/worker.js', { type: 'module' }),
    weightsUrl: new URL(request.weightsUrl, location.href).href,
    ortUrl: new URL('/ort/', location.href).href,
    backend: request.backend,
  });
  const slices = request.slices.map((slice) => ({ ...slice, pixels: Float32Array.from(slice.pixels) }));
  await client.openSeries({ key: request.seriesKey }, slices);
  const results: { index: number; method: MethodId; map: number[]; score: number; elapsedMs: number }[] = [];
  const started = performance.now();
  await client.run(
    {
      seriesKey: request.seriesKey,
      order: request.order,
      methods: request.methods,
      settings: request.settings,
    },
    {
      onSlice: (slice) =>
        results.push({
          index: slice.sliceIndex,
          method: slice.method,
          map: Array.from(slice.anomalyMap),
          score: slice.score,
          elapsedMs: slice.elapsedMs,
        }),
    },
  );
  const elapsedMs = performance.now() - started;
  const backend = client.backend;
  client.dispose();
  return { results, backend, elapsedMs };
}

declare global {
  interface Window {
    lacunaDetect: typeof detect;
  }
}
window.lacunaDetect = detect;
