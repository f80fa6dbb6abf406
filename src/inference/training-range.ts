import type { IntensityProfile } from '../imaging/intensity-profile.ts';
import { type Fields, invalidManifest } from './json-fields.ts';

/** What the weights have seen: lowest and highest value of each measure over the training series, somewhat widened. */
export interface TrainingRange {
  /** Training series that it was measured on. */
  series: number;
  lowerQuartile: readonly [number, number];
  upperQuartile: readonly [number, number];
}

/** The optional section of a manifest. @throws LacunaError `weights-invalid` */
export function parseTrainingRange(root: Fields): { trainingRange?: TrainingRange } {
  if (root.raw('trainingRange') === undefined) return {};
  const section = root.fields('trainingRange');
  return {
    trainingRange: {
      series: section.integer('series', 1, 1e7),
      lowerQuartile: parseRange(section, 'lowerQuartile'),
      upperQuartile: parseRange(section, 'upperQuartile'),
    },
  };
}

function parseRange(section: Fields, name: string): [number, number] {
  const [low, high, ...rest] = section.list(name);
  if (typeof low === 'number' && typeof high === 'number' && rest.length === 0 && low >= 0 && low < high)
    return [low, high];
  return invalidManifest(`${section.path}.${name}`, 'must be two rising numbers');
}

/**
 * Why the weights may not know such a series, one sentence for each measure that is out of range; none when all are within.
 * Another contrast spreads the brain's grey values in another way: of T1 and T2 images nearly all fall outside (docs/guard.md).
 */
export function rangeDoubts(
  profile: IntensityProfile,
  range: TrainingRange | undefined,
  sequence: string,
): string[] {
  if (!range) return [];
  const doubt = (name: 'lowerQuartile' | 'upperQuartile', what: string): string[] => {
    const [low, high] = range[name];
    const value = profile[name];
    if (value >= low && value <= high) return [];
    return [
      `${what} lies at ${value.toFixed(2)} of the brain's median intensity; in the ${range.series} ${sequence} series ` +
        `the weights were trained on it lay between ${low.toFixed(2)} and ${high.toFixed(2)}.`,
    ];
  };
  return [
    ...doubt('lowerQuartile', 'The darker quarter of the brain'),
    ...doubt('upperQuartile', 'The brighter quarter of the brain'),
  ];
}
