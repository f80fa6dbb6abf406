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
  // With a frame of background around it no neighbour has to be asked whether it lies inside; -1 is without a label yet.
  const width = columns + 2;
  const framed = new Int32Array(width * (rows + 2));
  for (let row = 0, at = 0; row < rows; row++)
    for (let column = 0; column < columns; column++, at++)
      if (mask[at] !== 0) framed[(row + 1) * width + column + 1] = -1;
  const sides = [-width, -1, 1, width];
  const corners = [-width - 1, -width + 1, width - 1, width + 1];
  const neighbours = Int32Array.from(connectivity === 4 ? sides : [...sides, ...corners]);

  const sizes = [0];
  const stack = new Int32Array(mask.length); // a pixel is pushed once, when it gets its label
  for (let seed = width; seed < framed.length - width; seed++) {
    if (framed[seed] !== -1) continue;
    const label = sizes.length;
    let size = 0;
    let height = 0;
    framed[seed] = label;
    stack[height++] = seed;
    while (height > 0) {
      const at = stack[--height]!;
      size++;
      for (let k = 0; k < neighbours.length; k++) {
        const next = at + neighbours[k]!;
        if (framed[next] !== -1) continue;
        framed[next] = label;
        stack[height++] = next;
      }
    }
    sizes.push(size);
  }
  const labels = new Int32Array(mask.length);
  for (let row = 0; row < rows; row++) {
    const start = (row + 1) * width + 1;
    labels.set(framed.subarray(start, start + columns), row * columns);
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
  const kept = Uint8Array.from(sizes, (size, label) =>
    label !== 0 && size * pixelAreaMm2 >= minAreaMm2 ? 1 : 0,
  );
  const out = new Uint8Array(mask.length);
  for (let i = 0; i < out.length; i++) out[i] = kept[labels[i]!]!;
  return out;
}

/** The mask with every 4-connected hole, i.e. background that does not reach the border, filled. */
export function fillHoles(mask: Uint8Array, columns: number): Uint8Array {
  const rows = mask.length / columns;
  const background = new Uint8Array(mask.length);
  for (let i = 0; i < mask.length; i++) if (mask[i] === 0) background[i] = 1;
  const { labels, sizes } = connectedComponents(background, columns, 4);
  const outside = new Uint8Array(sizes.length);
  for (let column = 0; column < columns; column++) {
    outside[labels[column]!] = 1;
    outside[labels[(rows - 1) * columns + column]!] = 1;
  }
  for (let row = 0; row < rows; row++) {
    outside[labels[row * columns]!] = 1;
    outside[labels[(row + 1) * columns - 1]!] = 1;
  }
  const out = new Uint8Array(mask.length);
  for (let i = 0; i < out.length; i++) out[i] = mask[i] !== 0 || outside[labels[i]!] === 0 ? 1 : 0;
  return out;
}
