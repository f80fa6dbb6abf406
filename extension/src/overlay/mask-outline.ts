import type { LabelPixels } from '../layers/label-images.ts';
import { SEGMENT_INDEX } from '../layers/label-images.ts';

/** Straight edges between marked and unmarked pixels, in raster coordinates: x1, y1, x2, y2 after one another. */
export function maskEdges(pixels: LabelPixels, columns: number, rows: number): number[] {
  return edgesWhere(pixels, columns, rows, () => true);
}

/** The same, by how many of the other masks (`over`) have an edge in the same place: none, one ... */
export function nestedEdges(
  pixels: LabelPixels,
  over: readonly LabelPixels[],
  columns: number,
  rows: number,
): number[][] {
  const others = over.map((mask) => isEdgeOf(mask, columns, rows));
  const shared: IsEdge = (...at) => others.reduce((sum, isEdge) => sum + Number(isEdge(...at)), 0);
  return Array.from({ length: over.length + 1 }, (_, count) =>
    edgesWhere(pixels, columns, rows, (...at) => shared(...at) === count),
  );
}

/** Whether (or how often) pixel x, y differs from the one above it, or, `upright`, from the one on its left. */
type IsEdge<Answer = number> = (x: number, y: number, upright: boolean) => Answer;

function isEdgeOf(pixels: LabelPixels, columns: number, rows: number): IsEdge<boolean> {
  const marked = (x: number, y: number) =>
    x >= 0 && y >= 0 && x < columns && y < rows && pixels[y * columns + x] === SEGMENT_INDEX;
  return (x, y, upright) => marked(x, y) !== (upright ? marked(x - 1, y) : marked(x, y - 1));
}

function edgesWhere(pixels: LabelPixels, columns: number, rows: number, keep: IsEdge<boolean>): number[] {
  const edges: number[] = [];
  const box = markedBox(pixels, columns, rows);
  if (!box) return edges;
  const isEdge = isEdgeOf(pixels, columns, rows);
  for (let y = box.top; y <= box.bottom + 1; y++) {
    collect(
      box.left,
      box.right + 1,
      (x) => isEdge(x, y, false) && keep(x, y, false),
      (from, to) => edges.push(from, y, to, y),
    );
  }
  for (let x = box.left; x <= box.right + 1; x++) {
    collect(
      box.top,
      box.bottom + 1,
      (y) => isEdge(x, y, true) && keep(x, y, true),
      (from, to) => edges.push(x, from, x, to),
    );
  }
  return edges;
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

/** Runs of neighbouring positions from `start` to before `end`, as one edge each. */
function collect(
  start: number,
  end: number,
  is: (i: number) => boolean,
  add: (from: number, to: number) => void,
): void {
  let from = -1;
  for (let i = start; i <= end; i++) {
    const inside = i < end && is(i);
    if (inside && from < 0) from = i;
    if (!inside && from >= 0) {
      add(from, i);
      from = -1;
    }
  }
}
