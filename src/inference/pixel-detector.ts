import { insideMask } from '../anomaly/map.ts';
import { reconstructNormGuided } from '../pixel/norm-guided.ts';
import type { PixelSettings } from '../pixel/settings.ts';
import { timestepEmbedding } from '../schedule.ts';
import type { CheckedModels } from './checked-models.ts';
import type { GridInput, GridOutput } from './latent-detector.ts';
import type { WeightsManifest } from './manifest-types.ts';

/** Reconstruct in one guided step, then let the segmentation subnet compare image and reconstruction. */
export async function detectDiffusionAd(
  models: CheckedModels,
  manifest: WeightsManifest,
  alphaBar: Float64Array,
  input: GridInput,
  settings: PixelSettings,
  signal?: AbortSignal,
): Promise<GridOutput> {
  const { embeddingDim } = manifest.schedule;
  const image = input.image.map((value) => 2 * value - 1);
  const predictNoise = (images: Float32Array, timesteps: readonly [number, number]) => {
    const embedding = new Float32Array(2 * embeddingDim);
    timesteps.forEach((t, i) => embedding.set(timestepEmbedding(t, embeddingDim), i * embeddingDim));
    return models.run('reconstructionSubnet', { image: images, timestepEmbedding: embedding }, 2, signal);
  };
  const healthy = await reconstructNormGuided(image, alphaBar, settings, input.key, predictNoise, signal);

  const pair = new Float32Array(2 * image.length);
  pair.set(image);
  pair.set(healthy, image.length);
  const probability = await models.run('segmentationSubnet', { imageAndReconstruction: pair }, 1, signal);
  return {
    anomalyMap: insideMask(probability, input.mask),
    reconstruction: healthy.map((value) => (value + 1) / 2),
  };
}
