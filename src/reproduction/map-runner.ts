import type { SourceSeries } from '../imaging/series.ts';
import type { DetectorSettings, MethodId } from '../inference/detector.ts';
import type { Engine } from '../inference/engine.ts';

/** Maps of one slice by method, source grid. */
export type SliceMaps = Readonly<Partial<Record<MethodId, Float32Array>>>;

/** What a repetition needs of whoever computes: an engine in this realm, or a worker's client. */
export interface MapRunner {
  readonly weightsId: string;
  readonly weightsSha256: string;
  readonly backend: string;
  /** Computes afresh, never from results that were kept; `onSlice` gets all methods of a slice together, in any order of slices. */
  run(
    request: {
      readonly indices: readonly number[];
      readonly methods: readonly MethodId[];
      readonly settings: DetectorSettings;
    },
    onSlice: (sliceIndex: number, maps: SliceMaps) => void,
    signal?: AbortSignal,
  ): Promise<void>;
}

/** @throws LacunaError what the engine throws */
export function engineRunner(engine: Engine, source: SourceSeries): MapRunner {
  return {
    weightsId: engine.manifest.id,
    weightsSha256: engine.weightsSha256,
    backend: engine.backend.id,
    async run({ indices, methods, settings }, onSlice, signal) {
      const prepared = await engine.prepareSeries(source, signal);
      for (const index of indices) {
        const maps: Partial<Record<MethodId, Float32Array>> = {};
        for (const method of methods) {
          maps[method] = (await engine.detectSlice(prepared, index, method, settings, signal)).anomalyMap;
        }
        onSlice(index, maps);
      }
    },
  };
}
