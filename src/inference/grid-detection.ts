import type { RandomKey } from '../random.ts';
import type { TraceStep } from './detector.ts';

/** What a detector gets of one slice, on the model grid, [size*size]. */
export interface GridInput {
  /** Normalised intensities in [0, 1], 0 outside the brain. */
  image: Float32Array;
  mask: Uint8Array;
  key: RandomKey;
}

/** What a detector gives of one slice, on the model grid, [size*size]. */
export interface GridOutput {
  /** 0 outside the mask. */
  anomalyMap: Float32Array;
  /** In the unit of the input image, [0, 1]. */
  reconstruction: Float32Array;
  trace?: readonly TraceStep[];
  /** Denoiser calls made, where several may be: fewer than asked for if the chain settled. */
  stepsMade?: number;
}

/** A result of a chain that goes on: what the map would be if this denoiser call, counted from 1, were the last. */
export interface GridPartial {
  output: GridOutput;
  step: number;
  steps: number;
}

export interface DetectOptions {
  signal?: AbortSignal;
  trace?: boolean;
  /** Given the number of the input in the batch. */
  onPartial?: (input: number, partial: GridPartial) => void;
  /** Whether a partial result of the input is wanted now: it costs a run of the decoder. Without it, always. */
  wantsPartial?: (input: number) => boolean;
  /** After each denoiser call of each input: calls made, from 1, and of the whole chain. */
  onCall?: (input: number, step: number, steps: number) => void;
}
