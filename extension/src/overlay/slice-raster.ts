import type { SliceGeometry } from '@lacuna/core/imaging/series.ts';
import { sliceToCanvas, type Frame } from './frame.ts';

/** Coloured pixels that are made again only when `key` is another. */
export class SliceRaster {
  private readonly canvas = document.createElement('canvas');
  private key: string | undefined;

  /** @param smooth whether pixels that are larger than those of the screen run into each other */
  constructor(private readonly smooth = true) {}

  /** A slice where the viewport shows it. `fill` gets all pixels (RGBA, cleared) when they have to be made. */
  draw(
    context: CanvasRenderingContext2D,
    frame: Frame,
    geometry: SliceGeometry,
    key: string,
    fill: (pixels: Uint32Array) => void,
  ): void {
    this.make(geometry.columns, geometry.rows, key, fill);
    context.imageSmoothingEnabled = this.smooth;
    context.transform(...sliceToCanvas(frame.viewport, geometry));
    context.drawImage(this.canvas, 0, 0);
  }

  make(columns: number, rows: number, key: string, fill: (pixels: Uint32Array) => void): HTMLCanvasElement {
    const { canvas } = this;
    if (this.key === key) return canvas;
    if (canvas.width !== columns) canvas.width = columns;
    if (canvas.height !== rows) canvas.height = rows;
    const context = canvas.getContext('2d');
    if (context) {
      const image = context.createImageData(columns, rows);
      fill(new Uint32Array(image.data.buffer));
      context.putImageData(image, 0, 0);
      this.key = key;
    }
    return canvas;
  }
}
