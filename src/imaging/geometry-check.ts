import { LacunaError } from '../errors.ts';
import type { SliceGeometry } from './series.ts';

/** Real direction cosines are unit and perpendicular to about 1e-4; headers rounded to two digits still pass. */
const COSINE_TOLERANCE = 2e-2;
const LARGEST_SIDE = 16384;
/** Positions beyond ten metres and pixels beyond ten centimetres are not of this patient. */
const FARTHEST_MM = 1e4;
const LARGEST_SPACING_MM = 100;
/** Less than this cannot show an adult head, of which 140 mm is a narrow one. */
const SMALLEST_SIDE_PIXELS = 24;
const SMALLEST_SIDE_MM = 100;

/**
 * The geometry of slice `index` (from 0), complete and sane.
 * @throws LacunaError `no-geometry` naming what is missing or impossible
 */
export function completeGeometry(geometry: Partial<SliceGeometry> | undefined, index: number): SliceGeometry {
  const missing = (what: string): never => {
    throw new LacunaError(
      'no-geometry',
      `Image ${index + 1} of the series has ${what}, so nothing could be placed on it. Choose a series with full geometry.`,
      { index },
    );
  };
  const { rows, columns, rowSpacingMm, columnSpacingMm, imagePositionPatient, imageOrientationPatient } =
    geometry ?? {};
  const side = (n: number | undefined): n is number => Number.isInteger(n) && n! >= 1 && n! <= LARGEST_SIDE;
  const spacing = (mm: number | undefined): mm is number =>
    Number.isFinite(mm) && mm! > 0 && mm! <= LARGEST_SPACING_MM;
  const finite = (v: readonly number[] | undefined, length: number) =>
    v?.length === length && v.every(Number.isFinite);

  if (!side(rows) || !side(columns)) return missing('no valid number of rows and columns');
  if (!spacing(rowSpacingMm) || !spacing(columnSpacingMm)) return missing('no valid pixel spacing');
  if (!imagePositionPatient || !finite(imagePositionPatient, 3)) return missing('no valid position');
  if (imagePositionPatient.some((mm) => Math.abs(mm) > FARTHEST_MM)) return missing('an impossible position');
  if (!imageOrientationPatient || !finite(imageOrientationPatient, 6)) return missing('no valid orientation');
  const [rx, ry, rz, cx, cy, cz] = imageOrientationPatient;
  const errors = [Math.hypot(rx, ry, rz) - 1, Math.hypot(cx, cy, cz) - 1, rx * cx + ry * cy + rz * cz];
  if (errors.some((e) => Math.abs(e) > COSINE_TOLERANCE))
    return missing('an orientation that is not a right angle');
  return { rows, columns, rowSpacingMm, columnSpacingMm, imagePositionPatient, imageOrientationPatient };
}

/** @throws LacunaError `too-small` when the image cannot show a brain */
export function checkSize({ rows, columns, rowSpacingMm, columnSpacingMm }: SliceGeometry): void {
  const heightMm = rows * rowSpacingMm;
  const widthMm = columns * columnSpacingMm;
  if (Math.min(rows, columns) >= SMALLEST_SIDE_PIXELS && Math.min(heightMm, widthMm) >= SMALLEST_SIDE_MM)
    return;
  throw new LacunaError(
    'too-small',
    `The images are too small for a brain: ${columns} x ${rows} pixels, ${widthMm.toFixed(0)} x ${heightMm.toFixed(0)} mm. At least ${SMALLEST_SIDE_PIXELS} pixels and ${SMALLEST_SIDE_MM} mm each way are needed.`,
    { rows, columns, heightMm, widthMm },
  );
}
