import { uniforms } from '@lacuna/core/random.ts';

export interface Drawn {
  scores: Float32Array;
  truth: Uint8Array;
}

/** Reproducible scores with some skill; `levels` > 0 makes ties, by rounding to that many values. */
export function drawn(seed: number, n: number, prevalence: number, levels = 0): Drawn {
  const key = [seed, 77] as const;
  const truth = Uint8Array.from(uniforms(key, 0, n), (u) => (u < prevalence ? 1 : 0));
  const noise = uniforms(key, 1, n);
  const scores = Float32Array.from(noise, (u, i) => {
    const score = 0.7 * u + 0.3 * truth[i]!;
    return levels > 0 ? Math.round(score * levels) / levels : score;
  });
  return { scores, truth };
}
