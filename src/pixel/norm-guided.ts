import { type RandomKey } from '../random.ts';
import { fillStandardNormals } from '../random-normal.ts';
import type { PixelSettings } from './settings.ts';

/** Noise predicted for n pairs of images, [2n, G, G], each pair at the same two timesteps; same shape. */
export type PredictNoise = (
  images: Float32Array,
  timesteps: readonly [number, number],
  signal?: AbortSignal,
) => Promise<Float32Array>;

const LESS_NOISY_STREAM = 0;
const NOISIER_STREAM = 1;

/**
 * One-step norm-guided reconstruction (Zhang et al. 2023, arXiv 2303.08730) of several images.
 *
 * The noisier copy x_s has lost the anomaly but also detail; the less noisy one x_n has both. The estimate from x_s,
 * carried to t_n, pulls the noise of x_n towards the healthy image. One call of the network for both copies of all images.
 *
 * @param images [G*G] each, in [-1, 1]; not written to
 * @param alphaBar cumulative schedule, index t
 * @param keys one per image
 * @returns [G*G] each, in [-1, 1]
 */
export async function reconstructNormGuided(
  images: readonly Float32Array[],
  alphaBar: Float64Array,
  settings: PixelSettings,
  keys: readonly RandomKey[],
  predictNoise: PredictNoise,
  signal?: AbortSignal,
): Promise<Float32Array[]> {
  const scales = noiseScales(alphaBar, settings);
  const size = images[0]!.length;
  const noisy = new Float32Array(2 * images.length * size);
  const pair = (i: number) => noisy.subarray(2 * i * size, 2 * (i + 1) * size);
  images.forEach((image, i) => addNoise(image, keys[i]!, scales, pair(i)));
  const predicted = await predictNoise(noisy, [settings.tLessNoisy, settings.tNoisier], signal);
  return images.map((_, i) => {
    const noise = predicted.subarray(2 * i * size, 2 * (i + 1) * size);
    return guidedEstimate(pair(i), noise, scales, settings.guidance);
  });
}

/** How much of the image and how much noise the two copies hold. */
export interface NoiseScales {
  signalN: number;
  noiseN: number;
  signalS: number;
  noiseS: number;
}

export function noiseScales(alphaBar: Float64Array, { tLessNoisy, tNoisier }: PixelSettings): NoiseScales {
  const abarN = alphaBar[tLessNoisy]!;
  const abarS = alphaBar[tNoisier]!;
  return {
    signalN: Math.sqrt(abarN),
    noiseN: Math.sqrt(1 - abarN),
    signalS: Math.sqrt(abarS),
    noiseS: Math.sqrt(1 - abarS),
  };
}

/** The noise of x_n, then of x_s, [2, count]. */
export function pairOfNormals(key: RandomKey, count: number): Float32Array {
  const normals = new Float32Array(2 * count);
  fillPairOfNormals(key, normals);
  return normals;
}

function fillPairOfNormals(key: RandomKey, pair: Float32Array): void {
  const count = pair.length / 2;
  fillStandardNormals(key, LESS_NOISY_STREAM, pair.subarray(0, count));
  fillStandardNormals(key, NOISIER_STREAM, pair.subarray(count));
}

/** Writes x_n, then x_s, into `pair`, [2, G*G]. */
function addNoise(
  image: Float32Array,
  key: RandomKey,
  { signalN, noiseN, signalS, noiseS }: NoiseScales,
  pair: Float32Array,
): void {
  const size = image.length;
  fillPairOfNormals(key, pair);
  for (let i = 0; i < size; i++) {
    pair[i] = signalN * image[i]! + noiseN * pair[i]!;
    pair[size + i] = signalS * image[i]! + noiseS * pair[size + i]!;
  }
}

/** @param pair x_n, x_s; @param predicted the noise in each, [2, G*G] */
function guidedEstimate(
  pair: Float32Array,
  predicted: Float32Array,
  { signalN, noiseN, signalS, noiseS }: NoiseScales,
  guidance: number,
): Float32Array {
  const size = pair.length / 2;
  const reconstruction = new Float32Array(size);
  for (let i = 0; i < size; i++) {
    const xn = pair[i]!;
    const en = predicted[i]!;
    const x0s = clampUnit((pair[size + i]! - noiseS * predicted[size + i]!) / signalS);
    const guide = signalN * x0s + noiseN * en; // x~_n: the noisier copy's estimate at the lower noise scale
    const guided = en - noiseN * guidance * (guide - xn);
    reconstruction[i] = clampUnit((xn - noiseN * guided) / signalN);
  }
  return reconstruction;
}

/** Clamps to [-1, 1]; keeps NaN, which the caller's check of outputs must see. */
function clampUnit(value: number): number {
  return value < -1 ? -1 : value > 1 ? 1 : value;
}
