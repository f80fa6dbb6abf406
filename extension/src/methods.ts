import {
  METHOD_IDS,
  METHOD_NAMES,
  OUTPUT_IDS as LAYER_IDS,
  OUTPUT_NAMES as LAYER_NAMES,
  type MethodId,
  type OutputId as LayerId,
} from '@lacuna/core/inference/detector.ts';

/** Methods are run; layers are shown and exported: one for each method, and one for their consensus. */
export { LAYER_IDS, LAYER_NAMES, METHOD_IDS, METHOD_NAMES };
export type { LayerId, MethodId };

/** For narrow places. */
export const SHORT_NAMES: Readonly<Record<LayerId, string>> = {
  'latent-bernoulli': 'Latent Bernoulli',
  'diffusion-ad': 'DiffusionAD',
  consensus: 'Consensus',
};

export type Rgb = readonly [number, number, number];

/** One colour per layer, the same in viewports, chart, switches and labels. */
export const LAYER_COLOURS: Readonly<Record<LayerId, Rgb>> = {
  'latent-bernoulli': [255, 176, 0],
  'diffusion-ad': [0, 200, 255],
  consensus: [255, 80, 200],
};

/** Keys that show and hide the layers. */
export const LAYER_KEYS: Readonly<Record<LayerId, string>> = {
  'latent-bernoulli': 'q',
  'diffusion-ad': 'w',
  consensus: 'x',
};

export const cssColour = (layer: LayerId): string => `rgb(${LAYER_COLOURS[layer].join(', ')})`;

/** A value for each layer, made by one function so that none is forgotten. */
export function perLayer<T>(make: (layer: LayerId) => T): Record<LayerId, T> {
  return {
    'latent-bernoulli': make('latent-bernoulli'),
    'diffusion-ad': make('diffusion-ad'),
    consensus: make('consensus'),
  };
}

export const RESEARCH_USE = 'Research use only. Not for diagnosis.';
