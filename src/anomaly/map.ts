import { medianFilter } from './median-filter.ts';

/** (image - reconstruction)^2 inside the brain, then a median of `window` pixels; all [size*size] in model units. */
export function squaredDifference(
  image: Float32Array,
  reconstruction: Float32Array,
  mask: Uint8Array,
  size: number,
  window: number,
): Float32Array {
  const difference = new Float32Array(image.length);
  for (let i = 0; i < image.length; i++) difference[i] = (image[i]! - reconstruction[i]!) ** 2;
  return insideMask(window > 1 ? medianFilter(difference, size, window, mask) : difference, mask);
}

/** Kept from slice to slice. */
let scratch = [0, 0, 0].map((length) => new Float32Array(length));

/** |median(image - reconstruction)| * median(image) inside the brain; [size*size] in model units. */
export function differenceTimesIntensity(
  image: Float32Array,
  reconstruction: Float32Array,
  mask: Uint8Array,
  size: number,
  window: number,
): Float32Array {
  const { length } = image;
  if (scratch[0]!.length !== length) scratch = scratch.map(() => new Float32Array(length));
  const [signed, forDifference, forIntensity] = scratch as [Float32Array, Float32Array, Float32Array];
  const smooth = (values: Float32Array, out: Float32Array) =>
    window > 1 ? medianFilter(values, size, window, mask, out) : values;
  for (let i = 0; i < length; i++) signed[i] = image[i]! - reconstruction[i]!;
  const difference = smooth(signed, forDifference);
  const intensity = smooth(image, forIntensity);
  const map = new Float32Array(image.length);
  for (let i = 0; i < map.length; i++) map[i] = mask[i] === 0 ? 0 : Math.abs(difference[i]!) * intensity[i]!;
  return map;
}

/** A map with everything outside the mask set to 0. */
export function insideMask(map: Float32Array, mask: Uint8Array): Float32Array {
  const inside = new Float32Array(map.length);
  for (let i = 0; i < map.length; i++) if (mask[i] !== 0) inside[i] = map[i]!;
  return inside;
}
