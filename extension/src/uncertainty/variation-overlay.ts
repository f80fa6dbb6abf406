import type { SliceGeometry, Vec3 } from '@lacuna/core/imaging/series.ts';
import type { Host } from '../host/host.ts';
import { viewportsOf } from '../series/displayed-series.ts';
import type { ReviewSeries } from '../series/review-series.ts';

const RENDERED = 'CORNERSTONE_IMAGE_RENDERED';
/** Green is no layer's colour; brighter is more. */
const COLOUR = [90, 255, 120] as const;
const STRONGEST = 0.85;

/** Gives the map of a slice (feet to head), source grid; undefined where there is none. */
export type MapOfSlice = (slice: number) => Float32Array | undefined;

/**
 * A continuous map over the image, in viewports that show the images' own plane. Each slice is painted once, from clear
 * at 0 to full colour at its own maximum, and moved with zoom and pan by the browser.
 */
export class VariationOverlay {
  private readonly canvases = new Map<HTMLElement, { canvas: HTMLCanvasElement; stop: () => void }>();
  private series: ReviewSeries | undefined;
  private map: MapOfSlice | undefined;

  constructor(
    private readonly host: Host,
    /** The maximum of the slice that is shown, for the legend. */
    private readonly onMaximum: (maximum: number) => void,
  ) {}

  show(series: ReviewSeries | undefined, map: MapOfSlice | undefined): void {
    this.series = map && series;
    this.map = map;
    const wanted = new Set<HTMLElement>();
    for (const viewportId of this.series ? viewportsOf(this.host.services, this.series.displaySet) : []) {
      const viewport = this.host.services.cornerstoneViewportService.getCornerstoneViewport(viewportId);
      if (!viewport || !('setImageIdIndex' in viewport)) continue; // other planes would need every slice at once
      wanted.add(viewport.element);
      if (!this.canvases.has(viewport.element)) this.attach(viewportId, viewport.element);
      const known = this.canvases.get(viewport.element);
      if (known) known.canvas.dataset['slice'] = '';
      this.draw(viewportId);
    }
    for (const [element, { canvas, stop }] of this.canvases) {
      if (wanted.has(element)) continue;
      stop();
      canvas.remove();
      this.canvases.delete(element);
    }
  }

  dispose(): void {
    this.show(undefined, undefined);
  }

  private attach(viewportId: string, element: HTMLDivElement): void {
    const canvas = document.createElement('canvas');
    canvas.dataset['cy'] = 'lacuna-variation';
    Object.assign(canvas.style, {
      position: 'absolute',
      left: '0',
      top: '0',
      transformOrigin: '0 0',
      zIndex: '1',
      pointerEvents: 'none',
    });
    element.append(canvas);
    element.style.overflow = 'hidden';
    const redraw = () => this.draw(viewportId);
    element.addEventListener(RENDERED, redraw);
    this.canvases.set(element, { canvas, stop: () => element.removeEventListener(RENDERED, redraw) });
  }

  private draw(viewportId: string): void {
    const viewport = this.host.services.cornerstoneViewportService.getCornerstoneViewport(viewportId);
    const canvas = viewport && this.canvases.get(viewport.element)?.canvas;
    if (!viewport || !canvas) return;
    const imageId = viewport.getCurrentImageId();
    const slice = this.series?.slices.findIndex((candidate) => candidate.imageId === imageId) ?? -1;
    const geometry = this.series?.slices[slice]?.geometry;
    if (canvas.dataset['slice'] !== String(slice)) {
      canvas.dataset['slice'] = String(slice);
      const map = slice >= 0 ? this.map?.(slice) : undefined;
      canvas.hidden = !map;
      if (map && geometry) this.onMaximum(paint(canvas, map, geometry));
    }
    if (geometry) canvas.style.transform = placement(geometry, (point) => viewport.worldToCanvas([...point]));
  }
}

/** Fills the canvas, a pixel for each of the map; gives the map's maximum. */
function paint(canvas: HTMLCanvasElement, map: Float32Array, { rows, columns }: SliceGeometry): number {
  canvas.width = columns;
  canvas.height = rows;
  const maximum = map.reduce((most, value) => Math.max(most, value), 0);
  const image = new ImageData(columns, rows);
  for (let i = 0; i < map.length && maximum > 0; i++) {
    image.data.set([...COLOUR, Math.round((255 * STRONGEST * map[i]!) / maximum)], 4 * i);
  }
  canvas.getContext('2d')?.putImageData(image, 0, 0);
  return maximum;
}

/** The CSS matrix that brings pixels of the slice to where the viewport shows them. */
function placement(geometry: SliceGeometry, toCanvas: (point: Vec3) => readonly number[]): string {
  const [x0, y0] = toCanvas(pointAt(geometry, -0.5, -0.5)) as [number, number];
  const [xc, yc] = toCanvas(pointAt(geometry, -0.5, geometry.columns - 0.5)) as [number, number];
  const [xr, yr] = toCanvas(pointAt(geometry, geometry.rows - 0.5, -0.5)) as [number, number];
  const along = [(xc - x0) / geometry.columns, (yc - y0) / geometry.columns];
  const down = [(xr - x0) / geometry.rows, (yr - y0) / geometry.rows];
  return `matrix(${[...along, ...down, x0, y0].join(', ')})`;
}

function pointAt(geometry: SliceGeometry, row: number, column: number): Vec3 {
  const { imagePositionPatient: origin, imageOrientationPatient: axes } = geometry;
  const [alongRow, alongColumn] = [column * geometry.columnSpacingMm, row * geometry.rowSpacingMm];
  const at = (axis: 0 | 1 | 2): number =>
    origin[axis] + alongRow * axes[axis] + alongColumn * axes[axis + 3]!;
  return [at(0), at(1), at(2)];
}
