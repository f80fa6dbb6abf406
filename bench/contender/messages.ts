import type { MethodId } from '@lacuna/core/inference/detector.ts';
import type { RoadInfo } from '@lacuna/core/inference/road.ts';

/**
 * What is asked of a contender (one engine in one process or page) and what it answers.
 * The Python contender speaks the same, as JSON lines; see models/training/lacuna_training/torch_speed.py.
 */
export type EngineId =
  'node-cpu' | 'node-webgpu' | 'web-wasm' | 'web-webgpu' | 'browser-wasm' | 'browser-webgpu' | 'torch';

export interface OpenRequest {
  command: 'open';
  /** Folder of the weights bundle. */
  weights: string;
  /** JSON of `SliceFile`; its pixels lie beside it. */
  slices: string;
  threads: number;
}
export interface SeriesRequest {
  command: 'series';
  sliceCount: number;
  methods: readonly MethodId[];
  /** Slices in a run of a model; null: as many as the engine thinks best. */
  batch: number | null;
}
export interface StagesRequest {
  command: 'stages';
  repeats: number;
}
export interface ScheduleRequest {
  command: 'schedule';
  /** Latent Bernoulli: denoiser calls at noise level `noiseLevel`; null for the settings of the weights. */
  steps: number | null;
  noiseLevel: number | null;
  repeats: number;
}
export interface PeakRequest {
  command: 'peak';
  /** Side of the matrices. */
  side: number;
  repeats: number;
}
export type Request =
  OpenRequest | SeriesRequest | StagesRequest | ScheduleRequest | PeakRequest | { command: 'close' };

export interface Opened {
  backend: string;
  /** Versions of what computes, by name. */
  versions: Readonly<Record<string, string>>;
  /** From the start of the process to weights verified and sessions made. */
  openMs: number;
  /** First run of both methods on one slice, preparation of a series of one included. */
  firstSliceMs: number;
  rssBytes?: number;
  /** Where the arithmetic between networks is done; absent where a contender cannot tell. */
  road?: RoadInfo;
}
export interface SeriesTimed {
  sliceCount: number;
  /** Preparation included. */
  ms: number;
  prepareMs: number;
  /** Time inside the runtime's own `session.run`, all models. */
  rawMs: number;
  rawCalls: number;
  /** Processor time of the whole process (in a browser the page's), all threads. It says more than `ms` on a busy machine. */
  cpuMs?: number;
  /** Per method, preparation excluded. */
  methodMs: Readonly<Partial<Record<MethodId, number>>>;
  /** Largest resident memory of the process during the series (PyTorch, and where the system does not tell: so far). */
  peakRssBytes?: number;
  /** Sum over all maps: two contenders that computed the same agree in it. */
  mapSum: Readonly<Partial<Record<MethodId, number>>>;
}
export interface StageTimed {
  stage: string;
  /** Median, until the back-end had done the work. */
  ms: number;
  /** Median inside `session.run`, which a graphics device answers before; absent for stages of the host. */
  rawMs?: number;
  batch: number;
}
export interface ScheduleTimed {
  msPerSlice: number;
  denoiserCalls: number;
}
export interface PeakTimed {
  /** null where this contender cannot tell. */
  gflops: number | null;
}
export interface Answers {
  open: Opened;
  series: SeriesTimed;
  stages: readonly StageTimed[];
  schedule: ScheduleTimed;
  peak: PeakTimed;
  close: null;
}
