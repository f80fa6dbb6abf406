import { sequenceGuard } from '@lacuna/core/imaging/sequence-guard.ts';
import { recogniseSequence } from '@lacuna/core/imaging/sequence-recognition.ts';
import type { Instance } from '../host/ohif-types.ts';
import type { ReviewStore } from '../state/store.ts';
import { sequenceHeaders } from './sequence-headers.ts';

/**
 * Says of each series, as soon as it and the weights are there, whether its header names the sequence that the weights know.
 * @param firstInstance of the series under review
 * @returns the way to stop it
 */
export function guardByHeader(store: ReviewStore, firstInstance: () => Instance | undefined): () => void {
  const tell = () => {
    const { series, weights, guard } = store.getState();
    if (series.kind !== 'admitted' || weights.kind !== 'ready' || guard.sequence !== null) return;
    const instance = firstInstance();
    if (!instance) return;
    const recognised = recogniseSequence(sequenceHeaders(instance));
    const sequence = sequenceGuard(weights.info.manifest.sequence, recognised);
    store.dispatch({ type: 'guard-sequence', sequence, rule: recognised.rule });
  };
  return store.subscribe(tell);
}
