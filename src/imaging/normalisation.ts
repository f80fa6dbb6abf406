import { percentileOfPositive } from './order-statistics.ts';

/** Input of the brain-mask model: intensities over their upper percentile, clipped to [0, 1]; null without signal. */
export function brainMaskInput(gridPixels: Float32Array, maskPercentile: number): Float32Array | null {
  const positive = new Float32Array(gridPixels.length);
  let count = 0;
  for (let i = 0; i < gridPixels.length; i++) if (gridPixels[i]! > 0) positive[count++] = gridPixels[i]!;
  if (count === 0) return null;
  const top = percentileOfPositive(positive.subarray(0, count), maskPercentile);
  const input = new Float32Array(gridPixels.length);
  for (let i = 0; i < input.length; i++) input[i] = clip01(gridPixels[i]! / top);
  return input;
}

/** Input of the detectors: the brain in units of `scale` medians of the series' brain, in [0, 1], 0 outside the brain. */
export function modelImage(
  gridPixels: Float32Array,
  mask: Uint8Array,
  intensityMedian: number,
  scale: number,
): Float32Array {
  const unit = scale * intensityMedian;
  const image = new Float32Array(gridPixels.length);
  for (let i = 0; i < image.length; i++) if (mask[i] !== 0) image[i] = clip01(gridPixels[i]! / unit);
  return image;
}

/** Indices of the slices from which a series' intensity scale is taken: evenly spaced, both ends included. */
export function sampleIndices(sliceCount: number, sampleSlices: number): number[] {
  const k = Math.min(sliceCount, sampleSlices);
  if (k === 1) return [Math.floor((sliceCount - 1) / 2)];
  return Array.from({ length: k }, (_, i) => Math.floor((i * (sliceCount - 1)) / (k - 1) + 0.5));
}

export function clip01(value: number): number {
  return value < 0 ? 0 : value > 1 ? 1 : value;
}
