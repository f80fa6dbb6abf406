import type { WeightsManifest } from '@lacuna/core/inference/manifest-types.ts';
import type { Row } from '../about/figures.ts';
import type { LayerId } from '../methods.ts';
import type { ReviewState } from '../state/review-state.ts';
import { t } from '../text/t.ts';

/**
 * What "About this map" adds where results are of another number of denoiser calls than the thresholds.
 * @param manifest with the steps of the results
 */
export function stepRows(state: ReviewState, layer: LayerId, manifest: WeightsManifest): Row[] {
  const { calibratedSteps } = manifest;
  if (calibratedSteps === undefined || layer === 'diffusion-ad') return [];
  const { steps } = manifest.methods['latent-bernoulli'];
  const { outcomes } = state.methods['latent-bernoulli'];
  const early = outcomes.filter((outcome) => (outcome?.stepsMade ?? steps) < steps).length;
  return [
    ...(layer === 'consensus' ? [[t('refinement.ofLatentBernoulli'), String(steps)] as const] : []),
    [t('refinement.calibratedSteps'), String(calibratedSteps)],
    [t('refinement.settledSlices'), String(early)],
  ];
}
