import { initialState, type ReviewState } from './review-state.ts';
import { reduce, type ReviewAction } from './reducer.ts';

export interface ReviewStore {
  getState(): ReviewState;
  dispatch(action: ReviewAction): void;
  /** The listener hears of every change; gives back the way to stop it. */
  subscribe(listener: () => void): () => void;
}

export function createStore(state: ReviewState = initialState()): ReviewStore {
  const listeners = new Set<() => void>();
  return {
    getState: () => state,
    dispatch(action) {
      const next = reduce(state, action);
      if (next === state) return;
      state = next;
      for (const listener of [...listeners]) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
