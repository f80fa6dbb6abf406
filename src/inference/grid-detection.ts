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
}
