import type { Vec3 } from '@lacuna/core/imaging/series.ts';

/** Slices of a series as a volume. */
export interface StackVolume<Pixels> {
  readonly columns: number;
  readonly rows: number;
  readonly sliceCount: number;
  /** Feet to head; null without a result, which counts as 0. Read when needed: not all maps need be in memory. */
  slice(index: number): Pixels | null;
  /** Patient mm to (column, row, slice), each from 0 at a voxel centre: rows of an affine. */
  readonly toVoxel: readonly [Affine, Affine, Affine];
}
export type MapVolume = StackVolume<Float32Array>;
export type Affine = readonly [x: number, y: number, z: number, constant: number];

/** A raster of `width` x `height` points in the patient: `origin` + i `right` + j `down`, mm. */
export interface PlaneRaster {
  readonly width: number;
  readonly height: number;
  readonly origin: Vec3;
  readonly right: Vec3;
  readonly down: Vec3;
}

/**
 * Trilinear values of the maps on a plane; 0 outside the stack, which ends half a slice beyond its outer slices.
 * The values are interpolated, not their colours: between two slices stands what is between their values.
 */
export function samplePlane(volume: MapVolume, plane: PlaneRaster, into: Float32Array): void {
  const depth = volume.sliceCount;
  const slices: (Float32Array | null)[] = []; // those that the plane meets
  const sliceAt = (index: number) => (slices[index] ??= volume.slice(index));
  eachPoint(volume.toVoxel, plane, 0, (i, column, row, slice) => {
    const inside = slice > -0.5 && slice < depth - 0.5;
    into[i] = inside ? between(volume, sliceAt, column, row, Math.min(Math.max(slice, 0), depth - 1)) : 0;
  });
}

/** The nearest voxel of each point, 1 where it is marked; 0 outside the stack. */
export function nearestOnPlane(
  { columns, rows, sliceCount, slice: sliceOf, toVoxel }: StackVolume<ArrayLike<number>>,
  plane: PlaneRaster,
  into: Uint8Array,
): void {
  const slices = Array.from({ length: sliceCount }, (_, index) => sliceOf(index));
  // half a voxel on, so that cutting off is rounding
  eachPoint(toVoxel, plane, 0.5, (i, column, row, slice) => {
    const inside = column >= 0 && column < columns && row >= 0 && row < rows && slice >= 0;
    const labels = inside ? slices[Math.floor(slice)] : undefined;
    into[i] = labels && labels[Math.floor(row) * columns + Math.floor(column)] !== 0 ? 1 : 0;
  });
}

/** All points of a plane, row by row: where each lies among the voxels, every coordinate moved by `offset`. */
function eachPoint(
  toVoxel: StackVolume<unknown>['toVoxel'],
  plane: PlaneRaster,
  offset: number,
  visit: (i: number, column: number, row: number, slice: number) => void,
): void {
  const start = toVoxel.map((row) => at(row, plane.origin) + offset);
  const right = toVoxel.map((row) => along(row, plane.right));
  const down = toVoxel.map((row) => along(row, plane.down));
  let i = 0;
  for (let y = 0; y < plane.height; y++) {
    let column = start[0]! + y * down[0]!;
    let row = start[1]! + y * down[1]!;
    let slice = start[2]! + y * down[2]!;
    for (let x = 0; x < plane.width; x++, i++) {
      visit(i, column, row, slice);
      column += right[0]!;
      row += right[1]!;
      slice += right[2]!;
    }
  }
}

/** Between the two slices around a position inside the stack. */
function between(
  { columns, rows, sliceCount }: MapVolume,
  sliceAt: (index: number) => Float32Array | null,
  column: number,
  row: number,
  slice: number,
): number {
  if (!(column > -0.5 && column < columns - 0.5 && row > -0.5 && row < rows - 0.5)) return 0;
  const below = Math.floor(slice);
  const share = slice - below;
  const low = sliceAt(below);
  const high = share > 0 && below + 1 < sliceCount ? sliceAt(below + 1) : null;
  const x = Math.min(Math.max(column, 0), columns - 1);
  const y = Math.min(Math.max(row, 0), rows - 1);
  return (
    (low ? (1 - share) * inSlice(low, columns, rows, x, y) : 0) +
    (high ? share * inSlice(high, columns, rows, x, y) : 0)
  );
}

function inSlice(map: Float32Array, columns: number, rows: number, x: number, y: number): number {
  const left = Math.floor(x);
  const top = Math.floor(y);
  const [u, v] = [x - left, y - top];
  const first = top * columns + left;
  const next = left + 1 < columns ? 1 : 0;
  const below = top + 1 < rows ? columns : 0;
  return (
    (1 - v) * ((1 - u) * map[first]! + u * map[first + next]!) +
    v * ((1 - u) * map[first + below]! + u * map[first + below + next]!)
  );
}

const along = ([x, y, z]: Affine, [a, b, c]: Vec3): number => x * a + y * b + z * c;
const at = (row: Affine, point: Vec3): number => along(row, point) + row[3];
