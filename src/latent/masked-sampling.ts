import { throwIfCancelled } from '../errors.ts';
import { type RandomKey } from '../random.ts';
import { type ChainSettings, type ChainStep, MaskedChain, type MaskedSample } from './masked-chain.ts';

/** Probability that each element of x_t differs from the healthy code; a batch of flat codes, [n, C*g*g]. */
export type Denoise = (codes: Float32Array, timestep: number, signal?: AbortSignal) => Promise<Float32Array>;

export interface SamplingOptions {
  signal?: AbortSignal;
  /** Whether samples tell flip probabilities (default). */
  withFlips?: boolean;
  /** Called after each denoiser call for each code, when somebody wants to look at it. */
  onStep?: (code: number, step: ChainStep) => void;
  /** Called after each denoiser call for each code with the number of calls made, from 1, and of the whole chain. */
  onCall?: (code: number, step: number, steps: number) => void;
  /** Called after some calls but the last (see `PartialsDue`); the sample is what is known so far, the mask held. */
  onPartial?: (code: number, sample: MaskedSample, step: number, steps: number) => Promise<void>;
  /** Whether somebody would look at a partial result of the code now; without it, always. */
  wantsPartial?: (code: number) => boolean;
}

/**
 * Masked Bernoulli sampling of several codes, one denoiser call for all of them at each step; each code gets what it
 * would get alone.
 *
 * @param originals binary codes of the images, [C*g*g] each; not written to
 * @param keys one per code
 * @param alphaBar cumulative schedule, index t
 * @throws LacunaError `cancelled`, and what the denoiser fails with
 */
export async function sampleMasked(
  originals: readonly Float32Array[],
  alphaBar: Float64Array,
  settings: ChainSettings,
  keys: readonly RandomKey[],
  denoise: Denoise,
  { signal, withFlips, onStep, onCall, onPartial, wantsPartial = () => true }: SamplingOptions = {},
): Promise<MaskedSample[]> {
  const chains = originals.map((code, i) => new MaskedChain(code, alphaBar, settings, keys[i]!, withFlips));
  const size = originals[0]!.length;
  const codes = new Float32Array(chains.length > 1 ? chains.length * size : 0);
  let going = [...chains.entries()];
  const due = chains.map(() => new PartialsDue());
  for (const timestep of chains[0]!.timesteps) {
    throwIfCancelled(signal);
    const [only, ...others] = going.map(([, chain]) => chain.noisy);
    others.forEach((noisy, at) => codes.set(noisy, (at + 1) * size));
    if (others.length > 0) codes.set(only!);
    const asked = others.length > 0 ? codes.subarray(0, going.length * size) : only!;
    const flips = await denoise(asked, timestep, signal);
    for (const [at, [i, chain]] of going.entries()) {
      const told = chain.advance(flips.subarray(at * size, (at + 1) * size), onStep !== undefined);
      if (told) onStep?.(i, told);
      const { steps: step, timesteps } = chain;
      onCall?.(i, step, timesteps.length);
      const goesOn = chain.timestep !== undefined;
      if (onPartial && goesOn && due[i]!.take(step, () => wantsPartial(i)))
        await onPartial(i, chain.sample(), step, timesteps.length);
    }
    going = going.filter(([, chain]) => chain.timestep !== undefined); // a chain that has settled leaves the batch
    if (going.length === 0) break;
  }
  return chains.map((chain) => chain.end());
}

/**
 * Partial results come at the 1st, 2nd, 4th, 8th ... call, or the next one at which somebody looks: they cost a decoder
 * call each, so few of a long chain.
 */
export class PartialsDue {
  private next = 1;

  take(step: number, wanted: () => boolean): boolean {
    if (step < this.next || !wanted()) return false;
    while (this.next <= step) this.next *= 2;
    return true;
  }
}
