import type { LabelPixels } from '../layers/label-images.ts';
import { SEGMENT_INDEX } from '../layers/label-images.ts';

/** Straight edges between marked and unmarked pixels, in raster coordinates: x1, y1, x2, y2 after one another. */
export function maskEdges(pixels: LabelPixels, columns: number, rows: number): number[] {
  const edges: number[] = [];
  const marked = (x: number, y: number) =>
    x >= 0 && y >= 0 && x < columns && y < rows && pixels[y * columns + x] === SEGMENT_INDEX;
  for (let y = 0; y <= rows; y++) {
    collect(
      columns,
      (x) => marked(x, y) !== marked(x, y - 1),
      (from, to) => edges.push(from, y, to, y),
    );
  }
  for (let x = 0; x <= columns; x++) {
    collect(
      rows,
      (y) => marked(x, y) !== marked(x - 1, y),
      (from, to) => edges.push(x, from, x, to),
    );
  }
  return edges;
}

/** Runs of neighbouring positions as one edge each. */
function collect(count: number, is: (i: number) => boolean, add: (from: number, to: number) => void): void {
  let from = -1;
  for (let i = 0; i <= count; i++) {
    const inside = i < count && is(i);
    if (inside && from < 0) from = i;
    if (!inside && from >= 0) {
      add(from, i);
      from = -1;
    }
  }
}
