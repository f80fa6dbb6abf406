import { insideMask } from '../anomaly/map.ts';
import { reconstructNormGuided } from '../pixel/norm-guided.ts';
import type { PixelSettings } from '../pixel/settings.ts';
import { concatenate, split } from './batch.ts';
import type { CheckedModels } from './checked-models.ts';
import type { GridInput, GridOutput } from './grid-detection.ts';
import type { WeightsManifest } from './manifest-types.ts';
import { timestepInput } from './timestep-input.ts';

/**
 * Reconstruct in one guided step, then let the segmentation subnet compare image and reconstruction; one call of each
 * model for the whole batch.
 */
export async function detectDiffusionAd(
  models: CheckedModels,
  manifest: WeightsManifest,
  alphaBar: Float64Array,
  inputs: readonly GridInput[],
  settings: PixelSettings,
  signal?: AbortSignal,
): Promise<GridOutput[]> {
  const n = inputs.length;
  const images = inputs.map(({ image }) => scaled(image, 2, -1));
  const predictNoise = (pairs: Float32Array, timesteps: readonly [number, number]) => {
    const { data } = timestepInput(timesteps, manifest.schedule, n);
    const feeds = { image: pairs, timestepEmbedding: data };
    return models.run('reconstructionSubnet', feeds, 2 * n, signal);
  };
  const keys = inputs.map(({ key }) => key);
  const healthy = await reconstructNormGuided(images, alphaBar, settings, keys, predictNoise, signal);

  const imageAndReconstruction = concatenate(images.flatMap((image, i) => [image, healthy[i]!]));
  const probability = await models.run('segmentationSubnet', { imageAndReconstruction }, n, signal);
  return split(probability, n).map((map, i) => ({
    anomalyMap: insideMask(map, inputs[i]!.mask),
    reconstruction: scaled(healthy[i]!, 0.5, 0.5),
  }));
}

/** `factor * value + offset`: from [0, 1] to [-1, 1] and back. */
function scaled(values: Float32Array, factor: number, offset: number): Float32Array {
  const out = new Float32Array(values.length);
  for (let i = 0; i < out.length; i++) out[i] = factor * values[i]! + offset;
  return out;
}
