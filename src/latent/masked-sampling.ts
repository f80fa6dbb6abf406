import { throwIfCancelled } from '../errors.ts';
import { type RandomKey, uniforms } from '../random.ts';
import { drawForward, posteriorProbability } from './bernoulli.ts';
import type { LatentSettings } from './settings.ts';
import { respacedTimesteps } from './timesteps.ts';

/** Probability that each element of x_t differs from the healthy code; both flat [C*g*g]. */
export type Denoise = (code: Float32Array, timestep: number, signal?: AbortSignal) => Promise<Float32Array>;

export interface MaskedSample {
  /** What the decoder gets: probabilities where the mask is set, the original code elsewhere (see maskLastStep). */
  code: Float32Array;
  /** Mean over the evaluated timesteps of |x0_hat - x_0|, un-masked: how sure the denoiser is of a flip; [C*g*g]. */
  flipProbability: Float32Array;
  /** 1 where the flip probability exceeded the threshold at any step. */
  mask: Uint8Array;
}

/** Stream of the forward noise; the draw made at timestep t has stream 1 + t. */
const FORWARD_STREAM = 0;

/**
 * Masked Bernoulli sampling: noise the code to level L, walk back, and change only elements whose flip probability
 * ever exceeded P. Elements never flagged are held at the original code, so that anatomy survives.
 *
 * @param original binary code of the image, [C*g*g]; not written to
 * @param alphaBar cumulative schedule, index t
 */
export async function sampleMasked(
  original: Float32Array,
  alphaBar: Float64Array,
  settings: Pick<
    LatentSettings,
    'noiseLevel' | 'steps' | 'probabilityThreshold' | 'maskLastStep' | 'forwardNoise'
  >,
  key: RandomKey,
  denoise: Denoise,
  signal?: AbortSignal,
): Promise<MaskedSample> {
  const size = original.length;
  const timesteps = respacedTimesteps(settings.noiseLevel, settings.steps);
  const mask = new Uint8Array(size).fill(settings.probabilityThreshold === null ? 1 : 0);
  const flipSum = new Float64Array(size);
  const code = new Float32Array(size);
  let xt = drawForward(
    original,
    alphaBar[settings.noiseLevel - 1]!,
    uniforms(key, FORWARD_STREAM, size),
    settings.forwardNoise,
  );

  for (const [step, t] of timesteps.entries()) {
    throwIfCancelled(signal);
    const flip = await denoise(xt, t, signal);
    const next = timesteps[step + 1];
    const held = next !== undefined || settings.maskLastStep;
    for (let i = 0; i < size; i++) {
      if (settings.probabilityThreshold !== null && flip[i]! > settings.probabilityThreshold) mask[i] = 1;
      const predicted = Math.abs(xt[i]! - flip[i]!);
      flipSum[i]! += Math.abs(predicted - original[i]!);
      code[i] = mask[i] === 1 || !held ? predicted : original[i]!;
    }
    if (next !== undefined)
      xt = drawPosterior(code, xt, alphaBar[t]!, alphaBar[next]!, uniforms(key, 1 + t, size));
  }
  return { code, flipProbability: Float32Array.from(flipSum, (sum) => sum / timesteps.length), mask };
}

function drawPosterior(
  x0: Float32Array,
  xt: Float32Array,
  alphaBarT: number,
  alphaBarS: number,
  uniform: Float64Array,
): Float32Array {
  return xt.map((bit, i) => (uniform[i]! < posteriorProbability(x0[i]!, bit, alphaBarT, alphaBarS) ? 1 : 0));
}
