import { medianOf25 } from './median-of-25.ts';

/**
 * Median over a window x window neighbourhood (odd) of a square image of side `size`; edge pixels repeat. With a mask,
 * pixels outside it are left 0 and cost little; neighbours count whether inside or not. All values must be finite; the
 * sign of a zero is not kept.
 * @param out what to write into, and to give; not the image
 */
export function medianFilter(
  image: Float32Array,
  size: number,
  window: number,
  mask: Uint8Array = new Uint8Array(image.length).fill(1),
  out?: Float32Array,
): Float32Array {
  return medianInside(image, mask, { rows: size, columns: size }, window, out?.fill(0));
}

/**
 * The same for an image of any shape; the mask holds 0 and 1, and `out` is 0 outside it.
 *
 * Windows of neighbours share columns, so each column of the window is sorted once a row. The median of the pixel before
 * is a good guess for the next: the values below it are counted, and then the smallest of the others goes below, or the
 * largest comes back, until they are half.
 */
export function medianInside(
  image: Float32Array,
  mask: Uint8Array,
  shape: { rows: number; columns: number },
  window: number,
  out: Float32Array = new Float32Array(image.length),
): Float32Array {
  const fast = window === 5 ? medianOf25(image, mask, shape, out) : null;
  if (fast) return fast;
  const { rows, columns } = shape;
  const reach = (window - 1) / 2;
  const sorted = new SortedColumns(image, rows, columns, window);
  let guess = 0;
  for (let row = 0; row < rows; row++) {
    const start = row * columns;
    const line = mask.subarray(start, start + columns);
    const first = line.indexOf(1);
    if (first < 0) continue;
    const last = line.lastIndexOf(1);
    for (let column = first - reach; column <= last + reach; column++) sorted.read(row, column);
    for (let column = first; column <= last; column++)
      if (line[column] !== 0) out[start + column] = guess = sorted.median(column, guess);
  }
  return out;
}

/** For each column of the image the values around one row in ascending order. */
class SortedColumns {
  /** Of a column: -Infinity, the values, Infinity, so that no step has to look whether it may be taken. */
  private readonly values: Float32Array;
  private readonly stride: number;
  private readonly reach: number;
  /** In each column of the window, the place of its smallest value that is not below. */
  private readonly heads: Int32Array;

  constructor(
    private readonly image: Float32Array,
    private readonly rows: number,
    private readonly columns: number,
    private readonly window: number,
  ) {
    this.reach = (window - 1) / 2;
    this.stride = window + 2;
    this.heads = new Int32Array(window);
    this.values = new Float32Array(this.stride * (columns + 2 * this.reach));
    for (let at = 0; at < this.values.length; at += this.stride) {
      this.values[at] = -Infinity;
      this.values[at + window + 1] = Infinity;
    }
  }

  read(row: number, column: number): void {
    const { image, rows, columns, reach, window, values } = this;
    const inside = column < 0 ? 0 : column >= columns ? columns - 1 : column;
    const first = (column + reach) * this.stride + 1;
    for (let k = 0; k < window; k++) {
      const y = row + k - reach;
      const value = image[(y < 0 ? 0 : y >= rows ? rows - 1 : y) * columns + inside]!;
      let place = first + k;
      // The -Infinity before the first ends the way down.
      for (; values[place - 1]! > value; place--) values[place] = values[place - 1]!;
      values[place] = value;
    }
  }

  /** Of the window around `column`. @param guess any value; one near the median saves work */
  median(column: number, guess: number): number {
    const { values, heads, window, stride } = this;
    const half = (window * window - 1) / 2;
    let below = 0;
    for (let k = 0, start = column * stride + 1; k < window; k++, start += stride) {
      let head = start;
      while (values[head]! < guess) head++;
      heads[k] = head;
      below += head - start;
    }
    for (; below > half; below--) heads[this.largestBelow()]!--;
    for (; below < half; below++) heads[this.smallestHead()]!++;
    return values[heads[this.smallestHead()]!]!;
  }

  private smallestHead(): number {
    const { values, heads, window } = this;
    let best = 0;
    let smallest = values[heads[0]!]!;
    for (let k = 1; k < window; k++) {
      const value = values[heads[k]!]!;
      if (value < smallest) [best, smallest] = [k, value];
    }
    return best;
  }

  private largestBelow(): number {
    const { values, heads, window } = this;
    let best = 0;
    let largest = values[heads[0]! - 1]!;
    for (let k = 1; k < window; k++) {
      const value = values[heads[k]! - 1]!;
      if (value > largest) [best, largest] = [k, value];
    }
    return best;
  }
}
