import { sliceNormal } from '@lacuna/core/imaging/orientation.ts';
import type { SliceGeometry, Vec3 } from '@lacuna/core/imaging/series.ts';
import type { Affine, MapVolume } from './sample-plane.ts';

/** The grid of a stack from its outer slices, as the viewer's own volumes have it: evenly spaced between them. */
export function voxelAffine(geometries: readonly SliceGeometry[]): MapVolume['toVoxel'] {
  const [first, last] = [geometries[0]!, geometries.at(-1)!];
  const [a, b, c, d, e, f] = first.imageOrientationPatient;
  const right = scaled([a, b, c], first.columnSpacingMm);
  const down = scaled([d, e, f], first.rowSpacingMm);
  const steps = geometries.length - 1;
  const up: Vec3 =
    steps > 0
      ? scaled(minus(last.imagePositionPatient, first.imagePositionPatient), 1 / steps)
      : sliceNormal(first.imageOrientationPatient);
  const volume = dot(right, cross(down, up));
  const rows = [cross(down, up), cross(up, right), cross(right, down)].map((row) => scaled(row, 1 / volume));
  const origin = first.imagePositionPatient;
  return rows.map(([x, y, z]): Affine => [
    x,
    y,
    z,
    -dot([x, y, z], origin),
  ]) as unknown as MapVolume['toVoxel'];
}

const scaled = ([x, y, z]: Vec3, by: number): Vec3 => [x * by, y * by, z * by];
const minus = (a: Vec3, b: Vec3): Vec3 => [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
const dot = (a: Vec3, b: Vec3): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
const cross = (a: Vec3, b: Vec3): Vec3 => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
];
