import type { LacunaError } from '../../errors.ts';
import type { SourceSlice } from '../../imaging/series.ts';
import type { MethodId } from '../detector.ts';
import type { WeightsManifest } from '../manifest-types.ts';
import type { BackendInfo } from '../session.ts';
import type { LoadProgress } from '../weights-source.ts';
import type { DeliveredResult } from './delivered-result.ts';
import type { BackendChoice } from './protocol.ts';

/** A slice whose pixels the page reads when the worker wants them, so that they are not held twice. */
export interface SliceOnDemand extends Omit<SourceSlice, 'pixels'> {
  /** An array of its own at each call, as `SourceSlice.pixels`. @throws LacunaError */
  read(): Promise<Float32Array>;
}
export type ClientSlice = SourceSlice | SliceOnDemand;

export type ClientStatus =
  | ({ kind: 'loading' } & LoadProgress)
  | { kind: 'ready'; backend: BackendInfo; manifest: WeightsManifest; weightsSha256: string }
  | { kind: 'warming'; warming: boolean }
  /** The worker was lost; a new one is on its way, and what was asked for goes on there. */
  | { kind: 'restarting'; reason: string; backend: BackendChoice }
  | { kind: 'failed'; error: LacunaError }
  | { kind: 'disposed' };

export interface ClientOptions {
  /** e.g. `() => new Worker(new URL('./inference-worker.ts', import.meta.url), { type: 'module' })` */
  createWorker: () => Worker;
  /** Address of manifest.json or of its folder; made absolute by the caller. */
  weightsUrl: string;
  /** Address of the folder with onnxruntime-web's .mjs and .wasm files. */
  ortUrl: string;
  backend?: BackendChoice;
  /** For WebAssembly; default as many as are usual on this computer. */
  threads?: number;
  /** Why `backend` is not the first choice of this computer; shown with it. */
  fallbackReason?: string;
  onStatus?: (status: ClientStatus) => void;
  /** Longest silence while loading before the worker is replaced; default 60 s. */
  loadTimeoutMs?: number;
  /** Longest time for one slice of one method; default 60 s, as a first run may compile shaders. */
  sliceTimeoutMs?: number;
}

export interface RunProgress {
  /** Results delivered, counting each method of each slice. */
  done: number;
  total: number;
  /** Estimate from the results so far; null before the first. */
  secondsLeft: number | null;
}

/** How far the chain of denoiser calls of a slice is. */
export interface RunStep {
  readonly sliceIndex: number;
  readonly method: MethodId;
  /** Calls made, from 1. */
  readonly step: number;
  /** Of the whole chain. */
  readonly steps: number;
  /** What the chain says so far; of the slice on the screen, after some of the calls. It is no result of the run. */
  readonly coarse?: DeliveredResult;
}

export interface RunOptions {
  signal?: AbortSignal;
  /**
   * Called once per slice and method: what is on the screen first (`look`), else in the order asked for. A promise
   * holds the worker back while a few of them are pending, so that it never runs far ahead of the page.
   */
  onSlice?: (result: DeliveredResult) => unknown;
  onProgress?: (progress: RunProgress) => void;
  /** Where the run makes several denoiser calls a slice: called now and then between them, never after the slice's result. */
  onStep?: (step: RunStep) => void;
}
