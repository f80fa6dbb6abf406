import { connectedComponents } from '../imaging/components.ts';

/** Connected components over the slices of a stack. */
export interface RegionLabels {
  /** Per slice 0 for background, 1..count for the components; null where the mask was null. */
  readonly slices: readonly (Int32Array | null)[];
  readonly count: number;
}

/**
 * Three-dimensional components of masks: pixels that touch within a slice, corners included, or lie on or diagonally above
 * each other in joined slices (26 neighbours).
 *
 * @param masks one per slice, row-major; all of one matrix
 * @param joined whether slice i and i + 1 are neighbours
 */
export function labelRegions(
  masks: readonly (Uint8Array | null)[],
  columns: number,
  joined: readonly boolean[],
): RegionLabels {
  const parent = [0];
  const find = (label: number): number => {
    let root = label;
    while (parent[root] !== root) root = parent[root]!;
    for (let at = label; at !== root;) [at, parent[at]] = [parent[at]!, root];
    return root;
  };
  const slices = masks.map((mask) => {
    if (!mask) return null;
    const { labels, sizes } = connectedComponents(mask, columns, 8);
    const offset = parent.length - 1;
    for (let label = 1; label < sizes.length; label++) parent.push(offset + label);
    return labels.map((label) => (label === 0 ? 0 : label + offset));
  });
  for (let z = 0; z + 1 < slices.length; z++) {
    const [below, above] = [slices[z], slices[z + 1]];
    if (below && above && joined[z]) link(below, above, columns, (a, b) => (parent[find(a)] = find(b)));
  }
  const numbers = new Map<number, number>();
  for (const labels of slices) {
    labels?.forEach((label, i) => {
      if (label === 0) return;
      const root = find(label);
      if (!numbers.has(root)) numbers.set(root, numbers.size + 1);
      labels[i] = numbers.get(root)!;
    });
  }
  return { slices, count: numbers.size };
}

/** Calls `join` for every pair of labels that touch between two slices. */
function link(
  below: Int32Array,
  above: Int32Array,
  columns: number,
  join: (a: number, b: number) => void,
): void {
  const rows = below.length / columns;
  for (let row = 0, i = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++, i++) {
      if (below[i] === 0) continue;
      for (let dy = row === 0 ? 0 : -1; dy <= (row === rows - 1 ? 0 : 1); dy++) {
        for (let dx = column === 0 ? 0 : -1; dx <= (column === columns - 1 ? 0 : 1); dx++) {
          const other = above[i + dy * columns + dx]!;
          if (other !== 0) join(below[i]!, other);
        }
      }
    }
  }
}
