import type { Surroundings } from '@lacuna/core/inference/backend/candidates.ts';
import { describeAdapter, type Gpu } from '@lacuna/core/inference/session-webgpu-device.ts';
import { ortVersion } from '@lacuna/core/inference/session-versions.ts';

/** What this browser offers for computing. */
export async function surroundings(): Promise<Surroundings> {
  const { userAgent, hardwareConcurrency } = navigator;
  const adapter = await describeAdapter((navigator as { gpu?: Gpu }).gpu);
  return {
    userAgent,
    crossOriginIsolated: window.crossOriginIsolated,
    processors: hardwareConcurrency || 1,
    ...('reason' in adapter ? { adapter: null, noAdapterReason: adapter.reason } : { adapter }),
    ortVersion,
  };
}
