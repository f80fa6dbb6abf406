import { LacunaError } from '../errors.ts';
import { ascendingNormal } from './reformat-rule.ts';
import type { SliceGeometry, SourceSeries, SourceSlice, Vec3 } from './series.ts';

/** A point this far outside the moving series, in its voxels, still takes its edge value; beyond it is 0. */
const MARGIN_VOXELS = 0.5;

/** A series with the frame of reference that its positions are given in. */
export interface PlacedSeries {
  series: SourceSeries;
  frameOfReferenceUID: string | undefined;
}

/**
 * A second series of a study on the voxels of the first, for weights of several sequences.
 *
 * The scanner's own frame of reference is the registration: nothing is searched, so a patient who moved between the two is
 * not corrected. Trilinear between the moving slices at their true, also uneven, places; 0 outside them.
 * @throws LacunaError `mixed-frame-of-reference` unless both share one; `no-geometry` when the slices of the moving series
 *   differ in orientation or matrix
 */
export function resampleOnto(fixed: PlacedSeries, moving: PlacedSeries): SourceSeries {
  if (!fixed.frameOfReferenceUID || fixed.frameOfReferenceUID !== moving.frameOfReferenceUID) {
    throw new LacunaError(
      'mixed-frame-of-reference',
      'The two series do not share a frame of reference, so it is not known how they lie to each other. Choose series of one examination, or register them first.',
    );
  }
  const at = sampler(moving.series.slices);
  return {
    key: fixed.series.key,
    slices: fixed.series.slices.map(({ key, geometry }): SourceSlice => {
      const { rows, columns } = geometry;
      const pixels = new Float32Array(rows * columns);
      for (let i = 0; i < pixels.length; i++)
        pixels[i] = at(placeOf(geometry, i % columns, Math.floor(i / columns)));
      return { key, geometry, pixels };
    }),
  };
}

function placeOf(
  { imagePositionPatient: p, imageOrientationPatient: o, rowSpacingMm, columnSpacingMm }: SliceGeometry,
  column: number,
  row: number,
): Vec3 {
  const [x, y] = [column * columnSpacingMm, row * rowSpacingMm];
  return [p[0] + o[0] * x + o[3] * y, p[1] + o[1] * x + o[4] * y, p[2] + o[2] * x + o[5] * y];
}

/** The value of a stack at a place in patient mm. */
function sampler(slices: readonly SourceSlice[]): (place: Vec3) => number {
  const first = slices[0]!.geometry;
  const alike = slices.every(
    ({ geometry: g }) =>
      g.rows === first.rows &&
      g.columns === first.columns &&
      g.imageOrientationPatient.every((c, i) => Math.abs(c - first.imageOrientationPatient[i]!) < 1e-4),
  );
  if (!alike) throw new LacunaError('no-geometry', 'The slices of the second series do not make one stack.');
  const normal = ascendingNormal(first);
  const heights = slices.map(({ geometry }) => dot(geometry.imagePositionPatient, normal));
  const usual = heights.length > 1 ? (heights.at(-1)! - heights[0]!) / (heights.length - 1) : 1;
  return (place) => {
    const height = dot(place, normal);
    const above = heights.findIndex((h) => h >= height);
    const upper = above < 0 ? heights.length - 1 : above;
    const lower = Math.max(0, above < 0 ? upper : upper - 1);
    if (Math.max(heights[0]! - height, height - heights.at(-1)!) > MARGIN_VOXELS * Math.abs(usual)) return 0;
    const gap = heights[upper]! - heights[lower]!;
    const share = gap > 0 && height > heights[lower]! ? Math.min(1, (height - heights[lower]!) / gap) : 0;
    const below = inSlice(slices[lower]!, place);
    return share === 0 ? below : below * (1 - share) + inSlice(slices[upper]!, place) * share;
  };
}

/** Bilinear in the plane of a slice, by its own corner. */
function inSlice({ geometry: g, pixels }: SourceSlice, place: Vec3): number {
  const [rx, ry, rz, cx, cy, cz] = g.imageOrientationPatient;
  const p = g.imagePositionPatient;
  const offset: Vec3 = [place[0] - p[0], place[1] - p[1], place[2] - p[2]];
  const x = dot(offset, [rx, ry, rz]) / g.columnSpacingMm;
  const y = dot(offset, [cx, cy, cz]) / g.rowSpacingMm;
  if (Math.max(-x, x - (g.columns - 1), -y, y - (g.rows - 1)) > MARGIN_VOXELS) return 0;
  const [x0, y0] = [clamp(Math.floor(x), g.columns - 1), clamp(Math.floor(y), g.rows - 1)];
  const [x1, y1] = [clamp(x0 + 1, g.columns - 1), clamp(y0 + 1, g.rows - 1)];
  const [fx, fy] = [Math.min(1, Math.max(0, x - x0)), Math.min(1, Math.max(0, y - y0))];
  const value = (column: number, row: number) => pixels[row * g.columns + column]!;
  const top = value(x0, y0) * (1 - fx) + value(x1, y0) * fx;
  return top * (1 - fy) + (value(x0, y1) * (1 - fx) + value(x1, y1) * fx) * fy;
}

const clamp = (value: number, most: number) => Math.min(most, Math.max(0, value));
const dot = (a: Vec3, b: Vec3) => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
