import { differenceTimesIntensity, insideMask, squaredDifference } from '../anomaly/map.ts';
import { medianFilter } from '../anomaly/median-filter.ts';
import { clip01 } from '../imaging/normalisation.ts';
import { binarise } from '../latent/bernoulli.ts';
import { meanOverChannels, upsample } from '../latent/flip-map.ts';
import { type MaskedSample, sampleMasked } from '../latent/masked-sampling.ts';
import type { LatentSettings } from '../latent/settings.ts';
import type { RandomKey } from '../random.ts';
import { timestepEmbedding } from '../schedule.ts';
import type { CheckedModels } from './checked-models.ts';
import type { WeightsManifest } from './manifest-types.ts';

/** What a detector gets and gives, on the model grid, [size*size]. */
export interface GridInput {
  /** Normalised intensities in [0, 1], 0 outside the brain. */
  image: Float32Array;
  mask: Uint8Array;
  key: RandomKey;
}
export interface GridOutput {
  /** 0 outside the mask. */
  anomalyMap: Float32Array;
  /** In the unit of the input image, [0, 1]. */
  reconstruction: Float32Array;
}

/** Encode, binarise, sample with the flip mask, decode, compare. */
export async function detectLatentBernoulli(
  models: CheckedModels,
  manifest: WeightsManifest,
  alphaBar: Float64Array,
  input: GridInput,
  settings: LatentSettings,
  signal?: AbortSignal,
): Promise<GridOutput> {
  const { embeddingDim } = manifest.schedule;
  const probability = await models.run('encoder', { image: input.image }, 1, signal);
  const denoise = (code: Float32Array, timestep: number) =>
    models.run('denoiser', { code, timestepEmbedding: timestepEmbedding(timestep, embeddingDim) }, 1, signal);
  const sample = await sampleMasked(binarise(probability), alphaBar, settings, input.key, denoise, signal);
  const reconstruction = (await models.run('decoder', { code: sample.code }, 1, signal)).map(clip01);
  return { anomalyMap: anomalyMap(manifest, input, sample, reconstruction, settings), reconstruction };
}

function anomalyMap(
  manifest: WeightsManifest,
  { image, mask }: GridInput,
  sample: MaskedSample,
  reconstruction: Float32Array,
  { anomalyMap: kind, medianFilter: window }: LatentSettings,
): Float32Array {
  const { size } = manifest.grid;
  if (kind === 'squared-difference') return squaredDifference(image, reconstruction, mask, size, window);
  if (kind === 'difference-times-intensity') {
    return differenceTimesIntensity(image, reconstruction, mask, size, window);
  }
  const { latentChannels, latentSize } = manifest.methods['latent-bernoulli'];
  const flips = upsample(meanOverChannels(sample.flipProbability, latentChannels), latentSize, size);
  const map = kind === 'flip-probability' ? flips : flips.map((value, i) => value * image[i]!);
  return insideMask(window > 1 ? medianFilter(map, size, window, mask) : map, mask);
}
