import type { SliceGeometry } from '@lacuna/core/imaging/series.ts';
import type { Frame } from '../overlay/frame.ts';
import type { Painter } from '../overlay/overlay-canvas.ts';
import { SliceRaster } from '../overlay/slice-raster.ts';
import { placeOf, planeOf } from '../overlay/view-plane.ts';
import { paintMap, type Colouring } from './paint-map.ts';
import { samplePlane, type MapVolume } from './sample-plane.ts';

/** Points of a plane across the stack that are sampled for one frame; more would not fit into a few milliseconds. */
const PLANE_POINTS = 40_000;

export interface PaintedMap {
  /** Another key, other values or another look. */
  readonly key: string;
  readonly geometries: readonly SliceGeometry[];
  readonly volume: MapVolume;
  readonly colouring: Colouring;
  readonly opacity: number;
}

/** A heat map: the slice itself in a stack, the plane through all slices everywhere else. */
export class MapPainter implements Painter {
  private readonly raster = new SliceRaster();
  private samples = new Float32Array(0);

  constructor(private readonly map: () => PaintedMap | undefined) {}

  paint(context: CanvasRenderingContext2D, frame: Frame): void {
    const map = this.map();
    if (!map) return;
    context.globalAlpha = map.opacity;
    if (frame.sliceIndex === null) this.paintPlane(context, frame, map);
    else this.paintSlice(context, frame, map, frame.sliceIndex);
  }

  private paintSlice(
    context: CanvasRenderingContext2D,
    frame: Frame,
    map: PaintedMap,
    sliceIndex: number,
  ): void {
    const values = map.volume.slice(sliceIndex);
    const geometry = map.geometries[sliceIndex];
    if (!values || !geometry) return;
    this.raster.draw(context, frame, geometry, `${map.key}|${sliceIndex}`, (pixels) =>
      paintMap(values, map.colouring, pixels),
    );
  }

  private paintPlane(context: CanvasRenderingContext2D, frame: Frame, map: PaintedMap): void {
    if (frame.viewport.type !== 'orthographic') return; // a 3-D rendering has no plane
    const { step, plane } = planeOf(frame, PLANE_POINTS);
    const { width, height } = plane;
    if (this.samples.length !== width * height) this.samples = new Float32Array(width * height);
    const key = `${map.key}|${placeOf(plane)}`;
    const raster = this.raster.make(width, height, key, (pixels) => {
      samplePlane(map.volume, plane, this.samples);
      paintMap(this.samples, map.colouring, pixels);
    });
    context.imageSmoothingEnabled = true;
    context.drawImage(raster, 0, 0, width * step, height * step);
  }
}
