import { type RandomKey } from '../random.ts';
import { standardNormals } from '../random-normal.ts';
import type { PixelSettings } from './settings.ts';

/** Noise predicted for a batch of two images [2, G, G] at two timesteps; same shape. */
export type PredictNoise = (
  images: Float32Array,
  timesteps: readonly [number, number],
  signal?: AbortSignal,
) => Promise<Float32Array>;

const LESS_NOISY_STREAM = 0;
const NOISIER_STREAM = 1;

/**
 * One-step norm-guided reconstruction (Zhang et al. 2023, arXiv 2303.08730).
 *
 * The noisier copy x_s has lost the anomaly but also detail; the less noisy one x_n has both. The estimate from x_s,
 * carried to t_n, pulls the noise of x_n towards the healthy image. One call of the network for both copies.
 *
 * @param image [G*G] in [-1, 1]; not written to
 * @param alphaBar cumulative schedule, index t
 * @returns [G*G] in [-1, 1]
 */
export async function reconstructNormGuided(
  image: Float32Array,
  alphaBar: Float64Array,
  settings: PixelSettings,
  key: RandomKey,
  predictNoise: PredictNoise,
  signal?: AbortSignal,
): Promise<Float32Array> {
  const size = image.length;
  const abarN = alphaBar[settings.tLessNoisy]!;
  const abarS = alphaBar[settings.tNoisier]!;
  const [signalN, noiseN] = [Math.sqrt(abarN), Math.sqrt(1 - abarN)];
  const [signalS, noiseS] = [Math.sqrt(abarS), Math.sqrt(1 - abarS)];

  const noisy = new Float32Array(2 * size); // x_n, then x_s
  const e1 = standardNormals(key, LESS_NOISY_STREAM, size);
  const e2 = standardNormals(key, NOISIER_STREAM, size);
  for (let i = 0; i < size; i++) {
    noisy[i] = signalN * image[i]! + noiseN * e1[i]!;
    noisy[size + i] = signalS * image[i]! + noiseS * e2[i]!;
  }
  const predicted = await predictNoise(noisy, [settings.tLessNoisy, settings.tNoisier], signal);

  const reconstruction = new Float32Array(size);
  for (let i = 0; i < size; i++) {
    const xn = noisy[i]!;
    const en = predicted[i]!;
    const x0s = clampUnit((noisy[size + i]! - noiseS * predicted[size + i]!) / signalS);
    const guide = signalN * x0s + noiseN * en; // x~_n: the noisier copy's estimate at the lower noise scale
    const guided = en - noiseN * settings.guidance * (guide - xn);
    reconstruction[i] = clampUnit((xn - noiseN * guided) / signalN);
  }
  return reconstruction;
}

/** Clamps to [-1, 1]; keeps NaN, which the caller's check of outputs must see. */
function clampUnit(value: number): number {
  return value < -1 ? -1 : value > 1 ? 1 : value;
}
