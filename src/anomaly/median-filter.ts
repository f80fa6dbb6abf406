/**
 * Median over a window x window neighbourhood (odd) of a square image of side `size`; edge pixels repeat. With a mask,
 * pixels outside it are left 0 and cost nothing; neighbours count whether inside or not.
 */
export function medianFilter(
  image: Float32Array,
  size: number,
  window: number,
  mask?: Uint8Array,
): Float32Array {
  const reach = (window - 1) / 2;
  const middle = (window * window - 1) / 2;
  const values = new Float32Array(window * window);
  const inside = (i: number) => Math.min(Math.max(i, 0), size - 1);
  return image.map((_, at) => {
    if (mask?.[at] === 0) return 0;
    const row = Math.floor(at / size);
    const column = at % size;
    let n = 0;
    for (let dy = -reach; dy <= reach; dy++) {
      const start = inside(row + dy) * size;
      for (let dx = -reach; dx <= reach; dx++) insert(values, n++, image[start + inside(column + dx)]!);
    }
    return values[middle]!;
  });
}

/** Puts `value` in its place among the first `count` sorted values: quicker than sorting for windows this small. */
function insert(values: Float32Array, count: number, value: number): void {
  let i = count;
  while (i > 0 && values[i - 1]! > value) {
    values[i] = values[i - 1]!;
    i--;
  }
  values[i] = value;
}
