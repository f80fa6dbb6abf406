import { LacunaError } from '../errors.ts';

/**
 * How the code becomes a map: squared difference of image and reconstruction, the mean flip probability of the
 * denoiser, the latter times the normalised intensity, or the size of the median-filtered signed difference times the
 * median-filtered intensity (noise has both signs and leaves with the filter; FLAIR abnormalities are mostly bright).
 */
export const LATENT_MAP_KINDS = [
  'squared-difference',
  'flip-probability',
  'flip-times-intensity',
  'difference-times-intensity',
] as const;
export type LatentMapKind = (typeof LATENT_MAP_KINDS)[number];

/**
 * `equation`: flips both ways, as the paper's q(x_t | x_0). `reference-code`: the authors' published code loses the term
 * (1 - abar_t) / 2 and so only clears bits; for parity figures, never a default.
 */
export const FORWARD_NOISE_KINDS = ['equation', 'reference-code'] as const;
export type ForwardNoiseKind = (typeof FORWARD_NOISE_KINDS)[number];

export interface LatentSettings {
  /** L: the image's code is noised to timestep L-1; 1..T. */
  noiseLevel: number;
  /** Denoiser calls, spread evenly over the L timesteps; 1..L. */
  steps: number;
  /** P: code elements whose flip probability ever exceeds it may change; `null` lets all change. */
  probabilityThreshold: number | null;
  /** Whether the last step keeps the original code where the mask is not set, as all the others do. */
  maskLastStep: boolean;
  anomalyMap: LatentMapKind;
  /** Default `equation`. */
  forwardNoise?: ForwardNoiseKind;
  /**
   * Ends the chain after so many calls in a row that changed no bit of the healthy code and flagged none; 0, the default,
   * never. An approximation: noise drawn later could still have flipped a bit.
   */
  settledSteps?: number;
  /** Side of the median window on the model grid, odd; 0 or 1 for none. */
  medianFilter: number;
}

/** @throws LacunaError `invalid-argument` naming the first setting out of range. */
export function checkLatentSettings(settings: LatentSettings, timesteps: number): void {
  const refuse = (rule: string) => {
    throw new LacunaError('invalid-argument', `Latent Bernoulli settings: ${rule}.`, { ...settings });
  };
  const { noiseLevel, steps, probabilityThreshold: p, medianFilter, settledSteps = 0 } = settings;
  if (!Number.isInteger(noiseLevel) || noiseLevel < 1 || noiseLevel > timesteps) {
    refuse(`the noise level must be a whole number from 1 to ${timesteps}`);
  }
  if (!Number.isInteger(steps) || steps < 1 || steps > noiseLevel) {
    refuse(`the number of steps must be a whole number from 1 to the noise level (${noiseLevel})`);
  }
  if (p !== null && !(p >= 0 && p <= 1))
    refuse('the probability threshold must lie between 0 and 1, or be off');
  if (!LATENT_MAP_KINDS.includes(settings.anomalyMap)) {
    refuse(`the anomaly map must be one of ${LATENT_MAP_KINDS.join(', ')}`);
  }
  if (settings.forwardNoise !== undefined && !FORWARD_NOISE_KINDS.includes(settings.forwardNoise)) {
    refuse(`the forward noise must be one of ${FORWARD_NOISE_KINDS.join(', ')}`);
  }
  if (!Number.isInteger(settledSteps) || settledSteps < 0) {
    refuse('the number of settled steps must be a whole number from 0');
  }
  if (
    !Number.isInteger(medianFilter) ||
    medianFilter < 0 ||
    medianFilter > 15 ||
    (medianFilter > 1 && medianFilter % 2 === 0)
  ) {
    refuse('the median filter must be 0 or an odd whole number up to 15');
  }
}
