import { LacunaError } from '@lacuna/core/errors.ts';
import type { Affine, NiftiGeometry } from './nifti-grid.ts';

const UNITS_MASK = 7;
const MM_PER_UNIT: Readonly<Record<number, number>> = { 0: 1, 1: 1000, 2: 1, 3: 0.001 };

/**
 * Voxel indices to mm in RAS: the sform where it is set, else the qform (nifti1.h, methods 3 and 2).
 *
 * A file with neither does not say which side is left, so nothing is guessed.
 * @throws LacunaError `no-geometry`
 */
export function affineOf(geometry: NiftiGeometry): Affine {
  const mm = MM_PER_UNIT[geometry.xyztUnits & UNITS_MASK] ?? 1;
  const affine =
    geometry.sformCode > 0 ? geometry.srow : geometry.qformCode > 0 ? qformAffine(geometry) : undefined;
  if (!affine)
    throw new LacunaError(
      'no-geometry',
      'The NIfTI file has neither sform nor qform, so left and right are unknown. Set its orientation first.',
    );
  const scaled = affine.map((row) => row.map((value) => value * mm)) as unknown as Affine;
  const [a, b, c] = scaled;
  const determinant =
    a[0] * (b[1] * c[2] - b[2] * c[1]) -
    a[1] * (b[0] * c[2] - b[2] * c[0]) +
    a[2] * (b[0] * c[1] - b[1] * c[0]);
  if (!scaled.flat().every(Number.isFinite) || Math.abs(determinant) < 1e-9)
    throw new LacunaError(
      'no-geometry',
      'The orientation of the NIfTI file is not a proper one. Set its sform or qform first.',
    );
  return scaled;
}

/** Rotation by the unit quaternion (a, b, c, d), voxel sizes, and qfac for the third axis. */
function qformAffine({ quaternion, pixdim }: NiftiGeometry): Affine {
  const [b, c, d, x, y, z] = quaternion as [number, number, number, number, number, number];
  const square = 1 - (b * b + c * c + d * d);
  const a = Math.sqrt(Math.max(0, square));
  const [i, j] = [pixdim[1]!, pixdim[2]!];
  const k = pixdim[3]! * (pixdim[0]! < 0 ? -1 : 1);
  return [
    [(a * a + b * b - c * c - d * d) * i, (2 * b * c - 2 * a * d) * j, (2 * b * d + 2 * a * c) * k, x],
    [(2 * b * c + 2 * a * d) * i, (a * a + c * c - b * b - d * d) * j, (2 * c * d - 2 * a * b) * k, y],
    [(2 * b * d - 2 * a * c) * i, (2 * c * d + 2 * a * b) * j, (a * a + d * d - b * b - c * c) * k, z],
  ];
}
