import type { SliceGeometry } from '../imaging/series.ts';
import { GLYPH_ROWS } from './font.ts';
import { edgeLetters } from './orientation-letters.ts';
import { Picture, type Rgb, textWidth } from './picture.ts';

export interface KeyImageRequest {
  /** Modality units, row-major. */
  readonly pixels: Float32Array;
  readonly geometry: SliceGeometry;
  /** Regions to outline, first below; anything but 0 is inside. */
  readonly outlines: readonly { readonly mask: Uint8Array; readonly colour: Rgb }[];
  /** Lines below the picture; the notice stands above it always. */
  readonly lines: readonly string[];
}

/** Burned into every key image. */
const KEY_IMAGE_NOTICE = 'RESEARCH USE ONLY - NOT FOR DIAGNOSIS';
/** Longer side of the anatomy, pixels, at least; small matrices are enlarged by a whole factor. */
const SMALLEST_SIDE = 512;
const AMBER: Rgb = [255, 217, 138];
const WHITE: Rgb = [230, 230, 230];
const TEXT_SCALE = 2;
const LINE = (GLYPH_ROWS + 4) * TEXT_SCALE;

/**
 * A slice with regions outlined, in square pixels, as it is stored: not turned, so that the letters at its edges say where
 * the patient's sides are. Text stands in bands of its own and covers no anatomy but for the letters.
 */
export function renderKeyImage({ pixels, geometry, outlines, lines }: KeyImageRequest): Picture {
  const { rows, columns, rowSpacingMm, columnSpacingMm } = geometry;
  const finest = Math.min(rowSpacingMm, columnSpacingMm);
  const [height, width] = [(rows * rowSpacingMm) / finest, (columns * columnSpacingMm) / finest];
  const zoom = Math.max(1, Math.ceil(SMALLEST_SIDE / Math.max(height, width)));
  const size = { rows: Math.round(height * zoom), columns: Math.round(width * zoom) };
  const notice = textWidth(KEY_IMAGE_NOTICE, TEXT_SCALE) + 8;
  const total = Math.max(size.columns, notice, ...lines.map((line) => textWidth(line, TEXT_SCALE) + 8));
  const left = Math.floor((total - size.columns) / 2);
  const picture = new Picture(LINE + size.rows + LINE * lines.length, total);
  const place = { top: LINE, left, ...size };
  drawSlice(picture, place, pixels, geometry);
  for (const { mask, colour } of outlines) drawOutline(picture, place, mask, geometry, colour);
  drawLetters(picture, place, geometry);
  picture.write(4, 4, KEY_IMAGE_NOTICE, AMBER, TEXT_SCALE);
  lines.forEach((line, n) => picture.write(LINE + size.rows + n * LINE + 4, 4, line, WHITE, TEXT_SCALE));
  return picture;
}

interface Place {
  readonly top: number;
  readonly left: number;
  readonly rows: number;
  readonly columns: number;
}

/** Bilinear between pixel centres; grey from the 1st to the 99.5th percentile of the slice's pixels above 0. */
function drawSlice(picture: Picture, place: Place, pixels: Float32Array, { rows, columns }: SliceGeometry) {
  const [low, high] = greyWindow(pixels);
  const at = (row: number, column: number) => pixels[row * columns + column]!;
  const between = (position: number, n: number) => {
    const first = Math.min(Math.max(Math.floor(position), 0), n - 1);
    const share = Math.min(Math.max(position - first, 0), 1);
    return [first, Math.min(first + 1, n - 1), share] as const;
  };
  for (let y = 0; y < place.rows; y++) {
    const [r0, r1, fr] = between(((y + 0.5) * rows) / place.rows - 0.5, rows);
    for (let x = 0; x < place.columns; x++) {
      const [c0, c1, fc] = between(((x + 0.5) * columns) / place.columns - 0.5, columns);
      const upper = at(r0, c0) * (1 - fc) + at(r0, c1) * fc;
      const lower = at(r1, c0) * (1 - fc) + at(r1, c1) * fc;
      const value = (upper * (1 - fr) + lower * fr - low) / (high - low);
      const grey = Math.round(255 * Math.min(Math.max(value, 0), 1));
      picture.set(place.top + y, place.left + x, [grey, grey, grey]);
    }
  }
}

function greyWindow(pixels: Float32Array): readonly [low: number, high: number] {
  const positive = pixels.filter((value) => value > 0).sort();
  const low = positive[Math.floor(0.01 * (positive.length - 1))] ?? 0;
  const high = positive[Math.floor(0.995 * (positive.length - 1))] ?? 1;
  return high > low ? [low, high] : [low - 1, low];
}

/** Pixels inside with a neighbour two pixels away outside: a line of two pixels within the region. */
function drawOutline(
  picture: Picture,
  place: Place,
  mask: Uint8Array,
  { rows, columns }: SliceGeometry,
  colour: Rgb,
): void {
  const inside = (y: number, x: number) => {
    if (y < 0 || x < 0 || y >= place.rows || x >= place.columns) return false;
    const row = Math.min(rows - 1, Math.floor((y * rows) / place.rows));
    const column = Math.min(columns - 1, Math.floor((x * columns) / place.columns));
    return mask[row * columns + column] !== 0;
  };
  for (let y = 0; y < place.rows; y++) {
    for (let x = 0; x < place.columns; x++) {
      if (!inside(y, x)) continue;
      const edge = !(inside(y - 2, x) && inside(y + 2, x) && inside(y, x - 2) && inside(y, x + 2));
      if (edge) picture.set(place.top + y, place.left + x, colour);
    }
  }
}

function drawLetters(picture: Picture, place: Place, { imageOrientationPatient }: SliceGeometry): void {
  const { left, right, top, bottom } = edgeLetters(imageOrientationPatient);
  const middle = { y: place.top + Math.floor(place.rows / 2), x: place.left + Math.floor(place.columns / 2) };
  const high = GLYPH_ROWS * TEXT_SCALE;
  const write = (y: number, x: number, text: string) => picture.write(y, x, text, WHITE, TEXT_SCALE);
  write(middle.y, place.left + 4, left);
  write(middle.y, place.left + place.columns - 4 - textWidth(right, TEXT_SCALE), right);
  write(place.top + 4, middle.x, top);
  write(place.top + place.rows - 4 - high, middle.x, bottom);
}
