import type { BackendId, BackendInfo } from './session.ts';

/**
 * Where the arithmetic between two networks is done. `host`: in TypeScript, every tensor comes back from the back-end.
 * `device`: in graphs of our own on the back-end, so that tensors stay there (device/).
 */
export type Road = 'host' | 'device';

/** By measurement, see docs/engine.md. */
const PREFERRED: Readonly<Record<BackendId, Road>> = { cpu: 'host', wasm: 'host', webgpu: 'device' };

export function preferredRoad({ id }: BackendInfo): Road {
  return PREFERRED[id];
}

/** The road in use, and why it is not the one asked for. */
export interface RoadInfo {
  road: Road;
  fallbackReason?: string;
}
