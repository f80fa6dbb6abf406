import { medianOfSorted, percentileOfSorted } from './statistics.ts';

/** How the intensities of a brain are spread, in units of their median; what tells one MR contrast from another. */
export interface IntensityProfile {
  lowerQuartile: number;
  upperQuartile: number;
}

/** Median and profile of the brain pixels of the sampled slices; NaN without pixels. */
export function intensityProfile(brain: ArrayLike<number>): { median: number; profile: IntensityProfile } {
  const sorted = Float64Array.from(brain).sort();
  const median = medianOfSorted(sorted);
  return {
    median,
    profile: {
      lowerQuartile: percentileOfSorted(sorted, 25) / median,
      upperQuartile: percentileOfSorted(sorted, 75) / median,
    },
  };
}
