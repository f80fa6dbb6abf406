import type { SliceGeometry } from '../imaging/series.ts';
import type { PartCounts } from './part-counts.ts';
import type { JoinedParts } from './region-labels.ts';
import type { SliceParts } from './slice-parts.ts';

/** Sums of one region over its slices; volumes in mm³, `weighted` in map units times mm³, `centre` in mm times mm³. */
export interface RegionSums {
  voxels: number;
  volume: number;
  weighted: number;
  centre: [number, number, number];
  /** Volume beyond the midline, towards the patient's left. */
  left: number;
  /** Volume that is also in the other mask. */
  shared: number;
  peak: number;
  peakAt: { slice: number; row: number; column: number };
  firstSlice: number;
  lastSlice: number;
  /** First and last row and column, both included. */
  box: [firstRow: number, lastRow: number, firstColumn: number, lastColumn: number];
}

/**
 * The sums of all regions, in the order of `joined`.
 *
 * @param thicknessMm what each slice stands for, as from `sliceStack`
 * @param counts of the parts of each slice; null where there is nothing to count
 */
export function regionSums(
  geometry: readonly SliceGeometry[],
  slices: readonly (SliceParts | null)[],
  joined: JoinedParts,
  thicknessMm: readonly number[],
  counts: readonly (PartCounts | null)[],
): RegionSums[] {
  const sums = Array.from({ length: joined.count }, emptySums);
  slices.forEach((slice, z) => {
    const regionOf = joined.regionOf[z];
    if (!slice || !regionOf) return;
    addSlice(sums, slice, regionOf, z, geometry[z]!, thicknessMm[z]!, counts[z] ?? {});
  });
  return sums;
}

function emptySums(): RegionSums {
  const figures = { voxels: 0, volume: 0, weighted: 0, left: 0, shared: 0, peak: -Infinity };
  const peakAt = { slice: 0, row: 0, column: 0 };
  const box: RegionSums['box'] = [Infinity, -1, Infinity, -1];
  return { ...figures, centre: [0, 0, 0], peakAt, firstSlice: Infinity, lastSlice: -1, box };
}

function addSlice(
  sums: readonly RegionSums[],
  slice: SliceParts,
  regionOf: Int32Array,
  z: number,
  geometry: SliceGeometry,
  thicknessMm: number,
  { left, shared }: PartCounts,
): void {
  const { columns, rowSpacingMm, columnSpacingMm, imagePositionPatient: origin } = geometry;
  const axes = geometry.imageOrientationPatient;
  const voxel = rowSpacingMm * columnSpacingMm * thicknessMm;
  slice.parts.forEach((part, p) => {
    const sum = sums[regionOf[p]!]!;
    sum.voxels += part.pixels;
    sum.volume += part.pixels * voxel;
    sum.weighted += part.value * voxel;
    for (const axis of [0, 1, 2] as const) {
      const along = part.columns * columnSpacingMm * axes[axis] + part.rows * rowSpacingMm * axes[axis + 3]!;
      sum.centre[axis] += voxel * (origin[axis] * part.pixels + along);
    }
    if (part.peak > sum.peak) {
      sum.peak = part.peak;
      sum.peakAt = { slice: z, row: Math.floor(part.peakIndex / columns), column: part.peakIndex % columns };
    }
    sum.firstSlice = Math.min(sum.firstSlice, z);
    sum.lastSlice = z;
    sum.box[0] = Math.min(sum.box[0], part.firstRow);
    sum.box[1] = Math.max(sum.box[1], part.lastRow);
    sum.box[2] = Math.min(sum.box[2], part.firstColumn);
    sum.box[3] = Math.max(sum.box[3], part.lastColumn);
    if (left) sum.left += left[p]! * voxel;
    if (shared) sum.shared += shared[p]! * voxel;
  });
}
