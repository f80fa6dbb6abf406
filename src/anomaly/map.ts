import { medianFilter } from './median-filter.ts';

/** (image - reconstruction)^2 inside the brain, then a median of `window` pixels; all [size*size] in model units. */
export function squaredDifference(
  image: Float32Array,
  reconstruction: Float32Array,
  mask: Uint8Array,
  size: number,
  window: number,
): Float32Array {
  const difference = image.map((value, i) => (value - reconstruction[i]!) ** 2);
  return insideMask(window > 1 ? medianFilter(difference, size, window, mask) : difference, mask);
}

/** |median(image - reconstruction)| * median(image) inside the brain; [size*size] in model units. */
export function differenceTimesIntensity(
  image: Float32Array,
  reconstruction: Float32Array,
  mask: Uint8Array,
  size: number,
  window: number,
): Float32Array {
  const smooth = (values: Float32Array) => (window > 1 ? medianFilter(values, size, window, mask) : values);
  const difference = smooth(image.map((value, i) => value - reconstruction[i]!));
  const intensity = smooth(image);
  return insideMask(
    difference.map((value, i) => Math.abs(value) * intensity[i]!),
    mask,
  );
}

/** A map with everything outside the mask set to 0. */
export function insideMask(map: Float32Array, mask: Uint8Array): Float32Array {
  return map.map((value, i) => (mask[i] === 0 ? 0 : value));
}
