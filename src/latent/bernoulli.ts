import type { ForwardNoiseKind } from './settings.ts';

/**
 * Bernoulli diffusion of a binary code (Wolleb et al. 2024, arXiv 2403.11667).
 * Codes are flat [C*g*g] arrays of 0 and 1 (or probabilities, where said).
 */

/** The binary code of the encoder's probabilities: 1 where p > 0.5. */
export function binarise(probability: Float32Array): Float32Array {
  const code = new Float32Array(probability.length);
  for (let i = 0; i < code.length; i++) if (probability[i]! > 0.5) code[i] = 1;
  return code;
}

/** q(x_t = 1 | x_0) = abar_t x_0 + (1 - abar_t) / 2; the second term is part of the paper's equation. */
export function forwardProbability(
  x0: number,
  alphaBar: number,
  kind: ForwardNoiseKind = 'equation',
): number {
  return alphaBar * x0 + (kind === 'equation' ? (1 - alphaBar) / 2 : 0);
}

/** Draws x_t from the code x_0; `uniform` holds one number in (0, 1) per element. */
export function drawForward(
  x0: Float32Array,
  alphaBar: number,
  uniform: Float64Array,
  kind?: ForwardNoiseKind,
): Float32Array {
  const ofBit = [forwardProbability(0, alphaBar, kind), forwardProbability(1, alphaBar, kind)];
  const xt = new Float32Array(x0.length);
  for (let i = 0; i < xt.length; i++) if (uniform[i]! < ofBit[x0[i]!]!) xt[i] = 1;
  return xt;
}

/**
 * P(x_s = 1 | x_t, x_0) for s < t, where x_0 may be a probability.
 *
 * The published step t-1 <- t holds for any pair of timesteps with alpha_t replaced by abar_t / abar_s, because the
 * noise of several steps is again a symmetric flip.
 */
export function posteriorProbability(x0: number, xt: number, alphaBarT: number, alphaBarS: number): number {
  const alpha = alphaBarT / alphaBarS;
  const same = alpha + (1 - alpha) / 2;
  const other = (1 - alpha) / 2;
  const one = (xt === 1 ? same : other) * (alphaBarS * x0 + (1 - alphaBarS) / 2);
  const zero = (xt === 0 ? same : other) * (alphaBarS * (1 - x0) + (1 - alphaBarS) / 2);
  return one / (zero + one);
}

/**
 * Draws x_s from x_t and x_0, in place of x_t.
 * @param uniform one number in (0, 1) per element
 */
export function drawPosterior(
  x0: Float32Array,
  xt: Float32Array,
  alphaBarT: number,
  alphaBarS: number,
  uniform: Float64Array,
): void {
  // Most elements are certain, held at the original code: for them there are but four cases, made once.
  const certain = [0, 1].map((bit) =>
    [0, 1].map((clean) => posteriorProbability(clean, bit, alphaBarT, alphaBarS)),
  );
  for (let i = 0; i < xt.length; i++) {
    const clean = x0[i]!;
    const bit = xt[i]!;
    const p =
      clean === 0 || clean === 1
        ? certain[bit]![clean]!
        : posteriorProbability(clean, bit, alphaBarT, alphaBarS);
    xt[i] = uniform[i]! < p ? 1 : 0;
  }
}
