import { ScoreHistogram } from '@lacuna/core/metrics/index.ts';
import { uniforms } from '@lacuna/core/random.ts';

export const MEBIBYTE = 2 ** 20;

export interface Streamed {
  histogram: ScoreHistogram;
  /** Largest resident set seen, bytes. */
  peakBytes: number;
}

/**
 * Slices one by one, as an evaluation would meet them: sixteen drawn slices, each time with another factor, so that no
 * two slices share their scores, and 3 % of true pixels that score higher.
 */
export function streamSlices(
  slices: number,
  pixels: number,
  each?: (scores: Float32Array, truth: Uint8Array) => void,
): Streamed {
  const drawn = Array.from({ length: 16 }, (_, k) => {
    const truth = Uint8Array.from(uniforms([k, 80], 0, pixels), (u) => (u < 0.03 ? 1 : 0));
    const scores = Float32Array.from(uniforms([k, 80], 1, pixels), (u, i) => u ** 4 + 0.3 * truth[i]!);
    return { truth, scores };
  });
  const factors = uniforms([1, 81], 0, slices);
  const histogram = new ScoreHistogram();
  const scores = new Float32Array(pixels);
  let peakBytes = 0;
  for (let slice = 0; slice < slices; slice++) {
    const { truth, scores: base } = drawn[slice % drawn.length]!;
    const factor = 0.5 + factors[slice]!;
    for (let i = 0; i < pixels; i++) scores[i] = base[i]! * factor;
    histogram.add(scores, truth);
    each?.(scores, truth);
    if (slice % 64 === 0 || slice === slices - 1) peakBytes = Math.max(peakBytes, process.memoryUsage.rss());
  }
  return { histogram, peakBytes };
}
