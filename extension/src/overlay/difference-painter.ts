import { SEGMENT_INDEX, type LabelPixels } from '../layers/label-images.ts';
import { LAYER_COLOURS, METHOD_IDS, type Rgb } from '../methods.ts';
import { strokeEdges } from './edge-lines.ts';
import { sliceToCanvas, type Frame } from './frame.ts';
import { maskEdges } from './mask-outline.ts';
import { rgba } from './mask-painter.ts';
import type { Painter } from './overlay-canvas.ts';
import type { SeriesData } from './series-data.ts';
import { SliceRaster } from './slice-raster.ts';

/** White and hatched: told from the methods' colours without seeing colours. */
const AGREEMENT_COLOUR: Rgb = [255, 255, 255];
const ONE_ALPHA = 150;
const [HATCH_ALPHA, BETWEEN_ALPHA] = [235, 60];
/** Pixels from one line of the hatching to the next. */
const HATCH_STEP = 4;

/** Where both masks mark (hatched white), and where only one does (its method's colour). */
export class DifferencePainter implements Painter {
  private readonly raster = new SliceRaster();
  private edges: { key: string; lines: readonly number[] } | undefined;

  constructor(private readonly data: SeriesData) {}

  paint(context: CanvasRenderingContext2D, frame: Frame): void {
    const { sliceIndex } = frame;
    if (sliceIndex === null) return;
    const geometry = this.data.geometries[sliceIndex];
    const [first, second] = METHOD_IDS.map((method) => this.data.mask(method, sliceIndex));
    if (!first || !second || !geometry) return;
    const { columns, rows } = geometry;
    const key = `${this.data.masksRevision}|${sliceIndex}`;
    context.save();
    this.raster.draw(context, frame, geometry, key, (out) => paintDifference(first, second, columns, out));
    context.restore();
    if (this.edges?.key !== key) {
      const both = Uint8Array.from({ length: columns * rows }, (_, i) =>
        first[i] === SEGMENT_INDEX && second[i] === SEGMENT_INDEX ? SEGMENT_INDEX : 0,
      );
      this.edges = { key, lines: maskEdges(both, columns, rows) };
    }
    strokeEdges(context, this.edges.lines, sliceToCanvas(frame.viewport, geometry), AGREEMENT_COLOUR);
  }
}

/** Colours of the raster; transparent where neither mask marks. */
export function paintDifference(
  first: LabelPixels,
  second: LabelPixels,
  columns: number,
  out: Uint32Array,
): void {
  const only = METHOD_IDS.map((method) => rgba(LAYER_COLOURS[method], ONE_ALPHA));
  const hatch = rgba(AGREEMENT_COLOUR, HATCH_ALPHA);
  const between = rgba(AGREEMENT_COLOUR, BETWEEN_ALPHA);
  for (let i = 0; i < out.length; i++) {
    const [a, b] = [first[i] === SEGMENT_INDEX, second[i] === SEGMENT_INDEX];
    if (a && b) out[i] = ((i % columns) + Math.floor(i / columns)) % HATCH_STEP === 0 ? hatch : between;
    else if (a) out[i] = only[0]!;
    else if (b) out[i] = only[1]!;
  }
}
