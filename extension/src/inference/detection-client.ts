import type { SourceSlice } from '@lacuna/core/imaging/series.ts';
import type { ClientStatus, RunOptions } from '@lacuna/core/inference/worker/client-types.ts';
import type { OpenedSeries, RunRequest } from '@lacuna/core/inference/worker/protocol.ts';

/** What this extension needs of the core's worker client; tests put a fake in its place. */
export interface DetectionClient {
  openSeries(
    series: { key: string },
    slices: readonly SourceSlice[],
    signal?: AbortSignal,
  ): Promise<OpenedSeries>;
  closeSeries(key: string): void;
  run(request: RunRequest, options?: RunOptions): Promise<void>;
  /** Ends the worker; idempotent. */
  dispose(): void;
}

export type StartClient = (
  onStatus: (status: ClientStatus) => void,
  signal: AbortSignal,
) => Promise<DetectionClient>;
