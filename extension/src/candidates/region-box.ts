import type { SliceGeometry, Vec3 } from '@lacuna/core/imaging/series.ts';
import type { Candidate } from './candidate.ts';

/** The corners, mm (LPS), of the box around a region's voxels, out to their far sides; eight of them. */
export function boxCorners(region: Candidate, slices: readonly SliceGeometry[]): Vec3[] {
  const [firstRow, lastRow, firstColumn, lastColumn] = region.box;
  const low = planeBeside(slices, region.firstSlice, -0.5);
  const high = planeBeside(slices, region.lastSlice, 0.5);
  return [low, high].flatMap((plane) =>
    [firstRow - 0.5, lastRow + 0.5].flatMap((row) =>
      [firstColumn - 0.5, lastColumn + 0.5].map((column) => pointOf(plane, row, column)),
    ),
  );
}

/** A slice moved along the stack by a part of the way to its neighbour. */
function planeBeside(slices: readonly SliceGeometry[], slice: number, share: number): SliceGeometry {
  const here = slices[slice]!;
  const step = share < 0 ? -1 : 1;
  const neighbour = slices[slice + step];
  const opposite = slices[slice - step];
  const from = here.imagePositionPatient;
  const way = (axis: 0 | 1 | 2): number => {
    if (neighbour) return neighbour.imagePositionPatient[axis] - from[axis];
    return opposite ? from[axis] - opposite.imagePositionPatient[axis] : 0;
  };
  const by = Math.abs(share);
  const imagePositionPatient: Vec3 = [from[0] + by * way(0), from[1] + by * way(1), from[2] + by * way(2)];
  return { ...here, imagePositionPatient };
}

function pointOf(plane: SliceGeometry, row: number, column: number): Vec3 {
  const [rx, ry, rz, cx, cy, cz] = plane.imageOrientationPatient;
  const [ox, oy, oz] = plane.imagePositionPatient;
  const [alongRow, alongColumn] = [column * plane.columnSpacingMm, row * plane.rowSpacingMm];
  return [
    ox + alongRow * rx + alongColumn * cx,
    oy + alongRow * ry + alongColumn * cy,
    oz + alongRow * rz + alongColumn * cz,
  ];
}
