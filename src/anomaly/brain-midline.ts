import type { SliceGeometry } from '../imaging/series.ts';

/** Brain pixels of a slice and the sum of their x in patient coordinates, mm. */
export interface BrainMoments {
  readonly pixels: number;
  readonly sumXMm: number;
}

/** @param brainMask rows*columns, non-zero inside the brain */
export function brainMoments(brainMask: Uint8Array, geometry: SliceGeometry): BrainMoments {
  const { rows, columns, rowSpacingMm, columnSpacingMm, imagePositionPatient, imageOrientationPatient } =
    geometry;
  let [pixels, sumRow, sumColumn] = [0, 0, 0];
  for (let row = 0, i = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++, i++) {
      if (brainMask[i] === 0) continue;
      pixels++;
      sumRow += row;
      sumColumn += column;
    }
  }
  const alongRow = sumColumn * columnSpacingMm * imageOrientationPatient[0];
  const alongColumn = sumRow * rowSpacingMm * imageOrientationPatient[3];
  return { pixels, sumXMm: pixels * imagePositionPatient[0] + alongRow + alongColumn };
}

/**
 * x of the plane between the hemispheres, taken as the centre of the brain along the patient's x axis; undefined without
 * brain. A head that is turned in the scanner has its true midline elsewhere: the side of a region near it is a guide.
 */
export function midlineXMm(slices: Iterable<BrainMoments>): number | undefined {
  let [pixels, sum] = [0, 0];
  for (const moments of slices) {
    pixels += moments.pixels;
    sum += moments.sumXMm;
  }
  return pixels > 0 ? sum / pixels : undefined;
}
