/** One step of a trace, as the detector tells it; the array is on the source grid. */
export interface FlipStep {
  /** Index of the noise schedule, from 0; later steps have smaller ones. */
  readonly timestep: number;
  /** Mean over the channels of the code, 0..1, 0 outside the brain. */
  readonly flipProbability: Float32Array;
  /** Share of the bits that this step flips, 0..1. */
  readonly flippedShare: number;
}

/** The flips of one slice in the order in which they were made. */
export interface FlipTrace {
  readonly steps: readonly FlipStep[];
}

/** Of the probability of a flip: a half says nothing, above it the bit more likely flips than not. */
export const FLIP_RANGE: readonly [number, number] = [0.02, 0.6];
