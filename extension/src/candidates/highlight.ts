import type { Vec3 } from '@lacuna/core/imaging/series.ts';
import type { Host } from '../host/host.ts';
import type { CornerstoneViewport } from '../host/ohif-types.ts';

const RENDERED = 'CORNERSTONE_IMAGE_RENDERED';
const SVG = 'http://www.w3.org/2000/svg';
/** Between the region and the brackets, so that its outline stays to be seen; canvas pixels. */
const MARGIN = 6;

export interface Highlighted {
  readonly corners: readonly Vec3[];
  /** e.g. "3" or its name. */
  readonly label: string;
}

/**
 * Brackets around the chosen region, in every viewport whose plane passes through its box; they follow zoom, pan and
 * slice. Drawn over the image, never into it: no pixel of image or mask is covered by anything but four thin corners.
 */
export class RegionHighlight {
  private readonly overlays = new Map<HTMLElement, { svg: SVGSVGElement; stop: () => void }>();
  private shown: Highlighted | undefined;

  constructor(private readonly host: Host) {}

  /** Nothing for `undefined`. Viewports that are not in `viewportIds` show nothing. */
  show(region: Highlighted | undefined, viewportIds: readonly string[]): void {
    this.shown = region;
    const wanted = new Set<HTMLElement>();
    for (const viewportId of region ? viewportIds : []) {
      const viewport = this.viewport(viewportId);
      if (!viewport) continue;
      wanted.add(viewport.element);
      if (!this.overlays.has(viewport.element)) this.attach(viewportId, viewport.element);
      this.draw(viewportId);
    }
    for (const [element, overlay] of this.overlays) {
      if (wanted.has(element)) continue;
      overlay.stop();
      overlay.svg.remove();
      this.overlays.delete(element);
    }
  }

  dispose(): void {
    this.show(undefined, []);
  }

  private viewport(viewportId: string): CornerstoneViewport | undefined {
    return this.host.services.cornerstoneViewportService.getCornerstoneViewport(viewportId) ?? undefined;
  }

  private attach(viewportId: string, element: HTMLDivElement): void {
    const svg = document.createElementNS(SVG, 'svg');
    svg.dataset['cy'] = 'lacuna-highlight';
    Object.assign(svg.style, {
      position: 'absolute',
      inset: '0',
      width: '100%',
      height: '100%',
      pointerEvents: 'none',
      overflow: 'hidden',
      zIndex: '4', // over maps, under labels
    });
    element.append(svg);
    const redraw = () => this.draw(viewportId);
    element.addEventListener(RENDERED, redraw);
    this.overlays.set(element, { svg, stop: () => element.removeEventListener(RENDERED, redraw) });
  }

  private draw(viewportId: string): void {
    const viewport = this.viewport(viewportId);
    const overlay = viewport && this.overlays.get(viewport.element);
    if (!viewport || !overlay) return;
    const { shown } = this;
    if (!shown || !crosses(viewport, shown.corners)) return overlay.svg.replaceChildren();
    const points = shown.corners.map((corner) => viewport.worldToCanvas([...corner]));
    const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)];
    const [left, right] = [Math.min(...xs) - MARGIN, Math.max(...xs) + MARGIN];
    const [top, bottom] = [Math.min(...ys) - MARGIN, Math.max(...ys) + MARGIN];
    overlay.svg.replaceChildren(...brackets(left, top, right, bottom), caption(shown.label, left, top));
  }
}

/** Whether the plane of the view passes through the box. */
function crosses(viewport: CornerstoneViewport, corners: readonly Vec3[]): boolean {
  const { focalPoint, viewPlaneNormal } = viewport.getCamera();
  if (!focalPoint || !viewPlaneNormal) return false;
  const heights = corners.map((corner) =>
    viewPlaneNormal.reduce((sum, n, axis) => sum + n * (corner[axis]! - focalPoint[axis]!), 0),
  );
  return Math.min(...heights) <= 0 && Math.max(...heights) >= 0;
}

/** Corners as a dark line under a light one: seen on any image. */
function brackets(left: number, top: number, right: number, bottom: number): SVGElement[] {
  const arm = Math.max(4, Math.min(14, (right - left) / 4, (bottom - top) / 4));
  const corner = (x: number, y: number, dx: number, dy: number) =>
    `M${x + dx * arm} ${y}L${x} ${y}L${x} ${y + dy * arm}`;
  const d = [
    corner(left, top, 1, 1),
    corner(right, top, -1, 1),
    corner(right, bottom, -1, -1),
    corner(left, bottom, 1, -1),
  ].join('');
  return [
    ['#000', '4'],
    ['#fff', '2'],
  ].map(([stroke, width]) =>
    element('path', { d, fill: 'none', stroke: stroke!, 'stroke-width': width!, 'stroke-linecap': 'round' }),
  );
}

function caption(label: string, left: number, top: number): SVGElement {
  const text = element('text', {
    x: String(left),
    y: String(Math.max(14, top - 8)),
    fill: '#fff',
    stroke: '#000',
    'stroke-width': '3',
    'paint-order': 'stroke',
    'stroke-linejoin': 'round',
    style: 'font: 700 14px Inter, system-ui, sans-serif',
  });
  text.textContent = label;
  return text;
}

function element(name: string, attributes: Readonly<Record<string, string>>): SVGElement {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made as SVGElement;
}
