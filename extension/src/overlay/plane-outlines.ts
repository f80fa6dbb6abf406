import { nearestOnPlane } from '../heat-map/sample-plane.ts';
import type { LayerId } from '../methods.ts';
import type { Frame } from './frame.ts';
import { nestedEdges } from './mask-outline.ts';
import { strokeNested } from './mask-painter.ts';
import type { Painter } from './overlay-canvas.ts';
import type { SeriesData } from './series-data.ts';
import { placeOf, planeOf } from './view-plane.ts';

/** Points of a plane for one mask; a pixel of a usual image is about one of them in a large viewport. */
const PLANE_POINTS = 120_000;

/**
 * Outlines of masks in planes across the stack, for where a map lies over those that cornerstone draws: like these they
 * follow the nearest voxels.
 */
export class PlaneOutlines implements Painter {
  private made: { key: string; lines: readonly (readonly (readonly number[])[])[] } | undefined;

  /** @param layers in the order of drawing */
  constructor(
    private readonly data: SeriesData,
    private readonly layers: readonly LayerId[],
  ) {}

  paint(context: CanvasRenderingContext2D, frame: Frame): void {
    if (frame.sliceIndex !== null || frame.viewport.type !== 'orthographic') return;
    const { step, plane } = planeOf(frame, PLANE_POINTS);
    const { width, height } = plane;
    const key = `${this.data.masksRevision}|${placeOf(plane)}`;
    if (this.made?.key !== key) {
      const masks = this.layers.map((layer) => {
        const mask = new Uint8Array(width * height);
        nearestOnPlane(this.data.maskVolume(layer), plane, mask);
        return mask;
      });
      const lines = masks.map((mask, i) => nestedEdges(mask, masks.slice(i + 1), width, height));
      this.made = { key, lines };
    }
    for (const [i, layer] of this.layers.entries())
      strokeNested(context, this.made.lines[i]!, [step, 0, 0, step, 0, 0], layer);
  }
}
