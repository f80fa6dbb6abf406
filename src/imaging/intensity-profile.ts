import { medianOfPositive, percentileOfPositive } from './order-statistics.ts';

/** How the intensities of a brain are spread, in units of their median; what tells one MR contrast from another. */
export interface IntensityProfile {
  lowerQuartile: number;
  upperQuartile: number;
}

/** Median and profile of the brain pixels of the sampled slices, none below 0; NaN without pixels. */
export function intensityProfile(brain: Float32Array): { median: number; profile: IntensityProfile } {
  const median = medianOfPositive(brain);
  return {
    median,
    profile: {
      lowerQuartile: percentileOfPositive(brain, 25) / median,
      upperQuartile: percentileOfPositive(brain, 75) / median,
    },
  };
}
