import type { OutputId } from '@lacuna/core/inference/detector.ts';

export type Rgb = readonly [number, number, number];

/** One colour per layer, the same in viewports, chart, switches and labels. */
export const LAYER_COLOURS: Readonly<Record<OutputId, Rgb>> = {
  'latent-bernoulli': [255, 176, 0],
  'diffusion-ad': [0, 200, 255],
  consensus: [255, 80, 200],
};
