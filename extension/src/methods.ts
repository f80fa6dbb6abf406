import { METHOD_IDS, METHOD_NAMES, type MethodId } from '@lacuna/core/inference/detector.ts';

export { METHOD_IDS, METHOD_NAMES };
export type { MethodId };

/** For narrow places. */
export const SHORT_NAMES: Readonly<Record<MethodId, string>> = {
  'latent-bernoulli': 'Latent Bernoulli',
  'diffusion-ad': 'DiffusionAD',
};

export type Rgb = readonly [number, number, number];

/** One colour per method, the same in layers, chart, switches and viewport labels. */
export const METHOD_COLOURS: Readonly<Record<MethodId, Rgb>> = {
  'latent-bernoulli': [255, 176, 0],
  'diffusion-ad': [0, 200, 255],
};

export const cssColour = (method: MethodId): string => `rgb(${METHOD_COLOURS[method].join(', ')})`;

/** A value for each method, made by one function so that none is forgotten. */
export function perMethod<T>(make: (method: MethodId) => T): Record<MethodId, T> {
  return { 'latent-bernoulli': make('latent-bernoulli'), 'diffusion-ad': make('diffusion-ad') };
}

export const RESEARCH_USE = 'Research use only. Not for diagnosis.';
