import type { FrameInFile, MultiframeFile } from './multiframe-file.ts';
import type { SourceInstance } from './source.ts';
import type { Findings } from './verify-findings.ts';

/** Largest distance between a pixel of a frame and the same pixel of its source, mm. */
const TOLERANCE_MM = 1e-3;

/** That a frame lies where the instance lies that it refers to; `name` is how findings call the frame. */
export function verifyFrameGeometry(
  name: string,
  frame: FrameInFile,
  file: MultiframeFile,
  instance: SourceInstance,
  findings: Findings,
): void {
  findings.check(
    file.rows === instance.rows && file.columns === instance.columns,
    'matrix',
    `${name} has ${file.rows} rows and ${file.columns} columns, its image ${instance.rows} and ${instance.columns}.`,
  );
  const { position, orientation, spacing, thickness } = frame;
  if (position?.length !== 3 || orientation?.length !== 6 || spacing?.length !== 2) {
    findings.add('no geometry', `${name} has no complete position, orientation and pixel spacing.`);
    return;
  }
  const away = distance(position, instance.imagePositionPatient);
  findings.check(
    away <= TOLERANCE_MM,
    'position',
    `${name} lies ${away.toFixed(3)} mm away from the image it refers to.`,
  );
  // an error of direction or spacing grows with the distance from the first pixel; the farthest pixel decides
  const turned = Math.max(
    ...[0, 3].map((from) => {
      const [side, mm] =
        from === 0 ? [instance.columns, instance.pixelSpacing[1]] : [instance.rows, instance.pixelSpacing[0]];
      const wanted = instance.imageOrientationPatient.slice(from, from + 3);
      return distance(orientation.slice(from, from + 3), wanted) * side * mm;
    }),
  );
  findings.check(
    turned <= TOLERANCE_MM,
    'orientation',
    `${name} is turned by ${turned.toFixed(3)} mm at its edge against the image it refers to.`,
  );
  const stretched = Math.max(
    Math.abs(spacing[0]! - instance.pixelSpacing[0]) * instance.rows,
    Math.abs(spacing[1]! - instance.pixelSpacing[1]) * instance.columns,
  );
  findings.check(
    stretched <= TOLERANCE_MM,
    'pixel spacing',
    `${name} is stretched by ${stretched.toFixed(3)} mm against the image it refers to.`,
  );
  const wantedThickness = instance.sliceThickness;
  if (wantedThickness !== undefined && wantedThickness > 0) {
    findings.check(
      thickness !== undefined && Math.abs(thickness - wantedThickness) <= TOLERANCE_MM,
      'slice thickness',
      `${name} has another slice thickness than the image it refers to.`,
    );
  }
}

/** NaN counts as infinitely far, so that no comparison with it holds by accident. */
function distance(a: readonly number[], b: readonly number[]): number {
  const d = Math.hypot(...a.map((value, i) => value - (b[i] ?? NaN)));
  return Number.isNaN(d) ? Infinity : d;
}
