import type { Vec3 } from './series.ts';

const PERMUTATIONS = [
  [0, 1, 2],
  [0, 2, 1],
  [1, 0, 2],
  [1, 2, 0],
  [2, 0, 1],
  [2, 1, 0],
] as const;

/**
 * Which of three voxel axes runs along the patient's left, back and head, by the assignment that fits best; an axis that
 * runs the other way fits as well.
 * @param directions unit vectors, LPS
 * @returns indices into `directions`: [left, back, head]
 */
export function assignAxes(directions: readonly Vec3[]): readonly [number, number, number] {
  const fit = (order: readonly number[]) =>
    order.reduce((sum, axis, way) => sum + Math.abs(directions[axis]![way]!), 0);
  return PERMUTATIONS.reduce((winner, order) => (fit(order) > fit(winner) + 1e-9 ? order : winner));
}
