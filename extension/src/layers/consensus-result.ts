import { consensusMap, type ConsensusRule } from '@lacuna/core/anomaly/consensus.ts';
import { sliceScore } from '@lacuna/core/anomaly/score.ts';
import type { MethodId } from '../methods.ts';
import type { ResultStore, StoredResult } from './result-store.ts';

/** Puts the consensus of a slice beside the results it comes from; false while a method has none for the slice. */
export function addConsensus(
  results: ResultStore,
  rule: ConsensusRule<MethodId>,
  sliceIndex: number,
): boolean {
  const parts = rule.map(({ method }) => [method, results.get(method, sliceIndex)] as const);
  const known = parts.filter((part): part is readonly [MethodId, StoredResult] => part[1] !== undefined);
  if (known.length < parts.length) return false;
  const make = () => {
    const maps = Object.fromEntries(known.map(([method, { anomalyMap }]) => [method, anomalyMap]));
    return consensusMap(rule, maps as Record<MethodId, Float32Array>);
  };
  const first = make();
  const consensus: StoredResult = {
    status: known.some(([, { status }]) => status === 'done') ? 'done' : 'no-brain',
    score: sliceScore(first),
    get anomalyMap() {
      return make();
    },
    get brainMask() {
      return known[0]?.[1].brainMask;
    },
    backend: [...new Set(known.map(([, { backend }]) => backend))].join('+'),
  };
  results.put('consensus', sliceIndex, consensus, first);
  return true;
}
