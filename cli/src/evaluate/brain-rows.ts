import { thresholdMask } from '@lacuna/core/anomaly/mask.ts';
import type { SliceGeometry } from '@lacuna/core/imaging/series.ts';

type InPlane = Pick<SliceGeometry, 'rows' | 'columns' | 'rowSpacingMm' | 'columnSpacingMm'>;

/**
 * Masks of a slice, worked out on the rows that hold brain only: maps are 0 elsewhere, so regions end there, and a head fills half of
 * its image.
 */
export class BrainRows {
  private readonly first: number;
  private readonly end: number;

  constructor(
    brainMask: Uint8Array,
    private readonly geometry: InPlane,
  ) {
    const { columns } = geometry;
    this.first = Math.max(0, Math.floor(brainMask.indexOf(1) / columns));
    this.end = Math.floor(brainMask.lastIndexOf(1) / columns) + 1;
  }

  /** `thresholdMask` of the whole slice. */
  mask(map: Float32Array, threshold: number, minimumRegionAreaMm2: number): Uint8Array {
    const { columns } = this.geometry;
    const whole = new Uint8Array(map.length);
    if (this.end <= this.first) return whole;
    const part = map.subarray(this.first * columns, this.end * columns);
    const geometry = { ...this.geometry, rows: this.end - this.first };
    whole.set(thresholdMask(part, geometry, threshold, minimumRegionAreaMm2), this.first * columns);
    return whole;
  }
}
