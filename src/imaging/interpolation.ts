import type { AxisWeights } from './axis-weights.ts';
import { type LineBlend, lineBlend } from './line-blend.ts';

/** Two neighbours on an axis of the grid for each position along the source's, with their weights. */
interface Neighbours {
  low: Int32Array;
  high: Int32Array;
  lowWeight: Float64Array;
  highWeight: Float64Array;
}

function neighbours({ length, start, weights, taps }: AxisWeights, size: number): Neighbours {
  return {
    low: start,
    high: start.map((low) => Math.min(low + 1, size - 1)), // the last one's weight is 0
    lowWeight: Float64Array.from({ length }, (_, i) => weights[i * taps]!),
    highWeight: Float64Array.from({ length }, (_, i) => (taps > 1 ? weights[i * taps + 1]! : 0)),
  };
}

/**
 * From the model grid to the pixels of a slice, bilinear in float64: what `resample` with weights of `towardsSource` gives,
 * to the same bits, but only where it is asked for. Most of a slice lies outside the brain.
 */
export class Interpolation {
  private readonly x: Neighbours;
  private readonly y: Neighbours;

  /** @param index source pixel of each canonical pixel, rows of `y.length` times columns of `x.length` */
  constructor(
    x: AxisWeights,
    y: AxisWeights,
    private readonly size: number,
    private readonly index: Uint32Array,
    /** Whether each canonical pixel is its own source pixel. */
    private readonly stored: boolean,
  ) {
    this.x = neighbours(x, size);
    this.y = neighbours(y, size);
  }

  /**
   * Writes the values, in float32 and times `unit`, into `out`, and gives it.
   * @param inside 1 at source pixels to compute, else 0; all others are left as they are
   */
  values(map: Float32Array, inside: Uint8Array | undefined, out: Float32Array, unit = 1): Float32Array {
    const { index, y, stored } = this;
    const columns = this.x.low.length;
    const lines = new GridLines(map, this.size, this.x);
    for (let row = 0; row < y.low.length; row++) {
      if (y.lowWeight[row] === 0 && y.highWeight[row] === 0) continue;
      const start = row * columns;
      if (stored && inside !== undefined) {
        const line = inside.subarray(start, start + columns);
        let from = line.indexOf(1);
        if (from < 0) continue;
        const blended = lines.between(y, row, unit, from, line.lastIndexOf(1) + 1);
        for (let to = 0; from >= 0; from = to < 0 ? -1 : line.indexOf(1, to)) {
          to = line.indexOf(0, from);
          out.set(blended.subarray(from, to < 0 ? columns : to), start + from);
        }
        continue;
      }
      const blended = lines.between(y, row, unit, 0, columns);
      for (let column = 0; column < columns; column++) {
        const to = index[start + column]!;
        if (inside === undefined || inside[to] !== 0) out[to] = blended[column]!;
      }
    }
    return out;
  }

  /** 1 where the interpolated mask of 0 and 1, in float32, reaches one half. */
  mask(mask: Uint8Array): Uint8Array {
    const { size, index, y } = this;
    const { low, high } = this.x;
    const out = new Uint8Array(index.length);
    const columns = low.length;
    const extent = maskExtent(mask, size);
    let first = 0;
    while (first < columns && high[first]! < extent.left) first++;
    let end = columns;
    while (end > first && low[end - 1]! > extent.right) end--;
    if (maskValues.length !== mask.length) maskValues = new Float32Array(mask.length);
    maskValues.set(mask);
    const lines = new GridLines(maskValues, size, this.x);
    for (let row = 0; row < y.low.length; row++) {
      if (y.high[row]! < extent.top || y.low[row]! > extent.bottom) continue;
      const blended = lines.between(y, row, 1, first, end);
      for (let column = first, at = row * columns + first; column < end; column++, at++)
        if (blended[column]! >= 0.5) out[index[at]!] = 1;
    }
    return out;
  }
}

/** Kept from mask to mask. */
let maskValues = new Float32Array(0);

/**
 * Rows of an image on the grid, each brought to the source's columns once: neighbouring source rows lie between the same two.
 * One image at a time.
 */
class GridLines {
  /** Which row the line of even rows holds, and which that of odd ones. */
  private readonly held = [-1, -1];
  private readonly blend: LineBlend;

  constructor(
    private readonly image: Float32Array,
    private readonly size: number,
    private readonly x: Neighbours,
  ) {
    this.blend = lineBlend(x.low.length);
  }

  /** A source row from column `first` to before `end`, times `unit`; valid until the next. */
  between(
    { low, high, lowWeight, highWeight }: Neighbours,
    row: number,
    unit: number,
    first: number,
    end: number,
  ) {
    const [above, below] = [this.across(low[row]!), this.across(high[row]!)];
    this.blend.blend(above, below, lowWeight[row]!, highWeight[row]!, unit, first, end);
    return this.blend.blended;
  }

  /** @returns in which of the two lines the row lies */
  private across(row: number): 0 | 1 {
    const parity = (row & 1) as 0 | 1;
    if (this.held[parity] === row) return parity;
    this.held[parity] = row;
    const line = this.blend.lines[parity];
    const { low, high, lowWeight, highWeight } = this.x;
    const { image } = this;
    const start = row * this.size;
    for (let column = 0; column < low.length; column++)
      line[column] =
        lowWeight[column]! * image[start + low[column]!]! +
        highWeight[column]! * image[start + high[column]!]!;
    return parity;
  }
}

/** The rows and columns within which a mask is set; empty, with the largest before the smallest, where it is not. */
function maskExtent(mask: Uint8Array, size: number) {
  const extent = { top: size, bottom: -1, left: size, right: -1 };
  for (let row = 0; row < size; row++) {
    const line = mask.subarray(row * size, (row + 1) * size);
    const left = line.indexOf(1);
    if (left < 0) continue;
    extent.top = Math.min(extent.top, row);
    extent.bottom = row;
    extent.left = Math.min(extent.left, left);
    extent.right = Math.max(extent.right, line.lastIndexOf(1));
  }
  return extent;
}
