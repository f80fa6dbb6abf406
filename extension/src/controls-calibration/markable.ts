import type { StudySeries } from '../runs/study-series.ts';
import type { ReviewState } from '../state/review-state.ts';

/** Series that can be marked: those that the weights are for, and the one on the screen. */
export function markable({ study, series: shown, controls }: ReviewState): StudySeries[] {
  return study.series.filter(
    ({ key, eligibility }) =>
      eligibility.kind === 'eligible' ||
      (shown.kind === 'admitted' && shown.key === key) ||
      controls.marked.includes(key),
  );
}
