import { useMemo, useRef, useSyncExternalStore } from 'react';
import type { ReviewState } from '../state/review-state.ts';
import type { ReviewStore } from '../state/store.ts';

/**
 * The state of the review, for a component that is rendered again only when a part of it has changed that it has read: a
 * dragged threshold changes the state several times a frame, and most sections of the panel show nothing of that.
 *
 * What is read later, as in a click, is what holds by then.
 */
export function useReadParts(store: ReviewStore): ReviewState {
  const parts = useRef<{ read: Set<keyof ReviewState>; last: ReviewState }>();
  parts.current ??= { read: new Set(), last: store.getState() };
  const { current } = parts;
  const snapshot = () => {
    const now = store.getState();
    for (const part of current.read) if (now[part] !== current.last[part]) return (current.last = now);
    return current.last;
  };
  const seen = useSyncExternalStore(store.subscribe, snapshot);
  return useMemo(() => reading(store, current.read), [store, current, seen]);
}

/** Another object for every rendering that shows something new, so that it can be compared with the one before. */
function reading(store: ReviewStore, read: Set<keyof ReviewState>): ReviewState {
  return new Proxy({} as ReviewState, {
    get(_, part) {
      read.add(part as keyof ReviewState);
      return store.getState()[part as keyof ReviewState];
    },
  });
}
