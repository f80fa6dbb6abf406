import type { LacunaErrorCode } from '../../errors.ts';
import type { SourceSlice } from '../../imaging/series.ts';
import type { CompactResult } from '../compact-result.ts';
import type { DetectorSettings, MethodId } from '../detector.ts';
import type { GridResult } from '../grid-result.ts';
import type { WeightsManifest } from '../manifest-types.ts';
import type { BackendInfo } from '../session.ts';
import type { Focus } from './focus.ts';
import type { Kept, ResultOrigin } from './result-cache.ts';

export type BackendChoice = 'auto' | 'webgpu' | 'wasm';

export interface StartMessage {
  type: 'start';
  /** Absolute address of the folder of the bundle's manifest, or of the manifest itself. */
  weightsUrl: string;
  /** Absolute address of the folder that holds onnxruntime-web's .mjs and .wasm files. */
  ortUrl: string;
  backend: BackendChoice;
  /** For WebAssembly; default as many as are usual on this computer. */
  threads?: number;
  /** Set when this back-end is not the first choice; becomes BackendInfo.fallbackReason. */
  fallbackReason?: string;
}

export interface RunRequest {
  seriesKey: string;
  /** Slice indices in the order in which they are wanted: the visible one first. */
  order: readonly number[];
  methods: readonly MethodId[];
  settings: DetectorSettings;
  /** Computed whatever is kept of earlier runs: a repetition that only looks up what it repeats would prove nothing. */
  fresh?: boolean;
  /** Whether the page shows coarse results of the slice on the screen while a chain of several steps goes on. */
  coarse?: boolean;
}

/** One slice of one method, as a run would compute it. */
export interface ReconstructionRequest {
  seriesKey: string;
  sliceIndex: number;
  method: MethodId;
  settings: DetectorSettings;
}

/** A result on the model grid, without its reconstruction: a few kilobytes whatever the matrix of the source. */
export interface WireResult {
  sliceKey: string;
  sliceIndex: number;
  method: MethodId;
  packed: CompactResult;
  /** Where it was asked for; transferred, kept by nobody else. */
  trace?: GridResult['trace'];
  /** Time of the computation; of a kept result, the time to find it. */
  elapsedMs: number;
  from: ResultOrigin;
}

/** A chain of several denoiser calls goes on: how far it is, and sometimes what it says so far. */
export interface WireStep {
  sliceIndex: number;
  method: MethodId;
  /** Calls made, from 1. */
  step: number;
  /** Of the whole chain. */
  steps: number;
  /** Where a run asked for coarse results and the slice is on the screen. */
  coarse?: WireResult;
}

export type KeepAction = 'allow' | 'forbid' | 'clear' | 'ask';

/** What the page sends. `id` names a request; answers carry the same number. */
export type ToWorker =
  | StartMessage
  | { type: 'open-series'; id: number; key: string; sliceCount: number }
  /** Answers `need-slice` with a copy of the pixels; null when the series is closed, or why they cannot be read. */
  | { type: 'slice-data'; key: string; index: number; slice: SourceSlice | null; error?: WireError }
  | { type: 'close-series'; key: string }
  | ({ type: 'run'; id: number } & RunRequest)
  | { type: 'cancel'; id: number }
  /** What is on the screen; its slice is computed before all others that were asked for. `sent`: its pixels follow. */
  | ({ type: 'look'; sent?: boolean } & Focus)
  /** The page has taken one result of a run; without it the worker soon waits. */
  | { type: 'taken' }
  | ({ type: 'reconstruct'; id: number } & ReconstructionRequest)
  /** Results on this computer's disk: allowed from now on, no longer (and removed), removed only, or asked for. */
  | { type: 'keep'; id: number; action: KeepAction };

/** A LacunaError in a form that survives structured cloning. */
export interface WireError {
  code: LacunaErrorCode;
  message: string;
  evidence?: Readonly<Record<string, unknown>>;
  /** The realm cannot be trusted any more (device lost, run hung): the client starts a new worker. */
  fatal: boolean;
}

export interface OpenedSeries {
  key: string;
  sliceCount: number;
  /** Median of the brain in modality units: the unit of the model's intensity scale. */
  intensityMedian: number;
  /** Why the weights may not know such grey values, in sentences; see rangeDoubts. */
  doubts: readonly string[];
}

/** What the worker answers. */
export type FromWorker =
  | { type: 'loading'; file: string; loadedBytes: number; totalBytes: number }
  | { type: 'ready'; backend: BackendInfo; manifest: WeightsManifest; weightsSha256: string }
  /** The models are run once before anything asks for them; requests may come meanwhile. */
  | { type: 'warming'; warming: boolean }
  | { type: 'need-slice'; key: string; index: number }
  | { type: 'opened'; id: number; series: OpenedSeries }
  | { type: 'slice'; id: number; result: WireResult }
  /** Never after the result of its slice; also a sign of life. */
  | { type: 'step'; id: number; step: WireStep }
  /** With its reconstruction. */
  | { type: 'reconstructed'; id: number; packed: CompactResult }
  /** What lies on disk now; null where nothing may be kept. */
  | { type: 'kept'; id: number; kept: Kept | null }
  | { type: 'finished'; id: number }
  | { type: 'failed'; id: number | null; error: WireError };
