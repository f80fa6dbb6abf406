export type Connectivity = 4 | 8;

export interface Components {
  /** 0 for background, 1..n for the components; row-major. */
  labels: Int32Array;
  /** Pixels of component `label` at index label; index 0 is unused. */
  sizes: number[];
}

/** Connected components of the non-zero pixels of a row-major mask; iterative, so that no mask can exhaust the stack. */
export function connectedComponents(
  mask: ArrayLike<number>,
  columns: number,
  connectivity: Connectivity,
): Components {
  const rows = mask.length / columns;
  const labels = new Int32Array(mask.length);
  const sizes = [0];
  const stack = new Int32Array(mask.length); // a pixel is pushed once, when it gets its label
  let height = 0;
  for (let seed = 0; seed < mask.length; seed++) {
    if (mask[seed] === 0 || labels[seed] !== 0) continue;
    const label = sizes.length;
    let size = 0;
    labels[seed] = label;
    stack[height++] = seed;
    while (height > 0) {
      const at = stack[--height]!;
      size++;
      const row = Math.floor(at / columns);
      const column = at - row * columns;
      for (let dy = -1; dy <= 1; dy++) {
        for (let dx = -1; dx <= 1; dx++) {
          if (connectivity === 4 && dx !== 0 && dy !== 0) continue;
          const y = row + dy;
          const x = column + dx;
          if (y < 0 || y >= rows || x < 0 || x >= columns) continue;
          const next = y * columns + x;
          if (mask[next] === 0 || labels[next] !== 0) continue;
          labels[next] = label;
          stack[height++] = next;
        }
      }
    }
    sizes.push(size);
  }
  return { labels, sizes };
}

/** The mask without components of a smaller area than `minAreaMm2`. */
export function dropSmallComponents(
  mask: Uint8Array,
  columns: number,
  connectivity: Connectivity,
  { pixelAreaMm2, minAreaMm2 }: { pixelAreaMm2: number; minAreaMm2: number },
): Uint8Array {
  const { labels, sizes } = connectedComponents(mask, columns, connectivity);
  return mask.map((_, i) => (labels[i] !== 0 && sizes[labels[i]!]! * pixelAreaMm2 >= minAreaMm2 ? 1 : 0));
}

/** The mask with every 4-connected hole, i.e. background that does not reach the border, filled. */
export function fillHoles(mask: Uint8Array, columns: number): Uint8Array {
  const rows = mask.length / columns;
  const { labels, sizes } = connectedComponents(
    mask.map((value) => (value === 0 ? 1 : 0)),
    columns,
    4,
  );
  const outside = new Uint8Array(sizes.length);
  for (let column = 0; column < columns; column++) {
    outside[labels[column]!] = 1;
    outside[labels[(rows - 1) * columns + column]!] = 1;
  }
  for (let row = 0; row < rows; row++) {
    outside[labels[row * columns]!] = 1;
    outside[labels[(row + 1) * columns - 1]!] = 1;
  }
  return mask.map((value, i) => (value !== 0 || outside[labels[i]!] === 0 ? 1 : 0));
}
