import { settingsForSteps } from '@lacuna/core/latent/chosen-steps.ts';
import type { DetectorSettings } from '@lacuna/core/inference/detector.ts';
import type { MethodId } from '../methods.ts';
import type { ReviewState } from '../state/review-state.ts';

/** What results were made with, as far as a person chooses it. */
export interface RunChoices {
  readonly seed: number;
  /** Denoiser calls a slice; null: as many as the weights use. */
  readonly steps: number | null;
}

/** The settings of a run for the worker; everything else is that of the weights. */
export function detectorSettings({ weights }: ReviewState, { seed, steps }: RunChoices): DetectorSettings {
  if (weights.kind !== 'ready') return { seed };
  const own = weights.info.manifest.methods['latent-bernoulli'];
  const latentBernoulli = settingsForSteps(own, steps);
  return { seed, ...(latentBernoulli && { latentBernoulli }) };
}

/** Of the next run. */
export function nextChoices({ seed, refinement, weights }: ReviewState): RunChoices {
  const own = weights.kind === 'ready' ? weights.info.manifest.methods['latent-bernoulli'].steps : undefined;
  return { seed, steps: refinement.steps === own ? null : refinement.steps };
}

/** Whether results of these choices can stand beside those of others; the steps are of one method alone. */
export function areAlike(a: RunChoices, b: RunChoices, methods: readonly MethodId[]): boolean {
  return a.seed === b.seed && (a.steps === b.steps || !methods.includes('latent-bernoulli'));
}
