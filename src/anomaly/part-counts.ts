import type { SliceGeometry } from '../imaging/series.ts';
import { eachOverlap, type MaskRuns } from './mask-runs.ts';
import { eachRun, type SliceParts } from './slice-parts.ts';

/** What the parts of a slice have in common with something else, in pixels, one number for each part. */
export interface PartCounts {
  /** Beyond the midline, towards the patient's left; absent where it is not known. */
  readonly left?: Int32Array;
  /** In the other mask too; absent without one. */
  readonly shared?: Int32Array;
}

/**
 * @param midlineXMm x of the plane between the hemispheres in patient coordinates, mm
 * @param other the other mask of the slice
 */
export function partCounts(
  slice: SliceParts,
  geometry: SliceGeometry,
  midlineXMm: number | undefined,
  other: MaskRuns | null,
): PartCounts {
  return {
    ...(midlineXMm === undefined ? {} : { left: leftPixels(slice, geometry, midlineXMm) }),
    ...(other ? { shared: sharedPixels(slice, other) } : {}),
  };
}

function leftPixels(
  slice: SliceParts,
  { columns, rowSpacingMm, columnSpacingMm, imagePositionPatient, imageOrientationPatient }: SliceGeometry,
  midlineXMm: number,
): Int32Array {
  const left = new Int32Array(slice.parts.length);
  const alongRow = columnSpacingMm * imageOrientationPatient[0];
  eachRun(slice, (part, start, end, row) => {
    const edge = imagePositionPatient[0] + row * rowSpacingMm * imageOrientationPatient[3];
    let count = 0;
    for (let i = start - row * columns; i < end - row * columns; i++) {
      if (edge + i * alongRow > midlineXMm) count++;
    }
    left[part]! += count;
  });
  return left;
}

function sharedPixels({ runs, partOf, parts }: SliceParts, other: MaskRuns): Int32Array {
  const shared = new Int32Array(parts.length);
  eachOverlap(runs, other, (run, start, end) => (shared[partOf[run]!]! += end - start));
  return shared;
}
