import type { LabelPixels } from '../layers/label-images.ts';
import { SEGMENT_INDEX } from '../layers/label-images.ts';

/** Straight edges between marked and unmarked pixels, in raster coordinates: x1, y1, x2, y2 after one another. */
export function maskEdges(pixels: LabelPixels, columns: number, rows: number): number[] {
  return nestedEdges(pixels, [], columns, rows)[0]!;
}

/** The same, by how many of the other masks (`over`) have an edge in the same place: none, one ... */
export function nestedEdges(
  pixels: LabelPixels,
  over: readonly LabelPixels[],
  columns: number,
  rows: number,
): number[][] {
  const nested: number[][] = Array.from({ length: over.length + 1 }, () => []);
  const box = markedBox(pixels, columns, rows);
  if (!box) return nested;
  const { left, right, top, bottom } = box;
  const marked = (mask: LabelPixels, x: number, y: number) =>
    x >= 0 && y >= 0 && x < columns && y < rows && mask[y * columns + x] === SEGMENT_INDEX;
  /** How many others have an edge between two neighbouring pixels, or -1 where this mask has none. */
  const level = (x: number, y: number, x0: number, y0: number) => {
    if (marked(pixels, x, y) === marked(pixels, x0, y0)) return -1;
    let shared = 0;
    for (const mask of over) if (marked(mask, x, y) !== marked(mask, x0, y0)) shared++;
    return shared;
  };
  for (let y = top; y <= bottom + 1; y++) {
    const lying = (x: number) => level(x, y, x, y - 1);
    eachRun(left, right + 1, lying, (shared, from, to) => nested[shared]!.push(from, y, to, y));
  }
  for (let x = left; x <= right + 1; x++) {
    const upright = (y: number) => level(x, y, x - 1, y);
    eachRun(top, bottom + 1, upright, (shared, from, to) => nested[shared]!.push(x, from, x, to));
  }
  return nested;
}

/** Rows and columns that hold marked pixels, both ends included; undefined where there are none. */
function markedBox(pixels: LabelPixels, columns: number, rows: number) {
  const first = pixels.indexOf(SEGMENT_INDEX);
  if (first < 0) return undefined;
  const last = pixels.lastIndexOf(SEGMENT_INDEX);
  const [top, bottom] = [Math.floor(first / columns), Math.min(Math.floor(last / columns), rows - 1)];
  let [left, right] = [columns, -1];
  for (let y = top; y <= bottom; y++) {
    const row = pixels.subarray(y * columns, (y + 1) * columns);
    const from = row.indexOf(SEGMENT_INDEX);
    if (from < 0) continue;
    left = Math.min(left, from);
    right = Math.max(right, row.lastIndexOf(SEGMENT_INDEX));
  }
  return { top, bottom, left, right };
}

/** Runs of neighbouring positions of one level, none of -1, from `start` to before `end`. */
function eachRun(
  start: number,
  end: number,
  levelAt: (i: number) => number,
  add: (level: number, from: number, to: number) => void,
): void {
  let [level, from] = [-1, start];
  for (let i = start; i <= end; i++) {
    const next = i < end ? levelAt(i) : -1;
    if (next === level) continue;
    if (level >= 0) add(level, from, i);
    [level, from] = [next, i];
  }
}
