import type { Vec3 } from '@lacuna/core/imaging/series.ts';
import type { CornerstoneViewport } from '../host/ohif-types.ts';
import { ColourBar, type BarContent } from '../heat-map/colour-bar.ts';
import type { Range } from '../heat-map/map-scale.ts';
import type { ShownMap } from '../heat-map/shown-map.ts';
import type { MethodId } from '../methods.ts';
import { Divider } from '../reconstruction/divider.ts';
import { ROOM_FOR_ALL } from '../viewports/label-elements.ts';
import type { Frame } from './frame.ts';
import { OverlayCanvas, type Painter } from './overlay-canvas.ts';
import type { SeriesData } from './series-data.ts';
import { PointerMarker, PointerSource } from './shared-pointer.ts';

/** What a viewport tells the view that owns it. */
export interface OverlayEvents {
  onSlice(): void;
  onPointer(world: Vec3 | null): void;
  onWindow(shown: ShownMap, window: Range): void;
  onSwipe(share: number): void;
  /** Whether a press is kept from the viewer's tools. */
  refusesPress(): boolean;
}

/** CSS pixels of a viewport that has room for both columns of a colour bar. */
const WIDE_ENOUGH = 480;

/** Everything of ours in one viewport: canvas, colour bar, divider and pointer; the label is kept by `ViewportLabels`. */
export class ViewportOverlay {
  readonly marker: PointerMarker;
  /** Of the series, feet to head; null in another plane. */
  sliceIndex: number | null = null;
  private size = '';
  private readonly canvas: OverlayCanvas;
  private readonly pointer: PointerSource;
  /** A destroyed viewport has none any more. */
  private readonly element: HTMLElement;
  private bar: ColourBar | undefined;
  private divider: { method: MethodId; element: Divider } | undefined;
  private painted: { key: string; painters: readonly Painter[] } | undefined;

  constructor(
    viewport: CornerstoneViewport,
    readonly data: SeriesData,
    private readonly events: OverlayEvents,
  ) {
    this.element = viewport.element;
    this.canvas = new OverlayCanvas(viewport, data.sliceIndexOfImage, (frame) => this.framed(frame));
    this.pointer = new PointerSource(viewport, (world) => events.onPointer(world));
    this.marker = new PointerMarker(viewport);
    this.element.addEventListener('mousedown', this.press, { capture: true });
  }

  isOf(viewport: CornerstoneViewport, data: SeriesData): boolean {
    return this.data === data && this.canvas.isIn(viewport);
  }

  /** Painters are made again only for another `key`; what they paint is up to the state they look at. */
  show(key: string, make: () => readonly Painter[]): void {
    if (this.painted?.key !== key) this.painted = { key, painters: make() };
    this.canvas.show(this.painted.painters);
  }

  showBar(content: Omit<BarContent, 'narrow'> | undefined): void {
    const { clientWidth } = this.element;
    if (!content || (clientWidth > 0 && clientWidth < ROOM_FOR_ALL)) {
      this.bar?.element.remove();
      this.bar = undefined;
      return;
    }
    this.bar ??= new ColourBar((shown, window) => this.events.onWindow(shown, window));
    if (!this.bar.element.isConnected) this.element.append(this.bar.element);
    this.bar.show({ ...content, narrow: clientWidth < WIDE_ENOUGH });
  }

  showDivider(method: MethodId | undefined, share: number, named: boolean): void {
    if (this.divider && this.divider.method !== method) {
      this.divider.element.dispose();
      this.divider = undefined;
    }
    if (!method) return;
    this.divider ??= {
      method,
      element: new Divider(this.element, method, (next) => this.events.onSwipe(next)),
    };
    this.divider.element.show(share, named);
  }

  dispose(): void {
    this.element.removeEventListener('mousedown', this.press, { capture: true });
    this.canvas.dispose();
    this.pointer.dispose();
    this.marker.dispose();
    this.showBar(undefined);
    this.showDivider(undefined, 0, false);
  }

  private readonly press = (event: MouseEvent): void => {
    // cornerstone keeps the press from moving the focus: the viewer's keys would stay with the panel's last control
    const { activeElement } = document;
    if (activeElement instanceof HTMLElement && activeElement.closest('.lacuna')) activeElement.blur();
    if (event.button === 0 && this.events.refusesPress()) event.stopImmediatePropagation();
  };

  private framed({ sliceIndex, width, height }: Frame): void {
    const size = `${width} ${height}`;
    if (sliceIndex === this.sliceIndex && size === this.size) return;
    this.sliceIndex = sliceIndex;
    this.size = size; // another layout: the colour bar has another place
    this.events.onSlice();
  }
}
