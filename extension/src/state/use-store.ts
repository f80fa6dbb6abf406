import { useSyncExternalStore } from 'react';
import type { ReviewState } from './review-state.ts';
import type { ReviewStore } from './store.ts';

/** A part of the state, read anew when it has changed; `select` must give the same object for the same state. */
export function useStore<Part>(store: ReviewStore, select: (state: ReviewState) => Part): Part {
  return useSyncExternalStore(store.subscribe, () => select(store.getState()));
}
