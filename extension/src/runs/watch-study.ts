import type { Host } from '../host/host.ts';
import { onDisplaySets } from '../host/on-display-sets.ts';
import type { ReviewStore } from '../state/store.ts';
import { studySeries } from './study-series.ts';

/** Keeps the list of the study's series up to date, once the weights say which sequence they know. @returns the way to stop it */
export function watchStudy(host: Host, store: ReviewStore): () => void {
  const { displaySetService } = host.services;
  let listed = '';
  const list = () => {
    const { weights } = store.getState();
    if (weights.kind !== 'ready') return;
    const series = studySeries(host, weights.info.manifest.sequence);
    const now = JSON.stringify(series.map(({ key, eligibility }) => [key, eligibility.sentence]));
    if (now === listed) return;
    listed = now;
    store.dispatch({ type: 'study-series', series });
  };
  const unsubscribe = onDisplaySets(displaySetService, list);
  let wasReady = false;
  const stop = store.subscribe(() => {
    const { weights, series } = store.getState();
    const isReady = weights.kind === 'ready' && series.kind !== 'none';
    if (isReady && !wasReady) list();
    wasReady = isReady;
  });
  return () => {
    stop();
    unsubscribe();
  };
}
