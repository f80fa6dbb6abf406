import { eachTouch, inPlaneComponents, runsFrom, type MaskRuns } from './mask-runs.ts';
import { type ComponentRuns, type MapPlane, thresholdRuns } from './threshold-runs.ts';

/** What candidate regions have in one slice: its in-plane components with their sums over the anomaly map. */
export interface SliceParts {
  readonly runs: MaskRuns;
  /** For each run the part it belongs to, from 0. */
  readonly partOf: Int32Array;
  readonly parts: readonly SlicePart[];
}

export interface SlicePart {
  pixels: number;
  /** Sums over the pixels of the map's value, of rows and of columns. */
  value: number;
  rows: number;
  columns: number;
  peak: number;
  /** Row-major index of the peak; the first of equals. */
  peakIndex: number;
  firstRow: number;
  lastRow: number;
  firstColumn: number;
  lastColumn: number;
}

/** @param mask rows*columns, non-zero inside; `map` of the same grid */
export function sliceParts(mask: Uint8Array, map: Float32Array, columns: number): SliceParts {
  const runs = runsFrom(mask, columns, 0);
  return summed({ runs, ...inPlaneComponents(runs) }, map);
}

/** The same as `sliceParts` of the `thresholdMask` of a map, without making the mask. */
export function partsAbove(
  map: Float32Array,
  geometry: MapPlane,
  threshold: number,
  minimumRegionAreaMm2: number,
): SliceParts {
  return summed(thresholdRuns(map, geometry, threshold, minimumRegionAreaMm2), map);
}

function summed({ runs, componentOf: partOf, count }: ComponentRuns, map: Float32Array): SliceParts {
  const parts = Array.from({ length: count }, emptyPart);
  const { columns, starts, ends, rowFirst } = runs;
  for (let row = 0; row + 1 < rowFirst.length; row++) {
    for (let run = rowFirst[row]!; run < rowFirst[row + 1]!; run++) {
      addRun(parts[partOf[run]!]!, map, row, starts[run]!, ends[run]!, columns);
    }
  }
  return { runs, partOf, parts };
}

function emptyPart(): SlicePart {
  const bounds = { firstRow: Infinity, lastRow: -1, firstColumn: Infinity, lastColumn: -1 };
  return { pixels: 0, value: 0, rows: 0, columns: 0, peak: -Infinity, peakIndex: 0, ...bounds };
}

function addRun(
  part: SlicePart,
  map: Float32Array,
  row: number,
  start: number,
  end: number,
  columns: number,
): void {
  const length = end - start;
  part.pixels += length;
  part.rows += row * length;
  part.columns += ((start + end - 1) * length) / 2;
  part.firstRow = Math.min(part.firstRow, row);
  part.lastRow = row;
  part.firstColumn = Math.min(part.firstColumn, start);
  part.lastColumn = Math.max(part.lastColumn, end - 1);
  let { value, peak, peakIndex } = part;
  for (let i = row * columns + start; i < row * columns + end; i++) {
    const at = map[i]!;
    value += at;
    if (at > peak) [peak, peakIndex] = [at, i];
  }
  part.value = value;
  part.peak = peak;
  part.peakIndex = peakIndex;
}

/** Pairs (part below, part above) that touch between two neighbouring slices, corners included: 26 neighbours in all. */
export function linkParts(below: SliceParts, above: SliceParts): Int32Array {
  const pairs: number[] = [];
  const rows = below.runs.rowFirst.length - 1;
  let [lastA, lastB] = [-1, -1];
  const touch = (runA: number, runB: number) => {
    const [a, b] = [below.partOf[runA]!, above.partOf[runB]!];
    if (a === lastA && b === lastB) return; // most of the neighbours of a run say the same thing again
    pairs.push(a, b);
    [lastA, lastB] = [a, b];
  };
  for (let row = 0; row < rows; row++) {
    for (let other = Math.max(0, row - 1); other <= Math.min(rows - 1, row + 1); other++) {
      eachTouch(below.runs, row, above.runs, other, touch);
    }
  }
  return Int32Array.from(pairs);
}

/** Calls `visit` for each run of one part with its first index in the slice and the index after its last. */
export function eachRun(
  { runs, partOf }: SliceParts,
  visit: (part: number, startIndex: number, endIndex: number, row: number) => void,
): void {
  const { starts, ends, rowFirst, columns } = runs;
  for (let row = 0; row + 1 < rowFirst.length; row++) {
    for (let run = rowFirst[row]!; run < rowFirst[row + 1]!; run++) {
      visit(partOf[run]!, row * columns + starts[run]!, row * columns + ends[run]!, row);
    }
  }
}
