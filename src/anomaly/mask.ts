import { LacunaError } from '../errors.ts';
import type { SliceGeometry } from '../imaging/series.ts';
import { inPlaneComponents, runsFrom } from './mask-runs.ts';

/**
 * Candidate regions of a slice: pixels at or above the threshold, without in-plane 8-connected components smaller
 * than `minimumRegionAreaMm2`. Pixels of value 0 never belong to the mask, whatever the threshold.
 *
 * @param map rows*columns, row-major
 * @returns 1 inside a candidate region; all 0 is a proper result
 */
export function thresholdMask(
  map: Float32Array,
  geometry: Pick<SliceGeometry, 'rows' | 'columns' | 'rowSpacingMm' | 'columnSpacingMm'>,
  threshold: number,
  minimumRegionAreaMm2: number,
): Uint8Array {
  const { rows, columns, rowSpacingMm, columnSpacingMm } = geometry;
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
  const runs = runsFrom(map, columns, threshold);
  const { starts, ends, rowFirst } = runs;
  if (starts.length === 0) return mask;
  const { componentOf, count } = inPlaneComponents(runs);
  const pixels = new Int32Array(count);
  for (let run = 0; run < starts.length; run++) pixels[componentOf[run]!]! += ends[run]! - starts[run]!;
  const pixelAreaMm2 = rowSpacingMm * columnSpacingMm;
  for (let row = 0; row < rows; row++) {
    for (let run = rowFirst[row]!; run < rowFirst[row + 1]!; run++) {
      if (pixels[componentOf[run]!]! * pixelAreaMm2 < minimumRegionAreaMm2) continue;
      mask.fill(1, row * columns + starts[run]!, row * columns + ends[run]!);
    }
  }
  return mask;
}
