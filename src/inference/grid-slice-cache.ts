import { bitsOf, fromBits, insideOf, outOf } from './compact-result.ts';

/** A slice on the model grid, [size*size]; independent of the method and of the seed. */
export interface GridSlice {
  /** Modality units; without meaning outside the mask, where no detector looks. */
  pixels: Float32Array;
  mask: Uint8Array;
  brainPixels: number;
}

/** Enough for any series without growing with a hostile one: some 25 kB each on the grid of 128, 13 MB in all. */
const MOST_SLICES = 512;

/** Slices put on the model grid so far, the brain of each alone. */
export class GridSliceCache {
  private readonly kept = new Map<number, { bits: Uint8Array; brain: Float32Array; size: number }>();

  get(index: number): GridSlice | undefined {
    const known = this.kept.get(index);
    if (!known) return undefined;
    const mask = fromBits(known.bits, known.size);
    return { pixels: outOf(known.brain, mask), mask, brainPixels: known.brain.length };
  }

  put(index: number, { pixels, mask }: GridSlice): void {
    if (this.kept.size >= MOST_SLICES) return;
    this.kept.set(index, { bits: bitsOf(mask), brain: insideOf(pixels, mask), size: mask.length });
  }

  /** Memory held [bytes]. */
  get bytes(): number {
    return [...this.kept.values()].reduce(
      (sum, { bits, brain }) => sum + bits.byteLength + brain.byteLength,
      0,
    );
  }
}
