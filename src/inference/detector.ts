import type { LatentSettings } from '../latent/settings.ts';
import type { PixelSettings } from '../pixel/settings.ts';

export const METHOD_IDS = ['latent-bernoulli', 'diffusion-ad'] as const;
export type MethodId = (typeof METHOD_IDS)[number];

export const METHOD_NAMES: Readonly<Record<MethodId, string>> = {
  'latent-bernoulli': 'Latent Bernoulli diffusion',
  'diffusion-ad': 'DiffusionAD',
};

/** Everything that a map and a mask can be of: the methods, and what they say together. */
export const OUTPUT_IDS = [...METHOD_IDS, 'consensus'] as const;
export type OutputId = (typeof OUTPUT_IDS)[number];

export const OUTPUT_NAMES: Readonly<Record<OutputId, string>> = {
  ...METHOD_NAMES,
  consensus: 'Consensus',
};

/** What a person may change for a run; anything left out comes from the manifest of the weights. */
export interface DetectorSettings {
  /** Unsigned 32-bit; same seed, input, weights and back-end give the same map. */
  seed: number;
  latentBernoulli?: Partial<LatentSettings>;
  diffusionAd?: Partial<PixelSettings>;
  /** Adds `trace` to results of `latent-bernoulli`; the rest of the result stays what it is. */
  trace?: boolean;
}

/** What the denoiser said at one step of the chain. */
export interface TraceStep {
  timestep: number;
  /**
   * How sure this call is that the healthy code differs, |x0_hat - x_0|: mean over the code's channels, whether masked
   * or not, on the source grid, 0 outside the brain; in [0, 1].
   */
  flipProbability: Float32Array;
  /** Share of the code's elements whose bit, after masking, is no longer the original's; in [0, 1]. */
  flippedShare: number;
}

/** All arrays are on the source grid of the slice, row-major, rows * columns, and owned by the receiver. */
export interface SliceResult {
  sliceKey: string;
  sliceIndex: number;
  method: MethodId;
  /** `no-brain`: too little brain in the slice to run the method; map and mask are all 0. */
  status: 'done' | 'no-brain';
  /** Continuous, within the method's mapRange, 0 outside the brain. */
  anomalyMap: Float32Array;
  /** Modality units; source pixels outside the brain. */
  reconstruction: Float32Array;
  /** 1 inside the brain. */
  brainMask: Uint8Array;
  /** Mean of the 50 largest pixels of the map on the model grid. */
  score: number;
  /** Of a slice in a batch: the batch's time over its slices. */
  elapsedMs: number;
  /** Where it was asked for; in the order of the steps, at most 24 of them, spread evenly over a longer chain. */
  trace?: { steps: readonly TraceStep[] };
  /** Denoiser calls made, where several may be: fewer than asked for if the chain settled. */
  stepsMade?: number;
}

/** A coarse result of a chain of several steps, to be refined. */
export type PartialSliceResult = SliceResult & {
  /** Denoiser calls behind this result, from 1. */
  step: number;
  /** Denoiser calls of the whole chain. */
  steps: number;
};
