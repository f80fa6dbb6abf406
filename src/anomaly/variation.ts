import { LacunaError } from '../errors.ts';

/** Steps of the range of a map in which each seed's values are kept; a threshold is met to within one of them. */
const STEPS = 65535;

/** The part of a slice that holds brain; nothing is kept of the rest, where every map is 0. */
export interface BrainBox {
  readonly firstRow: number;
  readonly rows: number;
  readonly firstColumn: number;
  readonly columns: number;
}

/** The smallest box around the non-zero pixels of a mask; without any, an empty one. */
export function brainBox(mask: Uint8Array, columns: number): BrainBox {
  let [top, bottom, left, right] = [Infinity, -1, Infinity, -1];
  for (let i = 0; i < mask.length; i++) {
    if (mask[i] === 0) continue;
    const row = Math.floor(i / columns);
    const column = i - row * columns;
    top = Math.min(top, row);
    bottom = row;
    left = Math.min(left, column);
    right = Math.max(right, column);
  }
  if (bottom < 0) return { firstRow: 0, rows: 0, firstColumn: 0, columns: 0 };
  return { firstRow: top, rows: bottom - top + 1, firstColumn: left, columns: right - left + 1 };
}

/**
 * How the anomaly map of one slice varies over the seeds of the noise: mean and standard deviation of each pixel by
 * Welford's recurrence (Technometrics 4 (1962) 419), and each seed's map in 16 bits to look at a region again.
 * Memory per brain pixel: 8 bytes, and 2 for each seed; of the maps handed in nothing is kept.
 */
export class SliceVariation {
  private readonly means: Float32Array;
  private readonly squares: Float32Array;
  private readonly seeds: Uint16Array[] = [];

  /**
   * @param columns of the slice
   * @param pixels rows*columns of the slice
   * @param range upper end of the map's range, above 0
   */
  constructor(
    private readonly columns: number,
    private readonly pixels: number,
    private readonly box: BrainBox,
    private readonly range: number,
  ) {
    const size = box.rows * box.columns;
    this.means = new Float32Array(size);
    this.squares = new Float32Array(size);
  }

  get count(): number {
    return this.seeds.length;
  }

  get bytes(): number {
    return this.means.length * (8 + 2 * this.count);
  }

  /** The map of another seed. @throws LacunaError `invalid-argument` when it is of another grid */
  add(map: Float32Array): void {
    if (map.length !== this.pixels) {
      throw new LacunaError('invalid-argument', 'The maps of all seeds have to be of one grid.', {
        expected: this.pixels,
        found: map.length,
      });
    }
    const kept = new Uint16Array(this.means.length);
    const count = this.count + 1;
    this.eachPixel((inBox, inSlice) => {
      const value = map[inSlice]!;
      const before = value - this.means[inBox]!;
      this.means[inBox]! += before / count;
      this.squares[inBox]! += before * (value - this.means[inBox]!);
      kept[inBox] = this.step(value);
    });
    this.seeds.push(kept);
  }

  /** Mean over the seeds, rows*columns, in the unit of the map. */
  mean(): Float32Array {
    const mean = new Float32Array(this.pixels);
    this.eachPixel((inBox, inSlice) => (mean[inSlice] = this.means[inBox]!));
    return mean;
  }

  /** Sample standard deviation (n - 1) over the seeds, rows*columns, in the unit of the map; 0 for fewer than two seeds. */
  deviation(): Float32Array {
    const deviation = new Float32Array(this.pixels);
    const freedom = this.count - 1;
    if (freedom < 1) return deviation;
    this.eachPixel((inBox, inSlice) => {
      deviation[inSlice] = Math.sqrt(Math.max(0, this.squares[inBox]!) / freedom);
    });
    return deviation;
  }

  /**
   * Adds, for each seed, how many pixels of the runs reach the threshold.
   *
   * @param runs pairs of first index in the slice and index after the last
   * @param reached one number per seed; added to
   */
  countReached(runs: Int32Array, threshold: number, reached: number[]): void {
    const { firstRow, firstColumn, rows, columns } = this.box;
    const least = Math.max(1, this.step(threshold)); // pixels of value 0 never belong to a mask
    for (let r = 0; r < runs.length; r += 2) {
      const row = Math.floor(runs[r]! / this.columns);
      if (row < firstRow || row >= firstRow + rows) continue;
      for (let i = runs[r]!; i < runs[r + 1]!; i++) {
        const column = i - row * this.columns - firstColumn;
        if (column < 0 || column >= columns) continue;
        const inBox = (row - firstRow) * columns + column;
        for (let s = 0; s < this.seeds.length; s++) if (this.seeds[s]![inBox]! >= least) reached[s]!++;
      }
    }
  }

  private step(value: number): number {
    return Math.floor((Math.min(Math.max(value, 0), this.range) / this.range) * STEPS);
  }

  private eachPixel(visit: (inBox: number, inSlice: number) => void): void {
    const { firstRow, firstColumn, rows, columns } = this.box;
    for (let row = 0, inBox = 0; row < rows; row++) {
      const start = (firstRow + row) * this.columns + firstColumn;
      for (let column = 0; column < columns; column++, inBox++) visit(inBox, start + column);
    }
  }
}

/** A seed finds a region again when its mask covers at least this share of it. */
const FOUND_AGAIN = 0.5;

/**
 * Share of the seeds that find a region again at a threshold; null where no seeds were run on its slices.
 *
 * @param footprint runs of the region per slice, as pairs of first index and index after the last
 */
export function stabilityOf(
  slices: (slice: number) => SliceVariation | undefined,
  footprint: ReadonlyMap<number, Int32Array>,
  threshold: number,
): number | null {
  let reached: number[] | undefined;
  let pixels = 0;
  for (const [slice, runs] of footprint) {
    const variation = slices(slice);
    if (!variation || variation.count < 2) return null; // part of it unknown is not known
    reached ??= new Array<number>(variation.count).fill(0);
    if (variation.count !== reached.length) return null; // cancelled between two seeds of this region
    for (let r = 0; r < runs.length; r += 2) pixels += runs[r + 1]! - runs[r]!;
    variation.countReached(runs, threshold, reached);
  }
  if (!reached || pixels === 0) return null;
  return reached.filter((count) => count >= FOUND_AGAIN * pixels).length / reached.length;
}
