import type { SliceGeometry, Vec3 } from '@lacuna/core/imaging/series.ts';
import type { CornerstoneViewport } from '../host/ohif-types.ts';
import type { Frame } from '../overlay/frame.ts';
import type { Painter } from '../overlay/overlay-canvas.ts';
import { SliceRaster } from '../overlay/slice-raster.ts';
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
    const { viewport } = frame;
    if (viewport.type !== 'orthographic') return; // a 3-D rendering has no plane
    const step = Math.max(1, Math.sqrt((frame.width * frame.height) / PLANE_POINTS));
    const [width, height] = [Math.ceil(frame.width / step), Math.ceil(frame.height / step)];
    if (this.samples.length !== width * height) this.samples = new Float32Array(width * height);
    const plane = planeOf(viewport, width, height, step);
    const place = [...plane.origin, ...plane.right, ...plane.down].map((value) => value.toFixed(4)).join(' ');
    const key = `${map.key}|${width}x${height}|${place}`;
    const raster = this.raster.make(width, height, key, (pixels) => {
      samplePlane(map.volume, plane, this.samples);
      paintMap(this.samples, map.colouring, pixels);
    });
    context.imageSmoothingEnabled = true;
    context.drawImage(raster, 0, 0, width * step, height * step);
  }
}

/** The patient's plane on the canvas: a viewport's way from canvas to patient is the same everywhere on it. */
function planeOf(viewport: CornerstoneViewport, width: number, height: number, step: number) {
  const half = step / 2;
  const origin = world(viewport, half, half);
  const right = world(viewport, half + step, half);
  const down = world(viewport, half, half + step);
  return { width, height, origin, right: difference(right, origin), down: difference(down, origin) };
}

function world(viewport: CornerstoneViewport, x: number, y: number): Vec3 {
  const [a, b, c] = viewport.canvasToWorld([x, y]);
  return [a, b, c];
}

const difference = (a: Vec3, b: Vec3): Vec3 => [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
