import { LacunaError } from '../errors.ts';
import { type TailScale, tailScore } from './tail-score.ts';

/** What one method adds to the consensus. */
export interface ConsensusPart<Id extends string = string> {
  readonly method: Id;
  /** 0..1; the weights of all parts sum to 1. */
  readonly weight: number;
  readonly scale: TailScale;
}
export type ConsensusRule<Id extends string = string> = readonly ConsensusPart<Id>[];

/**
 * The consensus of several methods on one slice: the weighted mean of their tail scores. Its unit is orders of
 * magnitude of the healthy false-positive rate, so methods whose maps have different units are brought together by what
 * they say about healthy brain.
 *
 * @param maps each method's anomaly map on one grid, equal lengths, 0 outside the brain
 * @returns 0..6, 0 where every map is 0; a new array
 * @throws LacunaError `invalid-argument` when the maps are not of one grid
 */
export function consensusMap<Id extends string>(
  rule: ConsensusRule<Id>,
  maps: Readonly<Record<Id, Float32Array>>,
): Float32Array {
  const length = rule[0] ? maps[rule[0].method].length : 0;
  if (length === 0 || rule.some(({ method }) => maps[method].length !== length)) {
    throw new LacunaError('invalid-argument', 'A consensus needs maps of one grid, one for each method.', {
      pixels: rule.map(({ method }) => maps[method].length),
    });
  }
  const sums = new Float64Array(length);
  for (const { method, weight, scale } of rule) {
    const map = maps[method];
    // most pixels are background, which adds nothing
    for (let i = 0; i < length; i++) if (map[i]! > 0) sums[i]! += weight * tailScore(scale, map[i]!);
  }
  return new Float32Array(sums);
}
