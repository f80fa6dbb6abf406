import type { SeriesWorkspace } from '../review/workspace.ts';
import type { StudyRun } from '../runs/study-run.ts';
import type { ReviewState } from '../state/review-state.ts';
import { leftSeries, leftUnopened } from './left-series.ts';
import type { SessionResults } from './session-results.ts';

/** Leaves the results of a visit to the next one: of series that were shown, and of those that were run with the study. */
export function leaveBehind(
  session: SessionResults,
  { weights, study, backend }: ReviewState,
  workspaces: ReadonlyMap<string, SeriesWorkspace>,
  unopened: StudyRun['waiting'],
): void {
  if (weights.kind !== 'ready') return;
  const { sha256: weightsSha256 } = weights.info;
  for (const [key, workspace] of workspaces) {
    const left = leftSeries(workspace, weightsSha256);
    if (left) session.leave(key, left);
  }
  const about = { weightsSha256, backend: backend?.id ?? 'unknown' };
  for (const [key, kept] of unopened) {
    const left = leftUnopened(kept, study.series.find((one) => one.key === key)?.series, about);
    if (left) session.leave(key, left);
  }
}
