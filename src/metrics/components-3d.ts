import { LacunaError } from '../errors.ts';

/** Slices, rows, columns; the data are row-major, slice after slice. A single slice is [1, rows, columns]. */
export type Shape3 = readonly [number, number, number];

/** Neighbours by a shared face (6), face or edge (18), or also corner (26); in one slice 26 is the usual 8. */
export type Connectivity3 = 6 | 18 | 26;

export interface Regions {
  /** 0 for background, 1..n for the regions, numbered by their first voxel. */
  labels: Int32Array;
  /** Voxels of region `label` at that index; index 0 is unused. */
  sizes: number[];
}

/** Connected regions of the non-zero voxels; iterative, so that no mask can exhaust the stack. */
export function connectedRegions(
  mask: ArrayLike<number>,
  shape: Shape3,
  connectivity: Connectivity3 = 26,
): Regions {
  const [slices, rows, columns] = shape;
  if (mask.length !== slices * rows * columns) {
    throw new LacunaError('invalid-argument', 'A mask must have slices x rows x columns voxels.', {
      voxels: mask.length,
      shape,
    });
  }
  const steps = neighbours(connectivity);
  const jumps = Int32Array.from(steps, ([dz, dy, dx]) => (dz * rows + dy) * columns + dx);
  const labels = new Int32Array(mask.length);
  const sizes = [0];
  const stack: number[] = [];
  for (let seed = 0; seed < mask.length; seed++) {
    if (mask[seed] === 0 || labels[seed] !== 0) continue;
    const label = sizes.length;
    let size = 0;
    labels[seed] = label;
    stack.push(seed);
    for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
      size++;
      const column = at % columns;
      const line = (at - column) / columns;
      const row = line % rows;
      const slice = (line - row) / rows;
      const inner =
        column > 0 && column < columns - 1 && row > 0 && row < rows - 1 && slice > 0 && slice < slices - 1;
      for (let k = 0; k < jumps.length; k++) {
        // only at the faces of the volume can a neighbour be missing
        if (!inner) {
          const [dz, dy, dx] = steps[k]!;
          const outside = (value: number, length: number) => value < 0 || value >= length;
          if (outside(slice + dz, slices) || outside(row + dy, rows) || outside(column + dx, columns))
            continue;
        }
        const next = at + jumps[k]!;
        if (mask[next] === 0 || labels[next] !== 0) continue;
        labels[next] = label;
        stack.push(next);
      }
    }
    sizes.push(size);
  }
  return { labels, sizes };
}

/** The mask, as 0 and 1, without regions of fewer than `minimumVoxels`. */
export function dropSmallRegions(
  mask: ArrayLike<number>,
  shape: Shape3,
  minimumVoxels: number,
  connectivity: Connectivity3 = 26,
): Uint8Array {
  const { labels, sizes } = connectedRegions(mask, shape, connectivity);
  const kept = new Uint8Array(labels.length);
  for (let i = 0; i < kept.length; i++)
    kept[i] = labels[i] !== 0 && sizes[labels[i]!]! >= minimumVoxels ? 1 : 0;
  return kept;
}

function neighbours(connectivity: Connectivity3): (readonly [number, number, number])[] {
  const reach = { 6: 1, 18: 2, 26: 3 }[connectivity];
  const steps: [number, number, number][] = [];
  for (let dz = -1; dz <= 1; dz++) {
    for (let dy = -1; dy <= 1; dy++) {
      for (let dx = -1; dx <= 1; dx++) {
        const moved = Math.abs(dz) + Math.abs(dy) + Math.abs(dx);
        if (moved > 0 && moved <= reach) steps.push([dz, dy, dx]);
      }
    }
  }
  return steps;
}
