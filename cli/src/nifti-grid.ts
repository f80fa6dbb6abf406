import { LacunaError } from '@lacuna/core/errors.ts';
import type { SourceSlice } from '@lacuna/core/imaging/series.ts';

/** Rows of a 3 x 4 matrix from voxel indices to mm in RAS: +x to the right, +y to the front, +z to the head of the patient. */
export type Affine = readonly [AffineRow, AffineRow, AffineRow];
export type AffineRow = readonly [number, number, number, number];

/** The geometry part of a NIfTI header, kept so that outputs have it exactly as the source had. */
export interface NiftiGeometry {
  /** dim[1..], 3 or 4 of them. */
  dims: readonly number[];
  /** pixdim[0..7]; the first is qfac. */
  pixdim: readonly number[];
  xyztUnits: number;
  qformCode: number;
  sformCode: number;
  /** quatern b, c, d and qoffset x, y, z. */
  quaternion: readonly number[];
  srow: Affine;
}

/** A NIfTI volume and where the slices of a series lie in it: voxel = start + column*c + row*r + slice*s. */
export interface NiftiGrid {
  geometry: NiftiGeometry;
  start: number;
  columnStep: number;
  rowStep: number;
  sliceStep: number;
}

/**
 * The grid for results of a DICOM series: voxels as stored (column, row, slice), slices feet to head.
 *
 * A NIfTI affine has one step between slices: for unevenly spaced ones it is the mean, with a warning.
 * @throws LacunaError `invalid-argument` when the slices differ in matrix or spacing, which NIfTI cannot hold
 */
export function gridOfSlices(
  slices: readonly SourceSlice[],
  sliceThicknessMm = 1,
): { grid: NiftiGrid; warnings: string[] } {
  const first = slices[0]!.geometry;
  const last = slices.at(-1)!.geometry;
  const {
    rows,
    columns,
    rowSpacingMm,
    columnSpacingMm,
    imagePositionPatient: origin,
    imageOrientationPatient: o,
  } = first;
  const same = slices.every(
    ({ geometry: g }) =>
      g.rows === rows &&
      g.columns === columns &&
      g.rowSpacingMm === rowSpacingMm &&
      g.columnSpacingMm === columnSpacingMm,
  );
  if (!same)
    throw new LacunaError(
      'invalid-argument',
      'The images of the series differ in matrix or pixel size, which NIfTI cannot hold. Ask for DICOM only with --format seg.',
    );

  const gaps = slices.length - 1;
  const normal = [o[1] * o[5] - o[2] * o[4], o[2] * o[3] - o[0] * o[5], o[0] * o[4] - o[1] * o[3]];
  const headwards = normal[2]! < 0 ? -1 : 1;
  const step = [0, 1, 2].map((axis) =>
    gaps > 0
      ? (last.imagePositionPatient[axis]! - origin[axis]!) / gaps
      : normal[axis]! * headwards * sliceThicknessMm,
  );
  const farthest = Math.max(
    ...slices.map(({ geometry: g }, k) =>
      Math.hypot(...step.map((mm, axis) => origin[axis]! + k * mm - g.imagePositionPatient[axis]!)),
    ),
  );
  const row = (axis: number, sign: number): AffineRow => [
    sign * o[axis]! * columnSpacingMm,
    sign * o[axis + 3]! * rowSpacingMm,
    sign * step[axis]!,
    sign * origin[axis]!,
  ];
  const srow: Affine = [row(0, -1), row(1, -1), row(2, 1)];
  const geometry: NiftiGeometry = {
    dims: [columns, rows, slices.length],
    pixdim: [1, columnSpacingMm, rowSpacingMm, Math.hypot(...step), 0, 0, 0, 0],
    xyztUnits: 2,
    qformCode: 0,
    sformCode: 1,
    quaternion: [0, 0, 0, 0, 0, 0],
    srow,
  };
  return {
    grid: { geometry, start: 0, columnStep: 1, rowStep: columns, sliceStep: columns * rows },
    warnings:
      farthest > 0.05
        ? [
            `The slices are unevenly spaced, which NIfTI cannot hold: in the NIfTI files a slice lies up to ${farthest.toFixed(2)} mm from its place. The DICOM SEG is exact.`,
          ]
        : [],
  };
}
