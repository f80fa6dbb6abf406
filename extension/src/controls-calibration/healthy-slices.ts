import type { ResultStore } from '../layers/result-store.ts';
import { METHOD_IDS, type MethodId } from '../methods.ts';

/** The maps of one slice at its brain pixels, pixel by pixel side by side. */
export type HealthyValues = Readonly<Record<MethodId, Float32Array>>;

/** Slices (feet to head) with results of every method, and brain on them. */
export function calibratingSlices(results: ResultStore): number[] {
  return results
    .sliceIndices(METHOD_IDS[0])
    .filter((slice) => METHOD_IDS.every((method) => results.get(method, slice)?.status === 'done'));
}

/** Whether every method has said something of every slice. */
export function isWhollyRun(results: ResultStore, sliceCount: number): boolean {
  return METHOD_IDS.every((method) => results.sliceIndices(method).length === sliceCount);
}

/** What a slice adds to the calibration: copies, so that results may be cleared meanwhile. */
export function healthyValues(results: ResultStore, slice: number): HealthyValues {
  const brain = results.get(METHOD_IDS[0], slice)?.brainMask ?? new Uint8Array(0);
  const inside = brain.reduce((count, value) => count + Number(value !== 0), 0);
  return Object.fromEntries(
    METHOD_IDS.map((method) => {
      const map = results.get(method, slice)?.anomalyMap;
      const values = new Float32Array(inside);
      for (let i = 0, n = 0; i < brain.length; i++) if (brain[i] !== 0) values[n++] = map?.[i] ?? 0;
      return [method, values];
    }),
  ) as Record<MethodId, Float32Array>;
}
