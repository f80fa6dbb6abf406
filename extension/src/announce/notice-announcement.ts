import { type Notice, noticesOf } from '../readiness/notice.ts';
import type { ReviewState } from '../state/review-state.ts';

/** Megabytes on their way would never end, and how a run ended is told with its status. */
const TOLD: readonly Notice['kind'][] = ['failed', 'restarting', 'recovered', 'offline'];

/** The notice that is new, for as long as the panel, whose notices speak for themselves, is folded away. */
export function noticeAnnouncement(before: ReviewState, now: ReviewState): string | undefined {
  const told = (state: ReviewState) =>
    noticesOf(state)
      .filter(({ kind }) => TOLD.includes(kind))
      .map(({ sentence }) => sentence);
  const known = told(before);
  return told(now).find((sentence) => !known.includes(sentence));
}
