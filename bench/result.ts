import type { MethodId } from '@lacuna/core/inference/detector.ts';
import type { EngineId, Opened, ScheduleTimed, SeriesTimed, StageTimed } from './contender/messages.ts';
import type { ModelCost } from './graph/cost.ts';
import type { Machine } from './machine.ts';
import type { Soak } from './soak/soak.ts';

export interface StageResult extends StageTimed {
  /** Of one call at its batch; absent for stages of the host. */
  cost?: ModelCost;
  /** FLOPs over the time in `session.run`. */
  gflops?: number;
  /** Of the measured peak of this engine. */
  shareOfPeak?: number;
}

export interface SeriesResult {
  sliceCount: number;
  /** Medians over the rounds. */
  ms: number;
  msPerSlice: number;
  rawMs: number;
  /** Processor time, all threads; absent where a contender cannot tell. */
  cpuMs?: number;
  /** Time outside `session.run` over the time inside it. */
  overhead: number;
  methodMsPerSlice: Readonly<Partial<Record<MethodId, number>>>;
  /** The largest of the rounds. */
  peakRssBytes?: number;
  rounds: readonly SeriesTimed[];
}

export interface Measured {
  engine: EngineId;
  status: 'measured';
  /** Which bundle; a software graphics device gets the tiny one, whose times say nothing about hardware. */
  weights: string;
  software: boolean;
  opened: Opened;
  peakGflops?: number;
  stages: readonly StageResult[];
  series: readonly SeriesResult[];
  /** Both methods a slice, in ms, by slices in a run of a model. */
  batches: readonly { batch: number; msPerSlice: number }[];
  /** Latent Bernoulli a slice: settings of the weights, and the reference's L = 200 calls. */
  schedules: { default?: ScheduleTimed; reference?: ScheduleTimed };
}
export interface NotMeasured {
  engine: EngineId;
  status: 'not measured';
  reason: string;
}

/** A figure that the project has set itself, as a ratio within one run. */
export interface Goal {
  name: string;
  goal: string;
  /** null: not measured here. */
  value: number | null;
  met: boolean | null;
  note?: string;
}

export interface BenchResult {
  schema: 'lacuna-bench/1';
  measuredAt: string;
  command: string;
  machine: Machine;
  threads: number;
  weights: { id: string; sha256: string };
  models: Readonly<Record<string, ModelCost>>;
  engines: readonly (Measured | NotMeasured)[];
  soak?: Soak;
  goals: readonly Goal[];
}
