import { assignAxes } from './axis-assignment.ts';
import { between, checkReformat, planeOf, type Plane } from './reformat-rule.ts';
import type { LazySeries, SliceGeometry, SourceSeries, SourceSlice, Vec3, Vec6 } from './series.ts';

/** One axis of the voxels: unit direction, mm to the next voxel, and voxels to the next one in slice-row-column order. */
interface Axis {
  direction: Vec3;
  spacingMm: number;
  length: number;
  stride: number;
}

/**
 * A sagittal or coronal volume seen as axial slices. The axes of its voxels are exchanged and turned, nothing is
 * interpolated: every axial pixel is one source voxel, so whatever is computed on it goes back exactly.
 */
export interface AxialView {
  plane: Plane;
  /** Of the axial slices, feet to head. */
  geometries: readonly SliceGeometry[];
  /** Of the source. */
  sourceSlices: number;
  sourcePixels: number;
  /** Voxel (slice, row, column) of the axial view lies at start + slice*steps[0] + row*steps[1] + column*steps[2]. */
  start: number;
  steps: readonly [number, number, number];
}

/**
 * @param ordered geometries of the source along its normal
 * @throws LacunaError `not-axial` when the series is no even three-dimensional one
 */
export function axialView(ordered: readonly SliceGeometry[]): AxialView {
  checkReformat(ordered);
  const first = ordered[0]!;
  const { rows, columns, rowSpacingMm, columnSpacingMm, imageOrientationPatient: o } = first;
  const along = between(first, ordered.at(-1)!);
  const length = Math.hypot(...along);
  const axes: readonly [Axis, Axis, Axis] = [
    {
      direction: [along[0] / length, along[1] / length, along[2] / length],
      spacingMm: length / (ordered.length - 1),
      length: ordered.length,
      stride: rows * columns,
    },
    { direction: [o[3], o[4], o[5]], spacingMm: rowSpacingMm, length: rows, stride: columns },
    { direction: [o[0], o[1], o[2]], spacingMm: columnSpacingMm, length: columns, stride: 1 },
  ];
  let origin = first.imagePositionPatient;
  let start = 0;
  // columns to the left, rows to the back, slices to the head
  const [left, back, head] = assignAxes(axes.map(({ direction }) => direction)).map((axis, way) => {
    const own = axes[axis]!;
    if (own.direction[way]! >= 0) return own;
    start += own.stride * (own.length - 1);
    origin = moved(origin, own, own.length - 1);
    return { ...own, direction: negated(own.direction), stride: -own.stride };
  }) as [Axis, Axis, Axis];
  return {
    plane: planeOf(first),
    geometries: Array.from({ length: head.length }, (_, slice) => ({
      rows: back.length,
      columns: left.length,
      rowSpacingMm: back.spacingMm,
      columnSpacingMm: left.spacingMm,
      imagePositionPatient: moved(origin, head, slice),
      imageOrientationPatient: [...left.direction, ...back.direction] as unknown as Vec6,
    })),
    sourceSlices: ordered.length,
    sourcePixels: rows * columns,
    start,
    steps: [head.stride, back.stride, left.stride],
  };
}

/** The axial slices of a series; `axial n` names the n-th, from 1 at the feet. */
export function axialSeries({ key, slices }: SourceSeries, view: AxialView): SourceSeries {
  return { key, slices: view.geometries.map((_, index) => axialSlice(slices, view, index)) };
}

/** The same, each slice made when it is asked for. */
export function lazyAxialSeries({ key, slices }: SourceSeries, view: AxialView): LazySeries {
  return {
    key,
    sliceCount: view.geometries.length,
    slice: (index) => Promise.resolve(axialSlice(slices, view, index)),
  };
}

function axialSlice(slices: readonly SourceSlice[], view: AxialView, index: number): SourceSlice {
  const geometry = view.geometries[index]!;
  const pixels = new Float32Array(geometry.rows * geometry.columns);
  eachPixel(view, index, (i, slice, at) => (pixels[i] = slices[slice]!.pixels[at]!));
  return { key: `axial ${index + 1}`, geometry, pixels };
}

/** An array of numbers that can be made anew. */
type Plane1D = Float32Array | Uint8Array;

/**
 * Planes of the axial view back on the source slices, voxel by voxel.
 * @param planes per axial slice, rows * columns; null where there is nothing, which leaves 0
 */
export function onSourceSlices<Values extends Plane1D>(
  view: AxialView,
  planes: readonly (Values | null)[],
  make: (length: number) => Values,
): Values[] {
  const source = Array.from({ length: view.sourceSlices }, () => make(view.sourcePixels));
  planes.forEach((plane, index) => {
    if (plane) putOnSource(view, index, plane, source);
  });
  return source;
}

/** One plane of the axial view into the planes of the source, for results that come one by one. */
export function putOnSource<Values extends Plane1D>(
  view: AxialView,
  index: number,
  plane: Values,
  source: readonly Values[],
): void {
  eachPixel(view, index, (i, slice, at) => (source[slice]![at] = plane[i]!));
}

/** Each pixel of an axial slice with the source slice and pixel that it is. */
function eachPixel(
  { geometries, sourcePixels, start, steps }: AxialView,
  index: number,
  visit: (pixel: number, sourceSlice: number, sourcePixel: number) => void,
): void {
  const { rows, columns } = geometries[index]!;
  for (let row = 0, i = 0; row < rows; row++) {
    let voxel = start + index * steps[0] + row * steps[1];
    for (let column = 0; column < columns; column++, i++, voxel += steps[2]) {
      const slice = Math.floor(voxel / sourcePixels);
      visit(i, slice, voxel - slice * sourcePixels);
    }
  }
}

function moved(from: Vec3, { direction, spacingMm }: Axis, voxels: number): Vec3 {
  const mm = spacingMm * voxels;
  return [from[0] + direction[0] * mm, from[1] + direction[1] * mm, from[2] + direction[2] * mm];
}

const negated = ([x, y, z]: Vec3): Vec3 => [-x, -y, -z];
