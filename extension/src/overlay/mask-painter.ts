import { SEGMENT_INDEX, type LabelPixels } from '../layers/label-images.ts';
import { LAYER_COLOURS, type LayerId, type Rgb } from '../methods.ts';
import { sliceToCanvas, type Frame } from './frame.ts';
import { maskEdges } from './mask-outline.ts';
import type { Painter } from './overlay-canvas.ts';
import type { SeriesData } from './series-data.ts';
import { SliceRaster } from './slice-raster.ts';

const OUTLINE_WIDTH = 2;
const OUTLINE_OPACITY = 0.95;

/** A layer's mask in a stack: fill of the given opacity (0: none) and an outline along the pixels' edges. */
export class MaskPainter implements Painter {
  private readonly raster = new SliceRaster();
  private edges: { key: string; path: Path2D } | undefined;

  constructor(
    private readonly data: SeriesData,
    private readonly layer: LayerId,
    private readonly fillOpacity: () => number,
  ) {}

  paint(context: CanvasRenderingContext2D, frame: Frame): void {
    const { sliceIndex } = frame;
    if (sliceIndex === null) return;
    const { pixels, key } = this.data.painted(this.layer, sliceIndex);
    const geometry = this.data.geometries[sliceIndex];
    if (!pixels || !geometry) return;
    const colour = LAYER_COLOURS[this.layer];
    const opacity = this.fillOpacity();
    if (opacity > 0) {
      context.save();
      context.globalAlpha = opacity;
      this.raster.draw(context, frame, geometry, key, (out) => fillMask(pixels, rgba(colour), out));
      context.restore();
    }
    if (this.edges?.key !== key)
      this.edges = { key, path: pathOf(maskEdges(pixels, geometry.columns, geometry.rows)) };
    strokeOnSlice(context, frame, this.edges.path, geometry, colour);
  }
}

/** In CSS pixels, whatever the zoom. */
export function strokeOnSlice(
  context: CanvasRenderingContext2D,
  { viewport }: Frame,
  edges: Path2D,
  geometry: Parameters<typeof sliceToCanvas>[1],
  [red, green, blue]: Rgb,
): void {
  const placed = new Path2D();
  placed.addPath(edges, new DOMMatrix([...sliceToCanvas(viewport, geometry)]));
  context.lineWidth = OUTLINE_WIDTH;
  context.lineCap = 'square';
  context.strokeStyle = `rgba(${red}, ${green}, ${blue}, ${OUTLINE_OPACITY})`;
  context.stroke(placed);
}

export function pathOf(edges: readonly number[]): Path2D {
  const path = new Path2D();
  for (let i = 0; i < edges.length; i += 4) {
    path.moveTo(edges[i]!, edges[i + 1]!);
    path.lineTo(edges[i + 2]!, edges[i + 3]!);
  }
  return path;
}

/** As a canvas keeps it on a little-endian machine, which every browser's is. */
export const rgba = ([red, green, blue]: Rgb, alpha = 255): number =>
  ((alpha << 24) | (blue << 16) | (green << 8) | red) >>> 0;

function fillMask(pixels: LabelPixels, colour: number, out: Uint32Array): void {
  for (let i = 0; i < out.length; i++) if (pixels[i] === SEGMENT_INDEX) out[i] = colour;
}
