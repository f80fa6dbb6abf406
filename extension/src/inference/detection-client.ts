import type { ClientSlice, ClientStatus, RunOptions } from '@lacuna/core/inference/worker/client-types.ts';
import type {
  KeepAction,
  OpenedSeries,
  ReconstructionRequest,
  RunRequest,
} from '@lacuna/core/inference/worker/protocol.ts';
import type { Kept } from '@lacuna/core/inference/worker/result-cache.ts';

/** What this extension needs of the core's worker client; tests put a fake in its place. */
export interface DetectionClient {
  openSeries(
    series: { key: string },
    slices: readonly ClientSlice[],
    signal?: AbortSignal,
  ): Promise<OpenedSeries>;
  closeSeries(key: string): void;
  run(request: RunRequest, options?: RunOptions): Promise<void>;
  /** What is on the screen; direction 1 is feet to head. */
  look(seriesKey: string, sliceIndex: number, direction: -1 | 0 | 1): void;
  /** Source grid, modality units. */
  reconstruction(request: ReconstructionRequest, signal?: AbortSignal): Promise<Float32Array>;
  /** Results on this computer's disk; resolves with what lies there. */
  keepResults(action: KeepAction): Promise<Kept | null>;
  /** Ends the worker; idempotent. */
  dispose(): void;
}

export type StartClient = (
  onStatus: (status: ClientStatus) => void,
  signal: AbortSignal,
) => Promise<DetectionClient>;
