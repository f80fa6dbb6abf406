import { objectInstance } from '../export/earlier-exports.ts';
import type { Host } from '../host/host.ts';
import { onDisplaySets } from '../host/on-display-sets.ts';
import type { DisplaySet } from '../host/ohif-types.ts';
import type { ReviewStore } from '../state/store.ts';
import { ownSegmentations } from './own-objects.ts';
import type { OwnObject } from './state.ts';

/** Keeps the list of our segmentations on the series under review up to date. @returns the way to stop it */
export function watchOwnObjects(host: Host, store: ReviewStore): () => void {
  const { displaySetService } = host.services;
  const list = () => {
    const { series, ownObjects } = store.getState();
    const all = displaySetService.getActiveDisplaySets();
    const objects = series.kind === 'admitted' ? ownSegmentations(all, series.key).map(asListed) : [];
    if (JSON.stringify(objects) !== JSON.stringify(ownObjects))
      store.dispatch({ type: 'own-objects', objects });
  };
  const unsubscribe = onDisplaySets(displaySetService, list);
  let { series } = store.getState();
  const stop = store.subscribe(() => {
    if (store.getState().series === series) return;
    ({ series } = store.getState());
    list();
  });
  list();
  return () => {
    stop();
    unsubscribe();
  };
}

function asListed(displaySet: DisplaySet): OwnObject {
  const name = objectInstance(displaySet)?.['SeriesDescription'] ?? displaySet.SeriesDescription ?? '';
  return {
    id: displaySet.displaySetInstanceUID,
    title: `${displaySet.SeriesNumber ?? '?'}: ${String(name)}`,
  };
}
