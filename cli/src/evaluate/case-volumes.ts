import type { ScoredId } from './case-types.ts';

/**
 * What one output gives on a case while its slices are run: scores and mask where they count, in brain and truth, a fifth of a volume,
 * in the order of the pixels.
 */
export class CollectedOutput {
  private readonly scoreChunks: Float32Array[] = [];
  private readonly maskChunks: Uint8Array[] = [];

  constructor(readonly id: ScoredId) {}

  /** @param scored indices of the pixels that count, ascending */
  add(map: Float32Array, mask: Uint8Array, scored: Uint32Array): ScoredSlice {
    const scores = new Float32Array(scored.length);
    const masked = new Uint8Array(scored.length);
    for (let k = 0; k < scores.length; k++) {
      scores[k] = map[scored[k]!]!;
      masked[k] = mask[scored[k]!]!;
    }
    this.scoreChunks.push(scores);
    this.maskChunks.push(masked);
    return { scores, masked };
  }

  /** All scores in the order of slices and pixels. */
  scores(): Float32Array {
    return joined(this.scoreChunks, Float32Array);
  }

  /** 0 and 1, in the order of the scores. */
  masked(): Uint8Array {
    return joined(this.maskChunks, Uint8Array);
  }
}

/** One slice of an output at the pixels that count; a mask never reaches beyond the brain, so it is whole. */
export interface ScoredSlice {
  scores: Float32Array;
  masked: Uint8Array;
}

/** Parts one after the other. */
export function joined<T extends Float32Array | Uint8Array | Uint32Array>(
  parts: readonly T[],
  Kind: new (length: number) => T,
): T {
  const all = new Kind(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** Indices of the pixels that are brain or truth. */
export function scoredPixels(brain: Uint8Array, truth: Uint8Array | undefined): Uint32Array {
  const found = new Uint32Array(brain.length);
  let n = 0;
  for (let i = 0; i < brain.length; i++)
    if (brain[i] !== 0 || (truth !== undefined && truth[i] !== 0)) found[n++] = i;
  return found.slice(0, n);
}
