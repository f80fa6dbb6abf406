import type { CornerstoneViewport } from '../host/ohif-types.ts';
import { shownSlice, type Frame } from './frame.ts';

/** cornerstone has drawn: slice, camera or window may have changed. Sent to the viewport's element. */
const RENDERED_EVENT = 'CORNERSTONE_IMAGE_RENDERED';
const CANVAS_CLASS = 'lacuna-overlay';
/** Tells whoever measures how long a drawing took, ms; nothing listens in daily use. */
const DRAWN_EVENT = 'lacuna-drawn';

/** Draws one thing over the images of a viewport; lengths are CSS pixels, the clip and alpha of `context` are its own. */
export interface Painter {
  paint(context: CanvasRenderingContext2D, frame: Frame): void;
}

/**
 * A canvas of our own between a viewport's image and its annotations, drawn anew in the same task as the image, so
 * that the two never part. It needs nothing of cornerstone but one event and the way from the patient to the canvas.
 */
export class OverlayCanvas {
  private readonly canvas = document.createElement('canvas');
  private context: CanvasRenderingContext2D | null = null;
  private painters: readonly Painter[] = [];
  private dirty = false;
  /** A destroyed viewport has none any more. */
  private readonly element: HTMLElement;

  constructor(
    readonly viewport: CornerstoneViewport,
    private readonly sliceIndexOfImage: ReadonlyMap<string, number>,
    private readonly onFrame: (frame: Frame) => void,
  ) {
    this.element = viewport.element;
    this.canvas.className = CANVAS_CLASS;
    Object.assign(this.canvas.style, {
      position: 'absolute',
      inset: '0',
      width: '100%',
      height: '100%',
      pointerEvents: 'none',
    });
    const image = viewport.element.querySelector('canvas');
    if (image) image.after(this.canvas);
    else viewport.element.append(this.canvas);
    viewport.element.addEventListener(RENDERED_EVENT, this.draw);
  }

  /** Whether the canvas is still where it was put: a viewport that is made anew has another element. */
  isIn(viewport: CornerstoneViewport): boolean {
    return viewport.element === this.element && this.element.contains(this.canvas);
  }

  show(painters: readonly Painter[]): void {
    this.painters = painters;
    this.draw();
  }

  dispose(): void {
    this.element.removeEventListener(RENDERED_EVENT, this.draw);
    this.canvas.remove();
  }

  readonly draw = (): void => {
    const start = performance.now();
    const { canvas, viewport } = this;
    const { clientWidth: width, clientHeight: height } = canvas;
    if (width === 0 || height === 0) return;
    const context = (this.context ??= canvas.getContext('2d'));
    if (!context) return;
    const frame = { viewport, width, height, sliceIndex: shownSlice(viewport, this.sliceIndexOfImage) };
    this.onFrame(frame);
    if (this.painters.length === 0 && !this.dirty) return;
    const ratio = window.devicePixelRatio || 1;
    const [columns, rows] = [Math.round(width * ratio), Math.round(height * ratio)];
    if (canvas.width !== columns || canvas.height !== rows) [canvas.width, canvas.height] = [columns, rows];
    clear(context, columns, rows);
    this.dirty = this.painters.length > 0;
    for (const painter of this.painters) {
      context.save();
      context.setTransform(columns / width, 0, 0, rows / height, 0, 0);
      painter.paint(context, frame);
      context.restore();
    }
    canvas.dispatchEvent(new CustomEvent(DRAWN_EVENT, { detail: { ms: performance.now() - start } }));
  };
}

/**
 * In two parts: Chromium (156, drawing in software) drops the clearing of a whole canvas that nothing is drawn on afterwards
 * in the same frame, so that the masks of another slice or of hidden layers would stay on the screen.
 */
function clear(context: CanvasRenderingContext2D, columns: number, rows: number): void {
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.clearRect(0, 0, columns, 1);
  context.clearRect(0, 1, columns, rows - 1);
}
