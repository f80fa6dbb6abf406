import { LAYER_COLOURS } from './layer-colours.ts';
import {
  METHOD_IDS,
  METHOD_NAMES,
  OUTPUT_IDS as LAYER_IDS,
  OUTPUT_NAMES as OBJECT_NAMES,
  type MethodId,
  type OutputId as LayerId,
} from '@lacuna/core/inference/detector.ts';
import { t } from './text/t.ts';

/** Methods are run; layers are shown and exported: one for each method, and one for their consensus. */
export { LAYER_IDS, METHOD_IDS, METHOD_NAMES, OBJECT_NAMES };
export type { LayerId, MethodId };

/** As the interface calls them; exported objects have OBJECT_NAMES in every language. */
export const LAYER_NAMES: Readonly<Record<LayerId, string>> = {
  ...METHOD_NAMES,
  get consensus() {
    return t('panel.consensus');
  },
};

/** For narrow places. */
export const SHORT_NAMES: Readonly<Record<LayerId, string>> = {
  'latent-bernoulli': 'Latent Bernoulli',
  'diffusion-ad': 'DiffusionAD',
  get consensus() {
    return t('panel.consensus');
  },
};

export { LAYER_COLOURS, type Rgb } from './layer-colours.ts';

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
