import { LacunaError } from '../errors.ts';
import type { SliceGeometry } from '../imaging/series.ts';

/**
 * Where the plane between the hemispheres is taken to lie: the patient x of the centre of mass of the brain, mm, +x to the
 * patient's left. A rough midline, good for saying left or right of a head that is about straight.
 * @param brainMasks one per slice, anything but 0 is brain; null where none was computed
 * @returns undefined without any brain
 * @throws LacunaError `invalid-argument` when masks and slices do not belong together
 */
export function brainMidlineX(
  slices: readonly SliceGeometry[],
  brainMasks: readonly (Uint8Array | null | undefined)[],
): number | undefined {
  if (brainMasks.length !== slices.length) {
    throw new LacunaError('invalid-argument', 'The midline needs a brain mask for each slice.');
  }
  let [count, sum] = [0, 0];
  slices.forEach((geometry, z) => {
    const { columns, rowSpacingMm, columnSpacingMm, imagePositionPatient, imageOrientationPatient } =
      geometry;
    const [alongRow, alongColumn] = [
      imageOrientationPatient[0] * columnSpacingMm,
      imageOrientationPatient[3] * rowSpacingMm,
    ];
    brainMasks[z]?.forEach((value, i) => {
      if (value === 0) return;
      count++;
      sum += imagePositionPatient[0] + (i % columns) * alongRow + Math.floor(i / columns) * alongColumn;
    });
  });
  return count === 0 ? undefined : sum / count;
}
