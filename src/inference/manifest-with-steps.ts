import { settingsForSteps } from '../latent/chosen-steps.ts';
import type { WeightsManifest } from './manifest-types.ts';

/**
 * The weights with another number of denoiser calls of latent Bernoulli than their own; the same object for their own.
 * Thresholds and tables stay: they were made with the weights' own number, which `calibratedSteps` then names.
 * @param steps 1..mostSteps; null for as many as the weights use
 */
export function manifestWithSteps(
  manifest: WeightsManifest,
  steps: number | null | undefined,
): WeightsManifest {
  const own = manifest.methods['latent-bernoulli'];
  const changed = settingsForSteps(own, steps);
  if (!changed) return manifest;
  const methods = { ...manifest.methods, 'latent-bernoulli': { ...own, ...changed } };
  return { ...manifest, methods, calibratedSteps: own.steps };
}
