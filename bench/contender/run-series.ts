import type { MethodId, SliceResult } from '@lacuna/core/inference/detector.ts';
import type { Engine } from '@lacuna/core/inference/engine.ts';
import type { SourceSlice } from '@lacuna/core/imaging/series.ts';
import { repeatedSeries } from '../input/repeated-series.ts';
import type { SeriesRequest, SeriesTimed } from './messages.ts';
import type { RawClock } from './raw-clock.ts';

const SEED = 0;

/**
 * A whole series through the engine; results are let go, as a viewer that keeps none would. The sums by which contenders are
 * compared are nobody's work, so their time is taken off.
 */
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
  let asideMs = 0;
  for (const method of methods) {
    const from = performance.now();
    let [sum, aside] = [0, 0];
    const indices = Array.from({ length: sliceCount }, (_, i) => i);
    const options = batch === null ? {} : { batchSize: batch };
    for await (const result of engine.detectSlices(series, indices, method, { seed: SEED }, options)) {
      const asideFrom = performance.now();
      sum += total(result);
      aside += performance.now() - asideFrom;
    }
    methodMs[method] = performance.now() - from - aside;
    asideMs += aside;
    mapSum[method] = sum;
  }
  const ms = performance.now() - started - asideMs;
  return { sliceCount, ms, prepareMs, rawMs: clock.ms, rawCalls: clock.runs.length, methodMs, mapSum };
}

function total({ anomalyMap }: SliceResult): number {
  let sum = 0;
  for (let i = 0; i < anomalyMap.length; i++) sum += anomalyMap[i]!;
  return sum;
}
