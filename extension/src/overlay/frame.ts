import type { SliceGeometry, Vec3 } from '@lacuna/core/imaging/series.ts';
import type { CornerstoneViewport } from '../host/ohif-types.ts';
import { isStack } from '../host/stack.ts';
import type { ReviewSeries } from '../series/review-series.ts';

/** What a viewport shows at one moment, in CSS pixels of its canvas. */
export interface Frame {
  readonly viewport: CornerstoneViewport;
  readonly width: number;
  readonly height: number;
  /** Of the series, feet to head, when the viewport shows exactly one slice of it; null in other planes. */
  readonly sliceIndex: number | null;
}

/** `[a, b, c, d, e, f]` as a canvas takes it: x' = a x + c y + e, y' = b x + d y + f. */
export type CanvasAffine = readonly [number, number, number, number, number, number];

/** The slice whose pixels are on screen now, which may lag behind the one that was asked for. */
export function shownSlice(
  viewport: CornerstoneViewport,
  sliceIndexOfImage: ReadonlyMap<string, number>,
): number | null {
  if (!isStack(viewport)) return null;
  const imageId = viewport.getCornerstoneImage()?.imageId;
  return imageId === undefined ? null : (sliceIndexOfImage.get(imageId) ?? null);
}

/** From a slice's raster, where the first pixel covers 0..1, to the canvas. */
export function sliceToCanvas(viewport: CornerstoneViewport, geometry: SliceGeometry): CanvasAffine {
  const { columns, rows } = geometry;
  const origin = viewport.worldToCanvas(pixelCorner(geometry, 0, 0));
  const right = viewport.worldToCanvas(pixelCorner(geometry, columns, 0));
  const bottom = viewport.worldToCanvas(pixelCorner(geometry, 0, rows));
  return [
    (right[0] - origin[0]) / columns,
    (right[1] - origin[1]) / columns,
    (bottom[0] - origin[0]) / rows,
    (bottom[1] - origin[1]) / rows,
    origin[0],
    origin[1],
  ];
}

/** Patient position of a corner of the raster; pixel centres lie at the halves. */
function pixelCorner(geometry: SliceGeometry, x: number, y: number): [number, number, number] {
  const { imagePositionPatient: origin, imageOrientationPatient: o } = geometry;
  const across = (x - 0.5) * geometry.columnSpacingMm;
  const down = (y - 0.5) * geometry.rowSpacingMm;
  return [0, 1, 2].map((axis) => origin[axis]! + across * o[axis]! + down * o[axis + 3]!) as [
    number,
    number,
    number,
  ];
}

/** Column and row (whole numbers, from 0) of a patient position on a slice; null outside its raster. */
export function pixelAt(geometry: SliceGeometry, world: Vec3): { column: number; row: number } | null {
  const { imagePositionPatient: origin, imageOrientationPatient: o } = geometry;
  const along = (first: number) =>
    [0, 1, 2].reduce((sum, axis) => sum + (world[axis]! - origin[axis]!) * o[first + axis]!, 0);
  const column = Math.round(along(0) / geometry.columnSpacingMm);
  const row = Math.round(along(3) / geometry.rowSpacingMm);
  const inside = column >= 0 && row >= 0 && column < geometry.columns && row < geometry.rows;
  return inside ? { column, row } : null;
}

/** By image id, for every frame. */
export function sliceIndexByImage(series: ReviewSeries): ReadonlyMap<string, number> {
  return new Map(series.slices.map(({ imageId }, sliceIndex) => [imageId, sliceIndex]));
}
