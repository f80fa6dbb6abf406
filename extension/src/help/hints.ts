import type { ReviewState } from '../state/review-state.ts';
import { hasResults } from '../state/selectors.ts';
import { HINT_IDS, type HintId } from './hint-ids.ts';

const STORAGE_KEY = 'lacuna.hintsPutAway';

const APPLIES: Readonly<Record<HintId, (state: ReviewState) => boolean>> = {
  start: (state) => !hasResults(state) && state.series.kind === 'admitted',
  map: hasResults,
  regions: ({ candidates }) => candidates.regions.length > 0,
};

/** The one hint to show now; undefined when none applies or all are put away. */
export function hintFor(state: ReviewState): HintId | undefined {
  return HINT_IDS.find((id) => !state.help.dismissed.includes(id) && APPLIES[id](state));
}

/** Hints put away in this browser; nothing about a patient is kept. */
export function putAway(): HintId[] {
  try {
    const kept = (localStorage.getItem(STORAGE_KEY) ?? '').split(' ');
    return HINT_IDS.filter((id) => kept.includes(id));
  } catch {
    return []; // storage is blocked: the hints come again
  }
}

export function keepPutAway(dismissed: readonly HintId[]): void {
  try {
    localStorage.setItem(STORAGE_KEY, dismissed.join(' '));
  } catch {
    // storage is blocked: put away for this visit only
  }
}
