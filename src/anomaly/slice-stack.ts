import { LacunaError } from '../errors.ts';
import { sliceNormal } from '../imaging/orientation.ts';
import type { SliceGeometry } from '../imaging/series.ts';

/** A gap beyond this multiple of the usual one means that slices are missing: nothing is said about the tissue between. */
const MISSING_BEYOND = 1.9;

/** How far the slices of a series stand for the tissue around them. */
export interface SliceStack {
  /** mm along the normal that each slice stands for: half the way to each neighbour. */
  readonly thicknessMm: readonly number[];
  /** Whether slice i and i + 1 are neighbours, without missing slices between. */
  readonly joined: readonly boolean[];
}

/**
 * Thickness from positions, gap by gap, so that uneven stacks give true volumes: scanners are known to write anything into
 * Spacing Between Slices. At the ends, and beside missing slices, a slice reaches as far outwards as half the usual gap.
 *
 * @param slices ordered along the normal, feet to head
 * @param nominalMm thickness of a slice that stands alone, mm
 * @throws LacunaError `invalid-argument` when the slices are not ordered
 */
export function sliceStack(slices: readonly SliceGeometry[], nominalMm = 1): SliceStack {
  const first = slices[0];
  if (!first) return { thicknessMm: [], joined: [] };
  const [nx, ny, nz] = sliceNormal(first.imageOrientationPatient);
  const heights = slices.map(({ imagePositionPatient: [x, y, z] }) => x * nx + y * ny + z * nz);
  const signed = heights.slice(1).map((height, i) => height - heights[i]!);
  const gaps = signed.map(Math.abs);
  if (gaps.some((gap) => !(gap > 0)) || signed.some((gap) => gap > 0 !== signed[0]! > 0)) {
    throw new LacunaError('invalid-argument', 'The slices are not ordered along their normal.');
  }
  const sorted = [...gaps].sort((a, b) => a - b);
  const usual = sorted[Math.floor((sorted.length - 1) / 2)] ?? nominalMm;
  const joined = gaps.map((gap) => gap <= MISSING_BEYOND * usual);
  const half = (gap: number) => (joined[gap] ? gaps[gap]! : usual) / 2;
  return { joined, thicknessMm: slices.map((_, i) => half(i - 1) + half(i)) };
}
