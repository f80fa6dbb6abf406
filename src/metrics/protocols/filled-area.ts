import { type Shape3, connectedRegions } from '../components-3d.ts';

/**
 * A slice's mask without 8-connected regions of at most `largest` pixels, holes counted in: scikit-image's
 * `filled_area`, where a hole is background that a flood through edges and corners cannot reach from outside.
 */
export function dropFilledUpTo(mask: Uint8Array, rows: number, columns: number, largest: number): Uint8Array {
  const { labels, sizes } = connectedRegions(mask, [1, rows, columns], 26);
  const members = new Map<number, number[]>();
  labels.forEach((label, i) => {
    if (label === 0 || sizes[label]! > largest) return; // a region never has more pixels than with its holes
    const known = members.get(label);
    if (known) known.push(i);
    else members.set(label, [i]);
  });
  const dropped = new Uint8Array(sizes.length);
  for (const [label, pixels] of members) dropped[label] = filledArea(pixels, columns) <= largest ? 1 : 0;
  return mask.map((value, i) => (value !== 0 && dropped[labels[i]!] === 0 ? 1 : 0));
}

/** Pixels of a region with its holes: what a flood from the margin of its padded box does not reach. */
function filledArea(pixels: readonly number[], width: number): number {
  const rows = pixels.map((i) => Math.floor(i / width));
  const columns = pixels.map((i) => i % width);
  const [top, left] = [Math.min(...rows) - 1, Math.min(...columns) - 1];
  const box: Shape3 = [1, Math.max(...rows) - top + 2, Math.max(...columns) - left + 2];
  const background = new Uint8Array(box[1] * box[2]).fill(1);
  pixels.forEach((_, k) => (background[(rows[k]! - top) * box[2] + columns[k]! - left] = 0));
  const { labels, sizes } = connectedRegions(background, box, 26);
  return background.length - sizes[labels[0]!]!;
}
