import { useMemo, useSyncExternalStore } from 'react';
import type { ReviewState } from '../state/review-state.ts';
import type { ReviewStore } from '../state/store.ts';

/**
 * The state of the review, for a component that is rendered again only when a part of it has changed that it has read: a
 * dragged threshold changes the state several times a frame, and most sections of the panel show nothing of that.
 *
 * What is read later, as in a click, is what holds by then.
 */
export function useReadParts(store: ReviewStore): ReviewState {
  const reader = useMemo(() => new PartsReader(store), [store]);
  return useSyncExternalStore(store.subscribe, reader.snapshot);
}

class PartsReader {
  private readonly read = new Set<keyof ReviewState>();
  private last: ReviewState;
  private shown: ReviewState;

  constructor(private readonly store: ReviewStore) {
    this.last = store.getState();
    this.shown = this.view();
  }

  /** The same object until a part that was read has changed. */
  readonly snapshot = (): ReviewState => {
    const now = this.store.getState();
    if ([...this.read].some((part) => now[part] !== this.last[part])) {
      this.last = now;
      this.shown = this.view();
    }
    return this.shown;
  };

  private view(): ReviewState {
    return new Proxy({} as ReviewState, {
      get: (_, name) => {
        const part = name as keyof ReviewState;
        this.read.add(part);
        return this.store.getState()[part];
      },
    });
  }
}
