import { openWebSessions } from '@lacuna/core/inference/session-ort-web.ts';
import type { Gpu } from '@lacuna/core/inference/session-webgpu-device.ts';
import { fetchWeights } from '@lacuna/core/inference/worker/fetch-weights.ts';
import type { SourceSlice } from '@lacuna/core/imaging/series.ts';
import { repeatedSeries } from '../../../bench/input/repeated-series.ts';
import { compareRoads, FEW_VARIANTS, type RoadsReport } from '../../../bench/roads/compare-roads.ts';

export interface RoadsRequest {
  slices: (Omit<SourceSlice, 'pixels'> & { pixels: number[] })[];
  rounds: number;
}

/** Both roads on WebGPU in this page. */
async function roads({ slices, rounds }: RoadsRequest): Promise<RoadsReport> {
  const source = slices.map((slice) => ({ ...slice, pixels: Float32Array.from(slice.pixels) }));
  const { gpu } = navigator as { gpu?: Gpu };
  const ortUrl = new URL('/ort/', location.href).href;
  return compareRoads(
    await openWebSessions({ ortUrl, threads: 1, ...(gpu && { gpu }) }, { backend: 'webgpu' }),
    fetchWeights(new URL('/tiny/', location.href).href, fetch.bind(globalThis), { store: undefined }),
    repeatedSeries(source, source.length),
    FEW_VARIANTS,
    rounds,
  );
}

declare global {
  interface Window {
    lacunaRoads: typeof roads;
  }
}
window.lacunaRoads = roads;
