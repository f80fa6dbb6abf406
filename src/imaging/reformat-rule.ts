import { LacunaError } from '../errors.ts';
import { sliceNormal } from './orientation.ts';
import type { SliceGeometry, Vec3 } from './series.ts';

export type Plane = 'axial' | 'sagittal' | 'coronal';

/** Largest angle between the slice normal and head-foot; beyond it a slice is rather coronal or sagittal. */
export const MAX_TILT_DEGREES = 45;
/**
 * Largest voxel side of a series that is read as axial slices though it was acquired otherwise. The models work on 2 mm
 * pixels, so up to here the axial slices lose nothing that the models could see.
 */
export const MAX_REFORMAT_MM = 2;
/** A series shorter than this does not hold a head from side to side. */
const SMALLEST_EXTENT_MM = 100;
/** Gaps and matrices have to fit one grid: gaps within this share of their mean, steps within this angle of the normal. */
const EVEN = 0.05;
const MAX_SHEAR_DEGREES = 1;

export function planeOf({ imageOrientationPatient }: Pick<SliceGeometry, 'imageOrientationPatient'>): Plane {
  if (tiltDegrees(imageOrientationPatient) <= MAX_TILT_DEGREES) return 'axial';
  const [x, y] = sliceNormal(imageOrientationPatient);
  return Math.abs(x) >= Math.abs(y) ? 'sagittal' : 'coronal';
}

const tiltDegrees = (orientation: SliceGeometry['imageOrientationPatient']): number =>
  (Math.acos(Math.min(1, Math.abs(sliceNormal(orientation)[2]))) * 180) / Math.PI;

/** The normal turned to the head, or for a sagittal or coronal stack to the patient's left or back. */
export function ascendingNormal(geometry: SliceGeometry): Vec3 {
  const [x, y, z] = sliceNormal(geometry.imageOrientationPatient);
  const leading = { axial: z, sagittal: x, coronal: y }[planeOf(geometry)];
  return leading < 0 ? [-x, -y, -z] : [x, y, z];
}

/**
 * That a sagittal or coronal series can be read as axial slices: three-dimensional, even, without shear.
 * @param ordered geometries along the normal
 * @throws LacunaError `not-axial` with the reason
 */
export function checkReformat(ordered: readonly SliceGeometry[]): void {
  const first = ordered[0]!;
  const last = ordered.at(-1)!;
  const plane = planeOf(first);
  const refuse = (reason: string): never => {
    throw new LacunaError(
      'not-axial',
      `The images are ${plane} (tilted ${tiltDegrees(first.imageOrientationPatient).toFixed(0)} degrees against the axial plane) and cannot be read as axial slices: ${reason}. Choose an axial or a three-dimensional series.`,
      { plane },
    );
  };
  if (ordered.length < 2) return refuse('there is a single one');
  if (ordered.some((g) => g.rows !== first.rows || g.columns !== first.columns))
    return refuse('they differ in matrix size');
  const total = between(first, last);
  const length = Math.hypot(...total);
  const mean = length / (ordered.length - 1);
  if (mean > MAX_REFORMAT_MM)
    return refuse(`they lie ${mean.toFixed(1)} mm apart, more than ${MAX_REFORMAT_MM} mm`);
  if (Math.max(first.rowSpacingMm, first.columnSpacingMm) > MAX_REFORMAT_MM)
    return refuse(`their pixels are larger than ${MAX_REFORMAT_MM} mm`);
  if (length + mean < SMALLEST_EXTENT_MM)
    return refuse(`together they are ${(length + mean).toFixed(0)} mm thick, less than a head`);
  const uneven = ordered
    .slice(1)
    .some((g, i) => Math.abs(Math.hypot(...between(ordered[i]!, g)) - mean) > EVEN * mean);
  if (uneven) return refuse('they are unevenly spaced, or some are missing');
  const [nx, ny, nz] = sliceNormal(first.imageOrientationPatient);
  const cosine = Math.abs(total[0] * nx + total[1] * ny + total[2] * nz) / length;
  if ((Math.acos(Math.min(1, cosine)) * 180) / Math.PI > MAX_SHEAR_DEGREES)
    return refuse('they are shifted sideways against each other');
}

export function between(a: SliceGeometry, b: SliceGeometry): Vec3 {
  const [p, q] = [a.imagePositionPatient, b.imagePositionPatient];
  return [q[0] - p[0], q[1] - p[1], q[2] - p[2]];
}
