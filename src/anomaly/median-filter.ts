/**
 * Median over a window x window neighbourhood (odd) of a square image of side `size`; edge pixels repeat. With a mask,
 * pixels outside it are left 0 and cost nothing; neighbours count whether inside or not. All values must be finite; the
 * sign of a zero is not kept.
 */
export function medianFilter(
  image: Float32Array,
  size: number,
  window: number,
  mask?: Uint8Array,
): Float32Array {
  const middle = (window * window - 1) / 2;
  const out = new Float32Array(image.length);
  const sliding = new SlidingWindow(image, size, window);
  for (let row = 0; row < size; row++) {
    let column = 0;
    while (column < size) {
      if (mask?.[row * size + column] === 0) {
        column++;
        continue;
      }
      sliding.start(row, column);
      for (;;) {
        out[row * size + column] = sliding.sorted[middle]!;
        if (++column === size || mask?.[row * size + column] === 0) break;
        sliding.step();
      }
    }
  }
  return out;
}

/**
 * The values of a window in ascending order. Moving on by a pixel takes one sorted column out and puts another one in, in
 * a single pass over the values: much less than sorting the window anew.
 */
class SlidingWindow {
  /** [window * window] */
  sorted: Float32Array;
  private spare: Float32Array;
  private readonly reach: number;
  /** The columns of the window, each sorted, in a ring. */
  private readonly columns: Float32Array[];
  private readonly incoming: Float32Array;
  private readonly none = new Float32Array(0);
  private row = 0;
  private column = 0;

  constructor(
    private readonly image: Float32Array,
    private readonly size: number,
    private readonly window: number,
  ) {
    this.reach = (window - 1) / 2;
    this.sorted = new Float32Array(window * window);
    this.spare = new Float32Array(window * window);
    this.columns = Array.from({ length: window }, () => new Float32Array(window));
    this.incoming = new Float32Array(window);
  }

  start(row: number, column: number): void {
    this.row = row;
    this.column = column;
    const { window, reach, columns } = this;
    for (let k = 0; k < window; k++) {
      const at = column - reach + k;
      const sortedColumn = columns[this.slot(at)]!;
      this.readColumn(at, sortedColumn);
      this.merge(k * window, this.none, sortedColumn);
    }
  }

  step(): void {
    const { window, reach, columns, incoming } = this;
    this.column++;
    const slot = this.slot(this.column + reach); // also that of the column that leaves
    this.readColumn(this.column + reach, incoming);
    this.merge(window * window, columns[slot]!, incoming);
    columns[slot]!.set(incoming);
  }

  private slot(column: number): number {
    return (column + this.window) % this.window;
  }

  private readColumn(column: number, into: Float32Array): void {
    const { image, size, row, reach, window } = this;
    const x = column < 0 ? 0 : column >= size ? size - 1 : column;
    for (let k = 0; k < window; k++) {
      const y = row - reach + k;
      const value = image[(y < 0 ? 0 : y >= size ? size - 1 : y) * size + x]!;
      let i = k;
      for (; i > 0 && into[i - 1]! > value; i--) into[i] = into[i - 1]!;
      into[i] = value;
    }
  }

  /** Takes the sorted values `leaving` out of the first `count` and puts the sorted values `coming` in. */
  private merge(count: number, leaving: Float32Array, coming: Float32Array): void {
    const { sorted, spare } = this;
    let out = 0;
    let gone = 0;
    let come = 0;
    for (let i = 0; i < count; i++) {
      const value = sorted[i]!;
      if (gone < leaving.length && value === leaving[gone]) {
        gone++;
        continue;
      }
      while (come < coming.length && coming[come]! < value) spare[out++] = coming[come++]!;
      spare[out++] = value;
    }
    while (come < coming.length) spare[out++] = coming[come++]!;
    this.sorted = spare;
    this.spare = sorted;
  }
}
