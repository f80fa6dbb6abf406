import { SEGMENT_INDEX, type LabelPixels } from '../layers/label-images.ts';
import { LAYER_COLOURS, type LayerId, type Rgb } from '../methods.ts';
import { strokeEdges } from './edge-lines.ts';
import type { Frame } from './frame.ts';
import { maskEdges } from './mask-outline.ts';
import type { Painter } from './overlay-canvas.ts';
import type { SeriesData } from './series-data.ts';
import { SliceRaster } from './slice-raster.ts';

export interface MaskLook {
  /** 0..1; 0 for an outline alone. */
  readonly fillOpacity: () => number;
  /** CSS pixels, whatever the zoom; OUTLINE_WIDTH without it. */
  readonly outlineWidth?: (viewportId: string) => number;
  /** Whether the mask is drawn in a viewport; in all without it. */
  readonly isIn?: (viewportId: string) => boolean;
  /** Draws every label, not that of the layer's segment alone: some tools of OHIF show by another what they would draw. */
  readonly everyLabel?: boolean;
}

/** A layer's mask in a stack: fill and an outline along the pixels' edges. */
export class MaskPainter implements Painter {
  private readonly raster = new SliceRaster(false);
  private edges: { key: string; lines: readonly number[] } | undefined;

  constructor(
    private readonly data: SeriesData,
    private readonly layer: LayerId,
    private readonly look: MaskLook,
  ) {}

  paint(context: CanvasRenderingContext2D, frame: Frame): void {
    const { sliceIndex } = frame;
    if (sliceIndex === null || this.look.isIn?.(frame.viewport.id) === false) return;
    const { pixels: labels, key } = this.data.painted(this.layer, sliceIndex);
    const geometry = this.data.geometries[sliceIndex];
    if (!labels || !geometry) return;
    const pixels = this.look.everyLabel ? anyLabel(labels) : labels;
    const colour = LAYER_COLOURS[this.layer];
    const opacity = this.look.fillOpacity();
    if (opacity > 0) {
      context.save();
      context.globalAlpha = opacity;
      this.raster.draw(context, frame, geometry, key, (out) => fillMask(pixels, rgba(colour), out));
      context.restore();
    }
    if (this.edges?.key !== key)
      this.edges = { key, lines: maskEdges(pixels, geometry.columns, geometry.rows) };
    const width = this.look.outlineWidth?.(frame.viewport.id);
    strokeEdges(context, frame, this.edges.lines, geometry, colour, width);
  }
}

/** As a canvas keeps it on a little-endian machine, which every browser's is. */
export const rgba = ([red, green, blue]: Rgb, alpha = 255): number =>
  ((alpha << 24) | (blue << 16) | (green << 8) | red) >>> 0;

/** The segment wherever there is any label. */
function anyLabel(labels: LabelPixels): LabelPixels {
  if (!labels.some((value) => value > SEGMENT_INDEX)) return labels;
  return Uint8Array.from(labels as ArrayLike<number>, (value) => (value === 0 ? 0 : SEGMENT_INDEX));
}

function fillMask(pixels: LabelPixels, colour: number, out: Uint32Array): void {
  for (let i = 0; i < out.length; i++) if (pixels[i] === SEGMENT_INDEX) out[i] = colour;
}
