import { thresholdMask } from '@lacuna/core/anomaly/mask.ts';
import type { SliceGeometry } from '@lacuna/core/imaging/series.ts';

type InPlane = Pick<SliceGeometry, 'rows' | 'columns' | 'rowSpacingMm' | 'columnSpacingMm'>;

/**
 * Masks of a slice, worked out in the smallest rectangle that holds its brain: maps are 0 elsewhere, so regions end there, and a head
 * fills a third of its image.
 */
export class BrainBox {
  private readonly top: number;
  private readonly left: number;
  private readonly rows: number;
  private readonly columns: number;

  constructor(
    brainMask: Uint8Array,
    private readonly geometry: InPlane,
  ) {
    const { columns } = geometry;
    this.top = Math.max(0, Math.floor(brainMask.indexOf(1) / columns));
    const bottom = Math.floor(brainMask.lastIndexOf(1) / columns);
    let [left, right] = [columns, -1];
    for (let row = this.top; row <= bottom; row++) {
      const line = brainMask.subarray(row * columns, (row + 1) * columns);
      const first = line.indexOf(1);
      if (first < 0) continue;
      left = Math.min(left, first);
      right = Math.max(right, line.lastIndexOf(1));
    }
    this.left = left;
    this.rows = Math.max(0, bottom - this.top + 1);
    this.columns = Math.max(0, right - left + 1);
  }

  /** The part of a slice that lies in the rectangle. */
  crop(map: Float32Array): Float32Array {
    const part = new Float32Array(this.rows * this.columns);
    for (let row = 0; row < this.rows; row++) {
      const start = this.start(row);
      part.set(map.subarray(start, start + this.columns), row * this.columns);
    }
    return part;
  }

  /** `thresholdMask` of the whole slice, from its part in the rectangle. */
  mask(part: Float32Array, threshold: number, minimumRegionAreaMm2: number): Uint8Array {
    const whole = new Uint8Array(this.geometry.rows * this.geometry.columns);
    if (part.length === 0) return whole;
    const found = thresholdMask(part, this.partGeometry(), threshold, minimumRegionAreaMm2);
    for (let row = 0; row < this.rows; row++)
      whole.set(found.subarray(row * this.columns, (row + 1) * this.columns), this.start(row));
    return whole;
  }

  /** Whether that mask would hold anything: the search ends at the first region that is large enough. */
  hasRegion(part: Float32Array, threshold: number, minimumRegionAreaMm2: number): boolean {
    const { rowSpacingMm, columnSpacingMm } = this.geometry;
    const pixelAreaMm2 = rowSpacingMm * columnSpacingMm;
    const { columns } = this;
    const seen = new Uint8Array(part.length);
    const stack: number[] = [];
    const inside = (at: number) => part[at]! > 0 && part[at]! >= threshold && seen[at] === 0;
    for (let seed = 0; seed < part.length; seed++) {
      if (!inside(seed)) continue;
      seen[seed] = 1;
      stack.push(seed);
      let size = 0;
      for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
        if (++size * pixelAreaMm2 >= minimumRegionAreaMm2) return true;
        const column = at % columns;
        for (let line = at - column - columns; line <= at - column + columns; line += columns) {
          if (line < 0 || line >= part.length) continue;
          for (let x = Math.max(0, column - 1); x <= Math.min(columns - 1, column + 1); x++) {
            if (!inside(line + x)) continue;
            seen[line + x] = 1;
            stack.push(line + x);
          }
        }
      }
    }
    return false;
  }

  private start(row: number): number {
    return (this.top + row) * this.geometry.columns + this.left;
  }

  private partGeometry(): InPlane {
    return { ...this.geometry, rows: this.rows, columns: this.columns };
  }
}
