import { objections } from '../guard/state.ts';
import { hasResults } from '../state/selectors.ts';
import type { ReviewStore } from '../state/store.ts';

/** A switch of this browser, not of the study: nothing about a patient is kept. */
const STORAGE_KEY = 'lacuna.autoRun';

/** What the person chose in this browser, else what the site's configuration says. */
export function autoRunChosen(siteDefault: boolean): boolean {
  try {
    const kept = localStorage.getItem(STORAGE_KEY);
    return kept === null ? siteDefault : kept === 'on';
  } catch {
    return siteDefault; // storage is blocked
  }
}

export function keepAutoRun(on: boolean): void {
  try {
    localStorage.setItem(STORAGE_KEY, on ? 'on' : 'off');
  } catch {
    // storage is blocked: the choice lasts as long as the page
  }
}

/** Runs each series that suits the weights once, when it is first shown and the switch is on. @returns the way to stop it */
export function runOnOpening(store: ReviewStore, run: () => Promise<void>): () => void {
  const tried = new Set<string>();
  return store.subscribe(() => {
    const state = store.getState();
    const { series, guard, weights } = state;
    if (!state.study.auto || series.kind !== 'admitted' || weights.kind !== 'ready') return;
    if (guard.sequence?.kind !== 'suits' || objections(guard).length > 0) return;
    if (state.run.kind !== 'idle' || state.study.running || tried.has(series.key)) return;
    tried.add(series.key);
    if (!hasResults(state) && state.resultsSeed === null) void run();
  });
}
