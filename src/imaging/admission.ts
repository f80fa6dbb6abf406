import { LacunaError, type LacunaErrorCode } from '../errors.ts';
import type { Admission, SliceHeader } from './admission-types.ts';
import { checkSize, completeGeometry } from './geometry-check.ts';
import { ascendingNormal, between, checkReformat, planeOf } from './reformat-rule.ts';
import type { SliceGeometry, Vec3 } from './series.ts';
import { ORIENTATION_TOLERANCE, POSITION_TOLERANCE_MM } from './stack-tolerances.ts';

export { MAX_TILT_DEGREES } from './reformat-rule.ts';
export type { Admission, SliceHeader } from './admission-types.ts';

/** A gap this much larger than the usual one is worth a warning. */
const GAP_RATIO = 1.5;

/** Carries a refusal out of the checks; `admitSeries` turns it into a union member, since a refusal is expected. */
function refuse(code: LacunaErrorCode, sentence: string, evidence?: Record<string, unknown>): never {
  throw new LacunaError(code, sentence, evidence);
}

/**
 * Whether a series may be analysed, and in which order its slices go.
 *
 * Works on headers only. Everything out of scope is refused with a sentence that says why and what to choose instead.
 */
export function admitSeries(headers: readonly SliceHeader[]): Admission {
  try {
    return examine(headers);
  } catch (thrown) {
    if (thrown instanceof LacunaError) return { kind: 'refused', error: thrown };
    throw thrown;
  }
}

function examine(headers: readonly SliceHeader[]): Admission {
  if (headers.length === 0) refuse('no-geometry', 'The series has no images. Choose another series.');
  for (const header of headers) checkKind(header);
  const geometries = headers.map((header, i) => completeGeometry(header.geometry, i));
  checkOneStack(headers, geometries);

  const first = geometries[0]!;
  const normal = ascendingNormal(first);
  const position = geometries.map(({ imagePositionPatient: p }) => dot(p, normal));
  const order = headers.map((_, i) => i).sort((a, b) => position[a]! - position[b]! || a - b);
  const gaps = order.slice(1).map((slice, i) => position[slice]! - position[order[i]!]!);
  const plane = planeOf(first);
  const ordered = order.map((index) => geometries[index]!);
  // slices shifted within their plane are no copies of each other, and are refused for what they are below
  const samePlace = (i: number) =>
    plane === 'axial' || Math.hypot(...between(ordered[i]!, ordered[i + 1]!)) < POSITION_TOLERANCE_MM;
  const duplicate = gaps.findIndex((gap, i) => gap < POSITION_TOLERANCE_MM && samePlace(i));
  if (duplicate >= 0) {
    refuse(
      'duplicate-position',
      'Two images of the series lie at the same position, for example because it holds several time points or contrasts. Split it, or choose another series.',
      { positionMm: position[order[duplicate]!] },
    );
  }
  if (plane !== 'axial') checkReformat(ordered);
  return { kind: 'admitted', order, plane, warnings: warnAbout(gaps, geometries) };
}

function checkKind(header: SliceHeader): void {
  if (header.modality !== 'MR') {
    refuse(
      'not-mr',
      `Lacuna reads MR images only; this series is ${header.modality ? `of modality ${header.modality.slice(0, 16)}` : 'without a modality'}.`,
    );
  }
  const photometric = header.photometricInterpretation;
  if (
    (header.samplesPerPixel ?? 1) !== 1 ||
    (photometric !== undefined && !photometric.startsWith('MONOCHROME'))
  ) {
    refuse(
      'colour',
      'The series holds colour images, such as a screenshot or an overlay. Choose the original grey-value series.',
    );
  }
  if (header.imageType?.some((value) => /^LOCALI[SZ]ER$/i.test(value.trim()))) {
    refuse('not-axial', 'The series is a localiser (scout). Choose an axial FLAIR series.');
  }
}

function checkOneStack(headers: readonly SliceHeader[], geometries: readonly SliceGeometry[]): void {
  const first = geometries[0]!;
  geometries.forEach(checkSize);
  if (new Set(headers.map((header) => header.frameOfReferenceUID ?? '')).size > 1) {
    refuse(
      'mixed-frame-of-reference',
      'The images of the series do not share one frame of reference. Choose a series acquired in one go.',
    );
  }
  const apart = geometries.some((geometry) =>
    geometry.imageOrientationPatient.some(
      (c, i) => Math.abs(c - first.imageOrientationPatient[i]!) > ORIENTATION_TOLERANCE,
    ),
  );
  if (apart) {
    refuse(
      'mixed-orientation',
      'The images of the series are not parallel, as in a localiser or a multi-angle series. Choose a single axial stack.',
    );
  }
}

function warnAbout(gaps: readonly number[], geometries: readonly SliceGeometry[]): string[] {
  const warnings: string[] = [];
  const usual = [...gaps].sort((a, b) => a - b)[Math.floor(gaps.length / 2)] ?? 0;
  const widest = Math.max(0, ...gaps);
  if (widest > GAP_RATIO * usual) {
    warnings.push(
      `The slices are unevenly spaced (${usual.toFixed(1)} mm as a rule, ${widest.toFixed(1)} mm at most); slices may be missing.`,
    );
  }
  const { rows, columns } = geometries[0]!;
  if (geometries.some((g) => g.rows !== rows || g.columns !== columns)) {
    warnings.push('The images of the series differ in matrix size; each is processed on its own grid.');
  }
  return warnings;
}

function dot(a: Vec3, b: Vec3): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}
