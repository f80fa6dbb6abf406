const REACH = 2;
const WINDOW = 2 * REACH + 1;
/** Values below the median of 25. */
const BELOW = (WINDOW ** 2 - 1) / 2;
/** A sorted column of the window between -Infinity and Infinity, so that no step has to look whether it may be taken. */
const STRIDE = WINDOW + 2;

/**
 * Median of 5 x 5 pixels at every pixel of the mask, 0 elsewhere; the border of the image repeats.
 *
 * Windows of neighbours share columns, so each column of five is sorted once a row. The median of the pixel before is a good guess
 * for the next: the values below it are counted, and then the smallest of the others goes below, or the largest comes back, until
 * there are twelve.
 */
export function medianInside(
  image: Float32Array,
  mask: Uint8Array,
  rows: number,
  columns: number,
): Float32Array {
  const out = new Float32Array(image.length);
  const sorted = new Float32Array(STRIDE * (columns + 2 * REACH));
  for (let column = 0; column < columns + 2 * REACH; column++) {
    sorted[column * STRIDE] = -Infinity;
    sorted[column * STRIDE + WINDOW + 1] = Infinity;
  }
  let guess = 0;
  for (let row = 0; row < rows; row++) {
    const start = row * columns;
    const line = mask.subarray(start, start + columns);
    const first = line.indexOf(1);
    if (first < 0) continue;
    const last = line.lastIndexOf(1);
    for (let column = first - REACH; column <= last + REACH; column++)
      sortColumn(image, rows, columns, row, column, sorted);
    for (let column = first; column <= last; column++)
      if (line[column] !== 0) out[start + column] = guess = medianOf(sorted, column, guess);
  }
  return out;
}

/** Puts the five pixels around `row` of a column in order, at the place of that column in `sorted`. */
function sortColumn(
  image: Float32Array,
  rows: number,
  columns: number,
  row: number,
  column: number,
  sorted: Float32Array,
): void {
  const inside = Math.min(Math.max(column, 0), columns - 1);
  const first = (column + REACH) * STRIDE + 1;
  for (let k = 0; k < WINDOW; k++) {
    const value = image[Math.min(Math.max(row + k - REACH, 0), rows - 1) * columns + inside]!;
    let place = first + k;
    // the -Infinity before the first ends the way down
    while (sorted[place - 1]! > value) {
      sorted[place] = sorted[place - 1]!;
      place--;
    }
    sorted[place] = value;
  }
}

/** In each of the five columns, the place of its smallest value that is not below. */
const heads = new Int32Array(WINDOW);

function medianOf(sorted: Float32Array, column: number, guess: number): number {
  let below = 0;
  for (let k = 0, start = column * STRIDE + 1; k < WINDOW; k++, start += STRIDE) {
    let head = start;
    while (sorted[head]! < guess) head++;
    heads[k] = head;
    below += head - start;
  }
  for (; below > BELOW; below--) heads[largestBelow(sorted)]!--;
  for (; below < BELOW; below++) heads[smallestHead(sorted)]!++;
  return sorted[heads[smallestHead(sorted)]!]!;
}

function smallestHead(sorted: Float32Array): number {
  let best = 0;
  for (let k = 1; k < WINDOW; k++) if (sorted[heads[k]!]! < sorted[heads[best]!]!) best = k;
  return best;
}

function largestBelow(sorted: Float32Array): number {
  let best = 0;
  for (let k = 1; k < WINDOW; k++) if (sorted[heads[k]! - 1]! > sorted[heads[best]! - 1]!) best = k;
  return best;
}
