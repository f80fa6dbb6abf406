import { lentUniforms, type RandomKey } from '../random.ts';
import { drawForward, drawPosterior } from './bernoulli.ts';
import type { LatentSettings } from './settings.ts';
import { respacedTimesteps } from './timesteps.ts';

export interface MaskedSample {
  /** What the decoder gets: probabilities where the mask is set, the original code elsewhere (see maskLastStep). */
  code: Float32Array;
  /**
   * Mean over the evaluated timesteps of |x0_hat - x_0|, un-masked: how sure the denoiser is of a flip; [C*g*g]. Absent where
   * nobody asked for it.
   */
  flipProbability?: Float32Array;
  /** 1 where the flip probability exceeded the threshold at any step. */
  mask: Uint8Array;
  /** Denoiser calls behind it. */
  steps: number;
}

export type ChainSettings = Pick<
  LatentSettings,
  'noiseLevel' | 'steps' | 'probabilityThreshold' | 'maskLastStep' | 'forwardNoise' | 'settledSteps'
>;

/** What one denoiser call said of the code. */
export interface ChainStep {
  timestep: number;
  /** |x0_hat - x_0| of this call alone, un-masked, [C*g*g]. */
  flipProbability: Float32Array;
  /** Share of elements whose bit, after masking, is no longer the original's. */
  flippedShare: number;
}

/** Streams of the random numbers: of the forward noise, and of the draw made at a timestep. */
export const FORWARD_STREAM = 0;
export const drawStream = (timestep: number): number => 1 + timestep;

/**
 * Masked Bernoulli sampling of one code: noise it to level L, walk back, and change only elements whose flip
 * probability ever exceeded P. Elements never flagged are held at the original code, so that anatomy survives.
 *
 * The chain asks nobody: whoever owns it gives `noisy` and `timestep` to the denoiser and the answer to `advance`, so
 * that the chains of several slices can share a call. All arrays are flat, [C*g*g].
 */
export class MaskedChain {
  readonly timesteps: readonly number[];
  /** x_t, what the denoiser is to be asked about; overwritten by `advance`. */
  readonly noisy: Float32Array;
  private readonly mask: Uint8Array;
  private readonly code: Float32Array;
  private readonly flipSum: Float64Array | undefined;
  private done = 0;
  /** Calls in a row, up to the last, that changed no bit and flagged none. */
  private quiet = 0;

  /**
   * @param original binary code of the image; not written to
   * @param alphaBar cumulative schedule, index t
   * @param withFlips whether the sample is to tell flip probabilities
   */
  constructor(
    private readonly original: Float32Array,
    private readonly alphaBar: Float64Array,
    private readonly settings: ChainSettings,
    private readonly key: RandomKey,
    withFlips = true,
  ) {
    const { noiseLevel, steps, probabilityThreshold, forwardNoise } = settings;
    this.timesteps = respacedTimesteps(noiseLevel, steps);
    this.mask = new Uint8Array(original.length).fill(probabilityThreshold === null ? 1 : 0);
    this.code = original.slice();
    if (withFlips) this.flipSum = new Float64Array(original.length);
    const uniform = lentUniforms(key, FORWARD_STREAM, original.length);
    this.noisy = drawForward(original, alphaBar[noiseLevel - 1]!, uniform, forwardNoise);
  }

  /** Denoiser calls made so far. */
  get steps(): number {
    return this.done;
  }

  /** Of the next call; undefined when the chain has ended. */
  get timestep(): number | undefined {
    const { settledSteps = 0 } = this.settings;
    return settledSteps > 0 && this.quiet >= settledSteps ? undefined : this.timesteps[this.done];
  }

  /**
   * Takes the denoiser's flip probabilities for `noisy` at `timestep` and draws the next x_t.
   * @param traced whether to tell what this call said
   */
  advance(flip: Float32Array, traced = false): ChainStep | undefined {
    const t = this.timesteps[this.done++]!;
    const next = this.timesteps[this.done];
    this.predict(flip, next !== undefined || this.settings.maskLastStep);
    const step = traced ? this.tell(t, flip) : undefined;
    if (next !== undefined) {
      const uniform = lentUniforms(this.key, drawStream(t), this.code.length);
      drawPosterior(this.code, this.noisy, this.alphaBar[t]!, this.alphaBar[next]!, uniform);
    }
    return step;
  }

  private predict(flip: Float32Array, held: boolean): void {
    const { original, noisy, mask, code, flipSum } = this;
    const threshold = this.settings.probabilityThreshold ?? Infinity;
    let changes = 0;
    for (let i = 0; i < code.length; i++) {
      const p = flip[i]!;
      if (p > threshold && mask[i] === 0) {
        mask[i] = 1;
        changes++;
      }
      const predicted = Math.abs(noisy[i]! - p);
      if (flipSum) flipSum[i]! += Math.abs(predicted - original[i]!);
      const before = code[i]!;
      const healthy = mask[i] === 1 || !held ? predicted : original[i]!;
      if (healthy > 0.5 !== before > 0.5) changes++;
      code[i] = healthy;
    }
    this.quiet = changes === 0 ? this.quiet + 1 : 0;
  }

  private tell(timestep: number, flip: Float32Array): ChainStep {
    const { original, noisy, code } = this;
    const flipProbability = new Float32Array(code.length);
    let flipped = 0;
    for (let i = 0; i < code.length; i++) {
      flipProbability[i] = Math.abs(Math.abs(noisy[i]! - flip[i]!) - original[i]!);
      if (code[i]! > 0.5 !== original[i]! > 0.5) flipped++;
    }
    return { timestep, flipProbability, flippedShare: flipped / code.length };
  }

  /** The sample if the chain ended here; the chain may go on and does not touch what it gave. */
  sample(): MaskedSample {
    const { code, mask, ...rest } = this.end();
    return { code: code.slice(), mask: mask.slice(), ...rest };
  }

  /** The sample of a chain that goes on no more, without a copy. */
  end(): MaskedSample {
    const { code, mask, flipSum, done: steps } = this;
    if (!flipSum) return { code, mask, steps };
    const flipProbability = new Float32Array(flipSum.length);
    for (let i = 0; i < flipProbability.length; i++) flipProbability[i] = flipSum[i]! / steps;
    return { code, mask, flipProbability, steps };
  }
}
