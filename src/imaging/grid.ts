import { type AxisWeights, resample, towardsGrid, towardsSource } from './axis-weights.ts';
import { Interpolation } from './interpolation.ts';
import { type CanonicalShape, canonicalIndex, canonicalShape, inPlaneOrientation } from './orientation.ts';
import type { SliceGeometry } from './series.ts';

/** The square grid on which the models work: radiological, its centre on the centre of the slice. */
export interface ModelGrid {
  size: number;
  spacingMm: number;
}

/** Everything about the way between one slice geometry and the model grid, computed once per geometry. */
export class GridMapping {
  private readonly shape: CanonicalShape;
  private readonly index: Uint32Array;
  private readonly down: { x: AxisWeights; y: AxisWeights };
  private readonly up: Interpolation;
  /** Whether the stored order of pixels is the canonical one. */
  private readonly stored: boolean;

  constructor(
    geometry: SliceGeometry,
    readonly grid: ModelGrid,
  ) {
    const orientation = inPlaneOrientation(geometry.imageOrientationPatient);
    const shape = canonicalShape(geometry, orientation);
    const { rows, columns, rowSpacingMm, columnSpacingMm } = shape;
    this.shape = shape;
    this.index = canonicalIndex(shape, orientation);
    this.down = {
      x: towardsGrid(columns, columnSpacingMm, grid.size, grid.spacingMm),
      y: towardsGrid(rows, rowSpacingMm, grid.size, grid.spacingMm),
    };
    this.stored = !orientation.transpose && !orientation.flipColumns && !orientation.flipRows;
    const x = towardsSource(columns, columnSpacingMm, grid.size, grid.spacingMm);
    const y = towardsSource(rows, rowSpacingMm, grid.size, grid.spacingMm);
    this.up = new Interpolation(x, y, grid.size, this.index, this.stored);
  }

  /** Source pixels [rows*columns] to the grid [size*size]; negative values count as 0. */
  toGrid(pixels: Float32Array): Float32Array {
    return resample(this.canonical(pixels), this.shape.columns, this.down.x, this.down.y);
  }

  /** Source pixels in canonical order; most slices are stored so. */
  private canonical(pixels: Float32Array): Float32Array {
    if (this.stored) return pixels;
    const { index } = this;
    const canonical = new Float32Array(pixels.length);
    for (let i = 0; i < canonical.length; i++) canonical[i] = pixels[index[i]!]!;
    return canonical;
  }

  /**
   * A map on the grid [size*size] to source pixels [rows*columns], bilinear, 0 outside the grid.
   * @param inside 1 at source pixels to compute, else 0; all others are 0
   */
  toSource(map: Float32Array, inside?: Uint8Array): Float32Array {
    return this.up.values(map, inside, new Float32Array(this.index.length));
  }

  /** As `toSource`, times `unit`, over what `base` [rows*columns] holds elsewhere; a new array. */
  overSource(base: Float32Array, map: Float32Array, inside: Uint8Array, unit: number): Float32Array {
    return this.up.values(map, inside, base.slice(), unit);
  }

  /** A mask on the grid to source pixels: 1 where the interpolated mask reaches one half. */
  maskToSource(mask: Uint8Array): Uint8Array {
    return this.up.mask(mask);
  }
}

/** Whether two slices can share a GridMapping: all but the position must agree. */
export function sameInPlaneGeometry(a: SliceGeometry, b: SliceGeometry): boolean {
  return (
    a.rows === b.rows &&
    a.columns === b.columns &&
    a.rowSpacingMm === b.rowSpacingMm &&
    a.columnSpacingMm === b.columnSpacingMm &&
    a.imageOrientationPatient.every((value, i) => value === b.imageOrientationPatient[i])
  );
}
