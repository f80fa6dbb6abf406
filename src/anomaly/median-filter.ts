/** Median over a window x window neighbourhood (odd) of a square image of side `size`; edge pixels repeat. */
export function medianFilter(image: Float32Array, size: number, window: number): Float32Array {
  const reach = (window - 1) / 2;
  const middle = (window * window - 1) / 2;
  const values = new Float32Array(window * window);
  const inside = (i: number) => Math.min(Math.max(i, 0), size - 1);
  return image.map((_, at) => {
    const row = Math.floor(at / size);
    const column = at % size;
    let n = 0;
    for (let dy = -reach; dy <= reach; dy++) {
      for (let dx = -reach; dx <= reach; dx++)
        values[n++] = image[inside(row + dy) * size + inside(column + dx)]!;
    }
    values.sort();
    return values[middle]!;
  });
}
