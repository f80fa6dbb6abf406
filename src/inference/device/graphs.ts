import type { WeightsManifest } from '../manifest-types.ts';
import type { GlueSpec } from '../session.ts';
import { channelMean, firstNoise, maskedPrediction, posteriorDraw } from './latent-graphs.ts';
import { guidedEstimate, noisyPairs } from './pixel-graphs.ts';

export const GLUE_KEYS = [
  'noisyPairs',
  'guidedEstimate',
  'firstNoise',
  'maskedPrediction',
  'posteriorDraw',
  'channelMean',
] as const;
export type GlueKey = (typeof GLUE_KEYS)[number];

/**
 * The arithmetic between the networks of a bundle, as graphs. Written here and not stored with the weights: they hold no
 * weights, fit any bundle by its sizes, and leave the bundle and its hash alone.
 */
export function glueGraphs({
  grid,
  methods,
}: Pick<WeightsManifest, 'grid' | 'methods'>): Record<GlueKey, GlueSpec> {
  const { latentChannels: channels, latentSize: side } = methods['latent-bernoulli'];
  return {
    noisyPairs: noisyPairs(grid.size),
    guidedEstimate: guidedEstimate(grid.size),
    firstNoise: firstNoise(channels, side),
    maskedPrediction: maskedPrediction(channels, side),
    posteriorDraw: posteriorDraw(channels, side),
    channelMean: channelMean(channels, side),
  };
}
