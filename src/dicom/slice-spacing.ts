import { sliceNormal } from '../imaging/orientation.ts';
import type { SourceInstance } from './source-instance.ts';

/** Positions in files are rounded; gaps within this of each other count as even. */
const EVEN_WITHIN_MM = 1e-2;

/**
 * Distance between neighbouring slices along their normal, mm, from positions: scanners are known to write the gap, or
 * anything, into Spacing Between Slices. `undefined` for one slice and for an uneven stack, which has no such number.
 */
export function measureSpacing(source: readonly SourceInstance[]): number | undefined {
  const first = source[0];
  if (!first || source.length < 2) return undefined;
  const [nx, ny, nz] = sliceNormal(first.imageOrientationPatient);
  const heights = source
    .map(({ imagePositionPatient: [x, y, z] }) => x * nx + y * ny + z * nz)
    .sort((a, b) => a - b);
  const gaps = heights.slice(1).map((height, i) => height - heights[i]!);
  const mean = (heights.at(-1)! - heights[0]!) / gaps.length;
  const even = mean > 0 && gaps.every((gap) => Math.abs(gap - mean) <= EVEN_WITHIN_MM);
  return even ? Number(mean.toFixed(6)) : undefined;
}
