import { divergingTable, TABLE_SIZE } from '../heat-map/colour-maps.ts';
import type { MethodId } from '../methods.ts';
import type { Frame } from '../overlay/frame.ts';
import type { Painter } from '../overlay/overlay-canvas.ts';
import type { SeriesData } from '../overlay/series-data.ts';
import { SliceRaster } from '../overlay/slice-raster.ts';
import type { Counterparts } from './counterparts.ts';
import type { ReconstructionState } from './state.ts';

export interface GreyWindow {
  lower: number;
  upper: number;
  inverted: boolean;
}

/** Share of the width of the grey window at which a difference has the strongest colour. */
const DIFFERENCE_SPAN = 0.5;
const DIVERGING = divergingTable();

/**
 * A method's healthy counterpart of the slice in the viewport's own window: faded in, to the right of a divider, or
 * as the difference image minus counterpart. Outside the brain the counterpart is the image.
 */
export class ReconstructionPainter implements Painter {
  private readonly raster = new SliceRaster();

  constructor(
    private readonly data: SeriesData,
    private readonly method: MethodId,
    private readonly look: () => ReconstructionState,
    private readonly counterparts: Counterparts,
    private readonly pixelsOf: (sliceIndex: number) => Float32Array | undefined,
  ) {}

  paint(context: CanvasRenderingContext2D, frame: Frame): void {
    const { sliceIndex } = frame;
    if (sliceIndex === null) return;
    const geometry = this.data.geometries[sliceIndex];
    const grey = greyWindow(frame);
    const counterpart = this.counterparts.get(this.data.workspace.results, this.method, sliceIndex);
    if (!counterpart || !geometry || !grey) return;
    const { mode, fade, swipe } = this.look();
    const version = `${this.data.map({ kind: 'anomaly', layer: this.method })?.key ?? ''}|${sliceIndex}|${grey.lower} ${grey.upper} ${grey.inverted}`;
    if (mode === 'difference') {
      const source = this.pixelsOf(sliceIndex);
      if (!source) return;
      this.raster.draw(context, frame, geometry, `${version}|difference`, (out) =>
        paintDifferenceOf(source, counterpart, grey, out),
      );
      return;
    }
    if (mode === 'fade') context.globalAlpha = fade;
    else {
      context.beginPath();
      context.rect(swipe * frame.width, 0, frame.width, frame.height);
      context.clip();
    }
    this.raster.draw(context, frame, geometry, `${version}|grey`, (out) => paintGrey(counterpart, grey, out));
  }
}

/** The window that the viewport shows its image with. */
export function greyWindow({ viewport }: Frame): GreyWindow | undefined {
  const { voiRange, invert } = viewport.getProperties() ?? {};
  if (!voiRange || !(voiRange.upper > voiRange.lower)) return undefined;
  return { lower: voiRange.lower, upper: voiRange.upper, inverted: invert === true };
}

function paintGrey(values: Float32Array, { lower, upper, inverted }: GreyWindow, out: Uint32Array): void {
  const gain = 255 / (upper - lower);
  for (let i = 0; i < out.length; i++) {
    const level = Math.min(255, Math.max(0, Math.round((values[i]! - lower) * gain)));
    const grey = inverted ? 255 - level : level;
    out[i] = (0xff000000 | (grey << 16) | (grey << 8) | grey) >>> 0;
  }
}

/** Image minus counterpart: orange where the image is brighter, purple where it is darker, clear where it is alike. */
function paintDifferenceOf(
  source: Float32Array,
  counterpart: Float32Array,
  { lower, upper }: GreyWindow,
  out: Uint32Array,
): void {
  const perUnit = 1 / (2 * DIFFERENCE_SPAN * (upper - lower));
  for (let i = 0; i < out.length; i++) {
    const share = Math.min(Math.max(0.5 + (source[i]! - counterpart[i]!) * perUnit, 0), 1);
    out[i] = DIVERGING[Math.round(share * (TABLE_SIZE - 1))]!;
  }
}
