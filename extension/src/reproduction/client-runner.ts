import type { MethodId } from '@lacuna/core/inference/detector.ts';
import type { MapRunner } from '@lacuna/core/reproduction/map-runner.ts';
import type { DetectionClient } from '../inference/detection-client.ts';

/** The worker as one who computes; nothing is taken from results that were kept. */
export function clientRunner(
  client: DetectionClient,
  seriesKey: string,
  about: Pick<MapRunner, 'weightsId' | 'weightsSha256' | 'backend'>,
): MapRunner {
  return {
    ...about,
    async run({ indices, methods, settings }, onSlice, signal) {
      const waiting = new Map<number, Partial<Record<MethodId, Float32Array>>>();
      await client.run(
        { seriesKey, order: indices, methods, settings, fresh: true },
        {
          signal,
          onSlice: ({ sliceIndex, method, anomalyMap }) => {
            const maps = { ...waiting.get(sliceIndex), [method]: anomalyMap };
            waiting.set(sliceIndex, maps);
            if (!methods.every((id) => maps[id])) return;
            waiting.delete(sliceIndex);
            onSlice(sliceIndex, maps);
          },
        },
      );
    },
  };
}
