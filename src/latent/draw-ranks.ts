import { forwardProbability, posteriorProbability } from './bernoulli.ts';
import type { ForwardNoiseKind } from './settings.ts';

/**
 * Draws whose probability is one of a few, prepared without knowing which: `rank` says how many of the probabilities
 * exceed the uniform number. With the place of its probability whoever knows the code can finish the draw in small whole
 * numbers, to the same bits as comparing in float64.
 */
export function ranks(probabilities: readonly number[], uniform: Float64Array): Float32Array {
  const rank = new Float32Array(uniform.length);
  for (const p of probabilities) for (let i = 0; i < rank.length; i++) if (uniform[i]! < p) rank[i]!++;
  return rank;
}

/** Of the forward noise for a code of 0 and 1: the draw is 1 where rank + code > 1.5. */
export function forwardRanks(alphaBar: number, uniform: Float64Array, kind?: ForwardNoiseKind): Float32Array {
  return ranks([forwardProbability(0, alphaBar, kind), forwardProbability(1, alphaBar, kind)], uniform);
}

export interface PosteriorRanks {
  rank: Float32Array;
  /**
   * [c, b, k, m]: the draw for x_t and a certain x_0 is 1 where rank > c + b x_t + k x_0 + m x_t x_0.
   */
  place: Float32Array;
}

/** Of the posterior at elements whose healthy code is certain, 0 or 1. */
export function posteriorRanks(alphaBarT: number, alphaBarS: number, uniform: Float64Array): PosteriorRanks {
  const p = [0, 1].map((bit) =>
    [0, 1].map((clean) => posteriorProbability(clean, bit, alphaBarT, alphaBarS)),
  );
  const all = p.flat();
  // A probability exceeds the uniform number where all that are as large are counted in the rank.
  const place = (bit: 0 | 1, clean: 0 | 1) => all.filter((other) => other >= p[bit]![clean]!).length - 0.5;
  const [none, byBit, byClean, both] = [place(0, 0), place(1, 0), place(0, 1), place(1, 1)];
  return {
    rank: ranks(all, uniform),
    place: Float32Array.of(none, byBit - none, byClean - none, both - byBit - byClean + none),
  };
}
