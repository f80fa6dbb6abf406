import type { SliceGeometry, Vec3, Vec6 } from './series.ts';

/** How the stored axes of an axial slice become the radiological ones: columns to +L, rows to +P. Transpose comes first. */
export interface InPlaneOrientation {
  transpose: boolean;
  flipColumns: boolean;
  flipRows: boolean;
}

/** Unit normal row x column; it points to the head for the usual axial orientation. */
export function sliceNormal(orientation: Vec6): Vec3 {
  const [rx, ry, rz, cx, cy, cz] = orientation;
  return [ry * cz - rz * cy, rz * cx - rx * cz, rx * cy - ry * cx];
}

export function inPlaneOrientation(orientation: Vec6): InPlaneOrientation {
  const [rx, ry, , cx, cy] = orientation;
  const transpose = Math.abs(ry) + Math.abs(cx) > Math.abs(rx) + Math.abs(cy);
  return { transpose, flipColumns: (transpose ? cx : rx) < 0, flipRows: (transpose ? ry : cy) < 0 };
}

/** Rows, columns and spacings after the axes are put into the canonical order. */
export interface CanonicalShape {
  rows: number;
  columns: number;
  rowSpacingMm: number;
  columnSpacingMm: number;
}

export function canonicalShape(
  geometry: Pick<SliceGeometry, 'rows' | 'columns' | 'rowSpacingMm' | 'columnSpacingMm'>,
  { transpose }: InPlaneOrientation,
): CanonicalShape {
  const { rows, columns, rowSpacingMm, columnSpacingMm } = geometry;
  return transpose
    ? { rows: columns, columns: rows, rowSpacingMm: columnSpacingMm, columnSpacingMm: rowSpacingMm }
    : { rows, columns, rowSpacingMm, columnSpacingMm };
}

/**
 * For each canonical pixel the index of its source pixel; used in both directions, so the way back is exact.
 * `shape` is the canonical one.
 */
export function canonicalIndex(shape: CanonicalShape, orientation: InPlaneOrientation): Uint32Array {
  const { rows, columns } = shape;
  const index = new Uint32Array(rows * columns);
  for (let row = 0; row < rows; row++) {
    const y = orientation.flipRows ? rows - 1 - row : row;
    for (let column = 0; column < columns; column++) {
      const x = orientation.flipColumns ? columns - 1 - column : column;
      index[row * columns + column] = orientation.transpose ? x * rows + y : y * columns + x;
    }
  }
  return index;
}
