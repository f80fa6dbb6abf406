import type { LayerId } from '../methods.ts';
import type { ReviewState } from '../state/review-state.ts';
import { t } from '../text/t.ts';

const isOfSteps = (layer: LayerId): boolean => layer !== 'diffusion-ad';

/** That the results shown are of another number of denoiser calls than the thresholds; empty where they are not. */
export function stepsText({ refinement, weights }: ReviewState, layers: readonly LayerId[]): string {
  const { resultsSteps: count } = refinement;
  if (count === null || weights.kind !== 'ready' || !layers.some(isOfSteps)) return '';
  return t('refinement.steps', { count, usual: weights.info.manifest.methods['latent-bernoulli'].steps });
}

/** What is still being refined of a slice, in another plane (null) of any; empty where nothing shown is. */
export function coarseText(
  { refinement }: ReviewState,
  layers: readonly LayerId[],
  displayIndex: number | null,
): string {
  const here = refinement.coarse.find(
    (one) => (displayIndex === null || one.displayIndex === displayIndex) && layers.includes(one.method),
  );
  return here ? t('refinement.coarse', { step: here.step, steps: here.steps }) : '';
}

/** That the chain of a slice ended early; empty where it did not, or is being refined anew. */
export function settledText(
  { refinement, methods }: ReviewState,
  layers: readonly LayerId[],
  displayIndex: number | null,
): string {
  const { resultsSteps: steps } = refinement;
  if (steps === null || displayIndex === null || !layers.some(isOfSteps)) return '';
  const made = methods['latent-bernoulli'].outcomes[displayIndex]?.stepsMade ?? steps;
  return made < steps ? t('refinement.settled', { made, steps }) : '';
}
