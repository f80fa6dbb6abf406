import type { Shape3 } from '../components-3d.ts';

/**
 * Median over a box of odd sides around each voxel; beyond an edge the volume is mirrored with its edge voxels
 * repeated (d c b a | a b c d | d c b a), scipy.ndimage's `reflect`. `window` is [slices, rows, columns]; [1, 5, 5]
 * filters slices apart.
 */
export function medianReflect(volume: Float32Array, shape: Shape3, window: Shape3): Float32Array {
  const [slices, rows, columns] = shape;
  const [z, y, x] = [mirrored(slices, window[0]), mirrored(rows, window[1]), mirrored(columns, window[2])];
  const size = window[0] * window[1] * window[2];
  const middle = (size - 1) / 2;
  const values = new Float32Array(size);
  const output = new Float32Array(volume.length);
  let at = 0;
  for (let slice = 0; slice < slices; slice++) {
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++, at++) {
        let n = 0;
        let same = true;
        for (let dz = 0; dz < window[0]; dz++) {
          for (let dy = 0; dy < window[1]; dy++) {
            const line = (z[slice + dz]! * rows + y[row + dy]!) * columns;
            for (let dx = 0; dx < window[2]; dx++) {
              const value = volume[line + x[column + dx]!]!;
              if (value !== values[0] && n > 0) same = false;
              values[n++] = value;
            }
          }
        }
        // most of a brain volume is background of one value: nothing to order there
        output[at] = same ? values[0]! : smallest(values, middle);
      }
    }
  }
  return output;
}

/** Indices -reach..n-1+reach folded back into 0..n-1, edge elements repeated; for any n, however small. */
function mirrored(n: number, window: number): Int32Array {
  const reach = (window - 1) / 2;
  return Int32Array.from({ length: n + 2 * reach }, (_, i) => {
    const folded = (((i - reach) % (2 * n)) + 2 * n) % (2 * n);
    return folded < n ? folded : 2 * n - 1 - folded;
  });
}

/** The element that would stand at index `k` after sorting (Hoare's selection); reorders the array. */
function smallest(values: Float32Array, k: number): number {
  let [low, high] = [0, values.length - 1];
  while (low < high) {
    const pivot = values[k]!;
    let [i, j] = [low, high];
    while (i <= j) {
      while (values[i]! < pivot) i++;
      while (values[j]! > pivot) j--;
      if (i > j) break;
      const moved = values[i]!;
      values[i++] = values[j]!;
      values[j--] = moved;
    }
    if (j < k) low = i;
    if (k < i) high = j;
  }
  return values[k]!;
}
