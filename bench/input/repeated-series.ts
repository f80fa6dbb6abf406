import type { LazySeries, SourceSlice } from '@lacuna/core/imaging/series.ts';

/** Millimetres between slices. */
const SPACING = 5;

/** A series of any length from a few slices, again and again upwards; nothing is held but those few. */
export function repeatedSeries(slices: readonly SourceSlice[], sliceCount: number): LazySeries {
  return {
    key: `bench-${sliceCount}`,
    sliceCount,
    slice: (index) => {
      const { geometry, pixels } = slices[index % slices.length]!;
      const [x, y, z] = geometry.imagePositionPatient;
      return Promise.resolve({
        key: `slice-${index}`,
        geometry: { ...geometry, imagePositionPatient: [x, y, z + SPACING * index] },
        pixels,
      });
    },
  };
}
