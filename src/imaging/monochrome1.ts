import type { SourceSlice } from './series.ts';

/**
 * MONOCHROME1 shows small values bright, and the models expect large values to be bright.
 *
 * Such slices are turned over within the range of all of them together, v -> lowest + highest - v, so that the darkest
 * background becomes the lowest value and the scale between slices is kept. Maps and masks are not affected;
 * reconstructions are in the turned-over values.
 */
export function uprightGreys(
  slices: readonly SourceSlice[],
  inverted: readonly boolean[],
): { slices: readonly SourceSlice[]; warnings: readonly string[] } {
  if (!inverted.includes(true)) return { slices, warnings: [] };
  let [lowest, highest] = [Infinity, -Infinity];
  slices.forEach(({ pixels }, i) => {
    if (!inverted[i]) return;
    for (const value of pixels) {
      lowest = Math.min(lowest, value);
      highest = Math.max(highest, value);
    }
  });
  return {
    slices: slices.map((slice, i) =>
      inverted[i] ? { ...slice, pixels: slice.pixels.map((value) => lowest + highest - value) } : slice,
    ),
    warnings: [
      `The images are stored inverted (MONOCHROME1); their values were turned over within ${lowest}..${highest} before the analysis, and the reconstruction is in the turned-over values.`,
    ],
  };
}
