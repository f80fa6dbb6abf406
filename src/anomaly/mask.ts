import { LacunaError } from '../errors.ts';
import { type MapPlane, thresholdRuns } from './threshold-runs.ts';

/**
 * Candidate regions of a slice: pixels at or above the threshold, without in-plane 8-connected components smaller
 * than `minimumRegionAreaMm2`. Pixels of value 0 never belong to the mask, whatever the threshold.
 *
 * @param map rows*columns, row-major
 * @returns 1 inside a candidate region; all 0 is a proper result
 */
export function thresholdMask(
  map: Float32Array,
  geometry: MapPlane,
  threshold: number,
  minimumRegionAreaMm2: number,
): Uint8Array {
  const { rows, columns } = geometry;
  if (
    map.length !== rows * columns ||
    !Number.isFinite(threshold) ||
    threshold < 0 ||
    !(minimumRegionAreaMm2 >= 0)
  ) {
    throw new LacunaError(
      'invalid-argument',
      'A mask needs a map of rows x columns and a threshold of 0 or more.',
      {
        pixels: map.length,
        rows,
        columns,
        threshold,
        minimumRegionAreaMm2,
      },
    );
  }
  const mask = new Uint8Array(map.length);
  const { starts, ends, rowFirst } = thresholdRuns(map, geometry, threshold, minimumRegionAreaMm2).runs;
  for (let row = 0; row < rows; row++) {
    for (let run = rowFirst[row]!; run < rowFirst[row + 1]!; run++) {
      mask.fill(1, row * columns + starts[run]!, row * columns + ends[run]!);
    }
  }
  return mask;
}
