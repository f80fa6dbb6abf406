import type { Vec3 } from '@lacuna/core/imaging/series.ts';
import type { PlaneRaster } from '../heat-map/sample-plane.ts';
import type { CornerstoneViewport } from '../host/ohif-types.ts';
import type { Frame } from './frame.ts';

/**
 * The patient's plane on the canvas: a viewport's way from canvas to patient is the same everywhere on it.
 *
 * @param points most of them; `step` CSS pixels lie between two, at least one
 */
export function planeOf({ viewport, ...size }: Frame, points: number): { step: number; plane: PlaneRaster } {
  const step = Math.max(1, Math.sqrt((size.width * size.height) / points));
  const [width, height] = [Math.ceil(size.width / step), Math.ceil(size.height / step)];
  const half = step / 2;
  const origin = world(viewport, half, half);
  const right = difference(world(viewport, half + step, half), origin);
  const down = difference(world(viewport, half, half + step), origin);
  return { step, plane: { width, height, origin, right, down } };
}

/** The same for planes that are the same to a tenth of a micrometre. */
export function placeOf({ width, height, origin, right, down }: PlaneRaster): string {
  const place = [...origin, ...right, ...down].map((value) => value.toFixed(4));
  return `${width}x${height} ${place.join(' ')}`;
}

function world(viewport: CornerstoneViewport, x: number, y: number): Vec3 {
  const [a, b, c] = viewport.canvasToWorld([x, y]);
  return [a, b, c];
}

const difference = (a: Vec3, b: Vec3): Vec3 => [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
