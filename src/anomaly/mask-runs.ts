/**
 * A binary slice as runs of marked pixels. Everything about regions costs time in proportion to their outline instead of
 * to the slice, which is what keeps a list of regions in step with a threshold that is being dragged.
 */
export interface MaskRuns {
  readonly columns: number;
  /** First column of each run, and the column after its last; runs in row-major order. */
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  /** Index of the first run of each row, and the number of runs at the end: length rows + 1. */
  readonly rowFirst: Int32Array;
}

/**
 * Runs of the pixels that `isIn` marks.
 *
 * @param pixels rows*columns, row-major
 * @param threshold a pixel is marked from this value on; 0 never is
 */
export function runsFrom(pixels: Float32Array | Uint8Array, columns: number, threshold: number): MaskRuns {
  const rows = pixels.length / columns;
  const rowFirst = new Int32Array(rows + 1);
  const starts: number[] = [];
  const ends: number[] = [];
  for (let row = 0, i = 0; row < rows; row++) {
    rowFirst[row] = starts.length;
    let open = -1;
    for (let column = 0; column < columns; column++, i++) {
      const value = pixels[i]!;
      if (value > 0 && value >= threshold) {
        if (open < 0) open = column;
      } else if (open >= 0) {
        starts.push(open);
        ends.push(column);
        open = -1;
      }
    }
    if (open >= 0) {
      starts.push(open);
      ends.push(columns);
    }
  }
  rowFirst[rows] = starts.length;
  return { columns, starts: Int32Array.from(starts), ends: Int32Array.from(ends), rowFirst };
}

/** Calls `touch` for each pair of runs of two rows that touch, corners included. */
export function eachTouch(
  a: MaskRuns,
  rowA: number,
  b: MaskRuns,
  rowB: number,
  touch: (runA: number, runB: number) => void,
): void {
  let [i, j] = [a.rowFirst[rowA]!, b.rowFirst[rowB]!];
  const [endI, endJ] = [a.rowFirst[rowA + 1]!, b.rowFirst[rowB + 1]!];
  while (i < endI && j < endJ) {
    if (a.starts[i]! <= b.ends[j]! && b.starts[j]! <= a.ends[i]!) touch(i, j);
    if (a.ends[i]! < b.ends[j]!) i++;
    else j++;
  }
}

/** Calls `visit` for each piece of a run of `a` that is marked in `b` too; columns from `start` to before `end`. */
export function eachOverlap(
  a: MaskRuns,
  b: MaskRuns,
  visit: (runA: number, start: number, end: number, row: number) => void,
): void {
  for (let row = 0; row + 1 < a.rowFirst.length; row++) {
    let [i, j] = [a.rowFirst[row]!, b.rowFirst[row]!];
    const [endI, endJ] = [a.rowFirst[row + 1]!, b.rowFirst[row + 1]!];
    while (i < endI && j < endJ) {
      const start = Math.max(a.starts[i]!, b.starts[j]!);
      const end = Math.min(a.ends[i]!, b.ends[j]!);
      if (start < end) visit(i, start, end, row);
      if (a.ends[i]! < b.ends[j]!) i++;
      else j++;
    }
  }
}

/** The pixels that both mark; of the same grid. */
export function intersectRuns(a: MaskRuns, b: MaskRuns): MaskRuns {
  const [starts, ends]: [number[], number[]] = [[], []];
  const rowFirst = new Int32Array(a.rowFirst.length);
  eachOverlap(a, b, (_, start, end, row) => {
    starts.push(start);
    ends.push(end);
    rowFirst[row + 1]!++;
  });
  for (let row = 1; row < rowFirst.length; row++) rowFirst[row]! += rowFirst[row - 1]!;
  return { columns: a.columns, starts: Int32Array.from(starts), ends: Int32Array.from(ends), rowFirst };
}

/** The in-plane components of runs, 8 neighbours: for each run the component's number, from 0 in row-major order. */
export function inPlaneComponents(runs: MaskRuns): {
  readonly componentOf: Int32Array;
  readonly count: number;
} {
  const { starts, rowFirst } = runs;
  const parent = Int32Array.from(starts, (_, run) => run);
  for (let row = 1; row + 1 < rowFirst.length; row++) {
    eachTouch(runs, row - 1, runs, row, (above, here) => unite(parent, above, here));
  }
  return numberRoots(parent);
}

/** Each element's root, the smallest of its set, by path halving. */
function rootOf(parent: Int32Array, element: number): number {
  let at = element;
  while (parent[at] !== at) {
    parent[at] = parent[parent[at]!]!;
    at = parent[at]!;
  }
  return at;
}

export function unite(parent: Int32Array, a: number, b: number): void {
  const [rootA, rootB] = [rootOf(parent, a), rootOf(parent, b)];
  if (rootA < rootB) parent[rootB] = rootA;
  else parent[rootA] = rootB;
}

/** Numbers the sets of a union-find from 0, in the order of their smallest elements. */
export function numberRoots(parent: Int32Array): { componentOf: Int32Array; count: number } {
  const componentOf = new Int32Array(parent.length);
  let count = 0;
  for (let element = 0; element < parent.length; element++) {
    const root = rootOf(parent, element);
    componentOf[element] = root === element ? count++ : componentOf[root]!;
  }
  return { componentOf, count };
}
