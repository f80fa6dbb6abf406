import { differenceTimesIntensity } from '@lacuna/core/anomaly/map.ts';
import { brainMaskFromProbability } from '@lacuna/core/imaging/brain-mask.ts';
import { GridMapping } from '@lacuna/core/imaging/grid.ts';
import { brainMaskInput, modelImage } from '@lacuna/core/imaging/normalisation.ts';
import type { SourceSlice } from '@lacuna/core/imaging/series.ts';
import type { WeightsManifest } from '@lacuna/core/inference/manifest-types.ts';
import { deriveKey, uniforms } from '@lacuna/core/random.ts';
import { standardNormals } from '@lacuna/core/random-normal.ts';
import { median } from '../statistics.ts';
import type { StageTimed } from './messages.ts';

/** The engine's work on the host, stage by stage on one slice: what it costs besides the models. */
export function timeHostStages(slice: SourceSlice, manifest: WeightsManifest, repeats: number): StageTimed[] {
  const { grid, normalisation, brainMask, methods } = manifest;
  const latent = methods['latent-bernoulli'];
  const mapping = new GridMapping(slice.geometry, grid);
  const pixels = mapping.toGrid(slice.pixels);
  const mask = Uint8Array.from(pixels, (value) => (value > 0 ? 1 : 0));
  const probability = Float32Array.from(mask, (value) => 0.1 + 0.8 * value);
  const image = modelImage(pixels, mask, 1, normalisation.scale);
  const key = deriveKey(0, 'bench');
  const code = latent.latentChannels * latent.latentSize ** 2;
  const stages: Readonly<Record<string, () => unknown>> = {
    'to the model grid': () => mapping.toGrid(slice.pixels),
    'brain mask input': () => brainMaskInput(pixels, normalisation.maskPercentile),
    'brain mask clean-up': () => brainMaskFromProbability(probability, grid, brainMask),
    normalise: () => modelImage(pixels, mask, 1, normalisation.scale),
    'Bernoulli draws of a step': () => uniforms(key, 0, code),
    'normal draws of both noise scales': () =>
      [0, 1].map((stream) => standardNormals(key, stream, image.length)),
    'map calculation': () => differenceTimesIntensity(image, probability, mask, grid.size, 5),
    'map back to the source': () => [
      mapping.maskToSource(mask),
      mapping.toSource(image),
      mapping.toSource(image),
    ],
  };
  return Object.entries(stages).map(([stage, work]) => {
    const times: number[] = [];
    for (let i = 0; i < repeats + 1; i++) {
      const started = performance.now();
      work();
      if (i > 0) times.push(performance.now() - started);
    }
    return { stage, ms: median(times), batch: 1 };
  });
}
