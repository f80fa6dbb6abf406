import { drawable, GLYPH_COLUMNS, GLYPH_ROWS, glyphPixel } from './font.ts';

export type Rgb = readonly [red: number, green: number, blue: number];

/** A picture in memory, 8 bits for each of red, green and blue, row-major, black to begin with. */
export class Picture {
  readonly rgb: Uint8Array<ArrayBuffer>;

  constructor(
    readonly rows: number,
    readonly columns: number,
  ) {
    this.rgb = new Uint8Array(3 * rows * columns);
  }

  /** Outside the picture nothing happens. */
  set(row: number, column: number, [red, green, blue]: Rgb): void {
    if (row < 0 || column < 0 || row >= this.rows || column >= this.columns) return;
    const at = 3 * (row * this.columns + column);
    this.rgb[at] = red;
    this.rgb[at + 1] = green;
    this.rgb[at + 2] = blue;
  }

  /** Text with its top left corner there; `scale` picture pixels for a font pixel. What does not fit is cut off. */
  write(row: number, column: number, text: string, colour: Rgb, scale: number): void {
    Array.from(drawable(text)).forEach((character, n) => {
      const left = column + n * (GLYPH_COLUMNS + 1) * scale;
      for (let y = 0; y < GLYPH_ROWS * scale; y++) {
        for (let x = 0; x < GLYPH_COLUMNS * scale; x++) {
          if (glyphPixel(character, Math.floor(y / scale), Math.floor(x / scale))) {
            this.set(row + y, left + x, colour);
          }
        }
      }
    });
  }
}

/** Width of a text in picture pixels. */
export const textWidth = (text: string, scale: number): number =>
  Math.max(0, Array.from(drawable(text)).length * (GLYPH_COLUMNS + 1) - 1) * scale;
