import { encode } from 'fast-png';

/** An RGB picture, 8 bits a channel, row-major. */
export interface Raster {
  width: number;
  height: number;
  /** 3 * width * height. */
  rgb: Uint8Array;
}

export type Colour = readonly [number, number, number];

/** PNG bytes of a picture. */
export const png = ({ width, height, rgb }: Raster): Uint8Array =>
  encode({ width, height, data: rgb, channels: 3, depth: 8 });

/**
 * Intensities that become black and white: 0 and the 99.5th percentile of the positive pixels, so that one bright vessel does not
 * darken the brain. @returns upper end, > 0
 */
export function whiteLevel(pixels: Float32Array): number {
  const positive = pixels.filter((v) => v > 0).sort();
  return positive.length ? positive[Math.floor((positive.length - 1) * 0.995)]! : 1;
}

/** Pixels as grey, 0 to `white`; `brightness` 1 keeps it, less leaves room for what is laid over. */
export function grey(
  pixels: Float32Array,
  width: number,
  height: number,
  white: number,
  brightness = 1,
): Raster {
  const rgb = new Uint8Array(3 * width * height);
  pixels.forEach((value, i) => {
    const level = Math.round(255 * brightness * Math.min(1, Math.max(0, value / white)));
    rgb.fill(level, 3 * i, 3 * i + 3);
  });
  return { width, height, rgb };
}

/** Lays a colour over a picture in place; `opacity` is 0..1 per pixel. */
export function lay(picture: Raster, colour: Colour, opacity: (index: number) => number): Raster {
  const { rgb } = picture;
  for (let i = 0; i < rgb.length / 3; i++) {
    const share = opacity(i);
    if (share > 0)
      for (let c = 0; c < 3; c++)
        rgb[3 * i + c] = Math.round(rgb[3 * i + c]! * (1 - share) + colour[c]! * share);
  }
  return picture;
}

/** 1 on the pixels of a mask that touch, by an edge, a pixel outside it or the border of the picture. */
export function outline(mask: Uint8Array, width: number, height: number): Uint8Array {
  const inside = (x: number, y: number): boolean =>
    x >= 0 && y >= 0 && x < width && y < height && mask[y * width + x] !== 0;
  return mask.map((value, i) => {
    const x = i % width;
    const y = (i - x) / width;
    const inner = inside(x - 1, y) && inside(x + 1, y) && inside(x, y - 1) && inside(x, y + 1);
    return value !== 0 && !inner ? 1 : 0;
  });
}
