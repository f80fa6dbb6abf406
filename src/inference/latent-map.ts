import { differenceTimesIntensity, insideMask, squaredDifference } from '../anomaly/map.ts';
import { medianFilter } from '../anomaly/median-filter.ts';
import { upsample } from '../latent/flip-map.ts';
import type { LatentSettings } from '../latent/settings.ts';
import type { GridInput } from './grid-detection.ts';
import type { WeightsManifest } from './manifest-types.ts';

/**
 * The anomaly map of latent Bernoulli, as the settings define it, [size*size].
 * @param flips mean flip probability over steps and channels, [latentSize^2]; asked for only by the maps made of it
 */
export function latentMap(
  manifest: WeightsManifest,
  { image, mask }: GridInput,
  reconstruction: Float32Array,
  { anomalyMap: kind, medianFilter: window }: LatentSettings,
  flips: () => Float32Array,
): Float32Array {
  const { size } = manifest.grid;
  if (kind === 'squared-difference') return squaredDifference(image, reconstruction, mask, size, window);
  if (kind === 'difference-times-intensity') {
    return differenceTimesIntensity(image, reconstruction, mask, size, window);
  }
  const onGrid = flipsOnGrid(manifest, flips());
  const map = kind === 'flip-probability' ? onGrid : onGrid.map((value, i) => value * image[i]!);
  return insideMask(window > 1 ? medianFilter(map, size, window, mask) : map, mask);
}

/** Whether `latentMap` asks for flips. */
export function needsFlips({ anomalyMap: kind }: LatentSettings): boolean {
  return kind === 'flip-probability' || kind === 'flip-times-intensity';
}

/** A map of one value per latent position, enlarged to the model grid. */
export function flipsOnGrid({ grid, methods }: WeightsManifest, flips: Float32Array): Float32Array {
  return upsample(flips, methods['latent-bernoulli'].latentSize, grid.size);
}
