import type { ScoredId } from './case-types.ts';

/**
 * What one output gives on a case while its slices are run: scores where they count, and masks at the operating points.
 *
 * Scores are kept for brain and truth only, a fifth of a volume, in the order of the pixels.
 */
export class CollectedOutput {
  readonly mask: Uint8Array;
  private readonly chunks: Float32Array[] = [];

  constructor(
    readonly id: ScoredId,
    slices: number,
    readonly planeSize: number,
  ) {
    this.mask = new Uint8Array(slices * planeSize);
  }

  /** @param scored indices of the pixels that count, ascending */
  add(slice: number, map: Float32Array, mask: Uint8Array, scored: Uint32Array): void {
    const chunk = new Float32Array(scored.length);
    for (let k = 0; k < chunk.length; k++) chunk[k] = map[scored[k]!]!;
    this.chunks.push(chunk);
    this.mask.set(mask, slice * this.planeSize);
  }

  /** Of the slice added last. */
  lastScores(): Float32Array {
    return this.chunks.at(-1) ?? new Float32Array(0);
  }

  /** All scores in the order of slices and pixels. */
  scores(): Float32Array {
    const all = new Float32Array(this.chunks.reduce((sum, { length }) => sum + length, 0));
    let at = 0;
    for (const chunk of this.chunks) {
      all.set(chunk, at);
      at += chunk.length;
    }
    return all;
  }
}

/** Indices of the pixels that are brain or truth. */
export function scoredPixels(brain: Uint8Array, truth: Uint8Array | undefined): Uint32Array {
  const found = new Uint32Array(brain.length);
  let n = 0;
  for (let i = 0; i < brain.length; i++)
    if (brain[i] !== 0 || (truth !== undefined && truth[i] !== 0)) found[n++] = i;
  return found.slice(0, n);
}
