import type { MethodId } from '@lacuna/core/inference/detector.ts';
import type { SeriesTimed, StageTimed } from './contender/messages.ts';
import type { ModelCost } from './graph/cost.ts';
import type { Turn } from './measure.ts';
import type { Measured, NotMeasured, SeriesResult, StageResult } from './result.ts';
import { median } from './statistics.ts';

/** @param costOf of a model at a batch, in the bundle that this engine ran; undefined for stages of the host */
export function summarise(
  turn: Turn,
  weights: string,
  costOf: (stage: string, batch: number) => ModelCost | undefined,
): Measured | NotMeasured {
  const { planned, opened, failure, peakGflops, byDefault, reference } = turn;
  if (!opened || failure)
    return { engine: planned.engine, status: 'not measured', reason: failure ?? 'it did not open' };
  const counts = [...new Set(turn.series.map(({ sliceCount }) => sliceCount))];
  return {
    engine: planned.engine,
    status: 'measured',
    weights,
    software: planned.software,
    opened,
    ...(peakGflops !== undefined && { peakGflops }),
    stages: turn.stages.map((stage) => stageResult(stage, costOf(stage.stage, stage.batch), peakGflops)),
    series: counts.map((n) => seriesResult(turn.series.filter(({ sliceCount }) => sliceCount === n))),
    batches: turn.batches.map(({ batch, ms, sliceCount }) => ({ batch, msPerSlice: ms / sliceCount })),
    schedules: { ...(byDefault && { default: byDefault }), ...(reference && { reference }) },
  };
}

function stageResult(
  stage: StageTimed,
  cost: ModelCost | undefined,
  peakGflops: number | undefined,
): StageResult {
  if (!cost) return stage;
  const gflops = cost.flops / (stage.rawMs ?? stage.ms) / 1e6;
  return { ...stage, cost, gflops, ...(peakGflops !== undefined && { shareOfPeak: gflops / peakGflops }) };
}

function seriesResult(rounds: readonly SeriesTimed[]): SeriesResult {
  const { sliceCount, methodMs } = rounds[0]!;
  const of = (pick: (timed: SeriesTimed) => number) => median(rounds.map(pick));
  const ms = of((timed) => timed.ms);
  const peaks = rounds.flatMap(({ peakRssBytes }) => peakRssBytes ?? []);
  const each = (Object.keys(methodMs) as MethodId[]).map((method) => [
    method,
    of((timed) => timed.methodMs[method] ?? NaN) / sliceCount,
  ]);
  return {
    sliceCount,
    ms,
    msPerSlice: ms / sliceCount,
    rawMs: of((timed) => timed.rawMs),
    ...(rounds[0]!.cpuMs !== undefined && { cpuMs: of((timed) => timed.cpuMs ?? NaN) }),
    overhead: of((timed) => timed.ms / timed.rawMs - 1),
    methodMsPerSlice: Object.fromEntries(each) as SeriesResult['methodMsPerSlice'],
    ...(peaks.length > 0 && { peakRssBytes: Math.max(...peaks) }),
    rounds,
  };
}
