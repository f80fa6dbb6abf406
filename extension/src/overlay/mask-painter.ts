import type { SliceGeometry } from '@lacuna/core/imaging/series.ts';
import { holdsOthers, SEGMENT_INDEX, type LabelPixels } from '../layers/label-images.ts';
import { LAYER_COLOURS, type LayerId, type Rgb } from '../methods.ts';
import { OUTLINE_WIDTH, strokeEdges } from './edge-lines.ts';
import { sliceToCanvas, type CanvasAffine, type Frame } from './frame.ts';
import { nestedEdges } from './mask-outline.ts';
import type { Painter } from './overlay-canvas.ts';
import type { SeriesData } from './series-data.ts';
import { SliceRaster } from './slice-raster.ts';

/** CSS pixels by which an outline shows on each side of one that lies on it. */
const NESTING = 1;
const NOTHING = new Uint8Array(0);

export interface MaskLook {
  /** 0..1; 0 for an outline alone. */
  readonly fillOpacity: () => number;
  /** Layers that are drawn over this one: the outline is wider where one of theirs lies on it. */
  readonly under?: (viewportId: string) => readonly LayerId[];
  /** Whether the mask is drawn in a viewport; in all without it. */
  readonly isIn?: (viewportId: string) => boolean;
  /** Draws every label, not that of the layer's segment alone: some tools of OHIF show by another what they would draw. */
  readonly everyLabel?: boolean;
}

/** A layer's mask in a stack: fill and an outline along the pixels' edges. */
export class MaskPainter implements Painter {
  private readonly raster = new SliceRaster(false);
  private edges: { key: string; lines: readonly (readonly number[])[] } | undefined;

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
    this.outline(context, frame, geometry, pixels, key);
  }

  private outline(
    context: CanvasRenderingContext2D,
    frame: Frame,
    geometry: SliceGeometry,
    pixels: LabelPixels,
    own: string,
  ): void {
    const { columns, rows } = geometry;
    const over = this.look.under?.(frame.viewport.id) ?? [];
    const others = over.map((layer) => this.data.painted(layer, frame.sliceIndex ?? -1));
    const key = [own, ...over, ...others.map((other) => other.key)].join(' ');
    if (this.edges?.key !== key) {
      const masks = others.map((other) => other.pixels ?? NOTHING);
      this.edges = { key, lines: nestedEdges(pixels, masks, columns, rows) };
    }
    const { lines } = this.edges;
    strokeNested(context, lines, sliceToCanvas(frame.viewport, geometry), this.layer);
  }
}

/** Outlines by how many others lie on them, the widest first: the others' ends lie on them. */
export function strokeNested(
  context: CanvasRenderingContext2D,
  lines: readonly (readonly number[])[],
  toCanvas: CanvasAffine,
  layer: LayerId,
): void {
  for (let shared = lines.length - 1; shared >= 0; shared--) {
    const width = OUTLINE_WIDTH + 2 * NESTING * shared;
    strokeEdges(context, lines[shared]!, toCanvas, LAYER_COLOURS[layer], width);
  }
}

/** As a canvas keeps it on a little-endian machine, which every browser's is. */
export const rgba = ([red, green, blue]: Rgb, alpha = 255): number =>
  ((alpha << 24) | (blue << 16) | (green << 8) | red) >>> 0;

/** The segment wherever there is any label. */
function anyLabel(labels: LabelPixels): LabelPixels {
  if (!holdsOthers(labels)) return labels;
  return Uint8Array.from(labels as ArrayLike<number>, (value) => (value === 0 ? 0 : SEGMENT_INDEX));
}

function fillMask(pixels: LabelPixels, colour: number, out: Uint32Array): void {
  for (let i = 0; i < out.length; i++) if (pixels[i] === SEGMENT_INDEX) out[i] = colour;
}
