import { dropSmallComponents, fillHoles } from './components.ts';
import type { ModelGrid } from './grid.ts';

/** The model's probability [size*size] made a mask: thresholded, small components dropped, holes filled. */
export function brainMaskFromProbability(
  probability: Float32Array,
  grid: ModelGrid,
  rule: { threshold: number; minAreaMm2: number },
): Uint8Array {
  const above = new Uint8Array(probability.length);
  for (let i = 0; i < above.length; i++) if (probability[i]! > rule.threshold) above[i] = 1;
  const area = { pixelAreaMm2: grid.spacingMm ** 2, minAreaMm2: rule.minAreaMm2 };
  return fillHoles(dropSmallComponents(above, grid.size, 4, area), grid.size);
}

export function countPixels(mask: Uint8Array): number {
  let count = 0;
  for (const value of mask) count += value;
  return count;
}
