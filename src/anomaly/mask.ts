import { LacunaError } from '../errors.ts';
import { dropSmallComponents } from '../imaging/components.ts';
import type { SliceGeometry } from '../imaging/series.ts';

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
  // a plain loop: an evaluation cuts millions of pixels, and callbacks cost more than all of the rest
  const above = new Uint8Array(map.length);
  let any = false;
  for (let i = 0; i < map.length; i++) {
    const value = map[i]!;
    if (!(value > 0 && value >= threshold)) continue;
    above[i] = 1;
    any = true;
  }
  if (!any) return above;
  const area = { pixelAreaMm2: rowSpacingMm * columnSpacingMm, minAreaMm2: minimumRegionAreaMm2 };
  return dropSmallComponents(above, columns, 8, area);
}
