import type { Rgb } from '../methods.ts';
import type { CanvasAffine } from './frame.ts';

export const OUTLINE_WIDTH = 2;
const OUTLINE_OPACITY = 0.95;

/**
 * Lines along the edges of pixels, half inside and half outside.
 *
 * @param edges raster coordinates: x1, y1, x2, y2 after one another
 * @param toCanvas from the raster to the canvas
 * @param width CSS pixels, whatever the zoom
 */
export function strokeEdges(
  context: CanvasRenderingContext2D,
  edges: readonly number[],
  toCanvas: CanvasAffine,
  [red, green, blue]: Rgb,
  width = OUTLINE_WIDTH,
): void {
  if (edges.length === 0) return;
  context.lineWidth = width;
  context.lineCap = 'square';
  context.strokeStyle = `rgba(${red}, ${green}, ${blue}, ${OUTLINE_OPACITY})`;
  context.stroke(placed(edges, toCanvas, context.getTransform().a));
}

/** Ends lie on whole pixels of the screen, so that lines of an even width are sharp, unless the slice is shown turned. */
function placed(edges: readonly number[], [a, b, c, d, e, f]: CanvasAffine, ratio: number): Path2D {
  const path = new Path2D();
  const upright = Math.abs(a * d) < 1e-6 || Math.abs(b * c) < 1e-6;
  const on = (value: number) => (upright ? Math.round(value * ratio) / ratio : value);
  for (let i = 0; i < edges.length; i += 4) {
    const [x1, y1, x2, y2] = [edges[i]!, edges[i + 1]!, edges[i + 2]!, edges[i + 3]!];
    path.moveTo(on(a * x1 + c * y1 + e), on(b * x1 + d * y1 + f));
    path.lineTo(on(a * x2 + c * y2 + e), on(b * x2 + d * y2 + f));
  }
  return path;
}
