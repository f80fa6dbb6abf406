import type { BackendId, BackendInfo } from './session.ts';

/** Bounds the memory of a batch; a run of so many slices blocks WebAssembly long enough already. */
export const MOST_SLICES_IN_A_BATCH = 64;

const PREFERRED: Readonly<Record<BackendId, number>> = { cpu: 1, wasm: 1, webgpu: 1 };

/** Slices in a run of a model that serve the back-end best. */
export function preferredBatchSize({ id }: BackendInfo): number {
  return PREFERRED[id];
}
