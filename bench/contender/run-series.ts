import type { MethodId, SliceResult } from '@lacuna/core/inference/detector.ts';
import type { Engine } from '@lacuna/core/inference/engine.ts';
import type { SourceSlice } from '@lacuna/core/imaging/series.ts';
import { repeatedSeries } from '../input/repeated-series.ts';
import type { SeriesRequest, SeriesTimed } from './messages.ts';
import type { RawClock } from './raw-clock.ts';

const SEED = 0;

/** A whole series through the engine; results are looked at and let go, as a viewer that keeps none would. */
export async function timeSeries(
  engine: Engine,
  slices: readonly SourceSlice[],
  clock: RawClock,
  { sliceCount, methods, batch }: SeriesRequest,
): Promise<Omit<SeriesTimed, 'peakRssBytes'>> {
  clock.reset();
  const started = performance.now();
  const series = await engine.prepareSeries(repeatedSeries(slices, sliceCount));
  const prepareMs = performance.now() - started;
  const methodMs: Partial<Record<MethodId, number>> = {};
  const mapSum: Partial<Record<MethodId, number>> = {};
  for (const method of methods) {
    const from = performance.now();
    let sum = 0;
    const indices = Array.from({ length: sliceCount }, (_, i) => i);
    const options = batch === null ? {} : { batchSize: batch };
    for await (const result of engine.detectSlices(series, indices, method, { seed: SEED }, options))
      sum += total(result);
    methodMs[method] = performance.now() - from;
    mapSum[method] = sum;
  }
  const ms = performance.now() - started;
  return { sliceCount, ms, prepareMs, rawMs: clock.ms, rawCalls: clock.calls, methodMs, mapSum };
}

function total({ anomalyMap }: SliceResult): number {
  let sum = 0;
  for (const value of anomalyMap) sum += value;
  return sum;
}
