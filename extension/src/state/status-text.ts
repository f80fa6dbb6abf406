import { t } from '../text/t.ts';
import { METHOD_IDS } from '../methods.ts';
import type { ReviewState, RunState } from './review-state.ts';

const MOST_METHODS = METHOD_IDS.length;

/** The one line of `lacuna-status`; in English `idle`, `running n/m`, `done`, `cancelled`, or the sentence of what went wrong. */
export function statusText({ run, series, weights }: ReviewState): string {
  if (run.kind === 'running') return t('status.running', { done: run.done, total: run.total });
  if (run.kind === 'failed') return run.sentence;
  if (run.kind !== 'idle') return t(`status.${run.kind}`);
  if (series.kind === 'refused') return series.sentence;
  return weights.kind === 'failed' ? weights.sentence : t('status.idle');
}

/** What stands below it, for people. */
export function statusDetail({ run }: ReviewState): string {
  switch (run.kind) {
    case 'running':
      if (run.stage === 'weights') return t('status.weights');
      if (run.stage === 'reading') return t('status.reading');
      if (run.stage === 'preparing') return t('status.preparing');
      return [remaining(run), ...(run.step ? [t('refinement.progress', run.step)] : [])]
        .filter(Boolean)
        .join('; ');
    case 'done':
      return [
        t('status.results', { count: run.done, duration: duration(run.seconds) }),
        ...(run.found ? [t('run.found', { count: run.found })] : []),
      ].join('; ');
    case 'cancelled':
      return run.done === 0 ? t('status.nothing') : t('status.kept', { done: run.done, total: run.total });
    default:
      return '';
  }
}

/** The first results say nothing of a chain that is much longer than they took. */
function remaining({ secondsLeft, step, done }: Extract<RunState, { kind: 'running' }>): string {
  if (step && done < MOST_METHODS) return '';
  return secondsLeft === null ? t('status.first') : t('status.left', { duration: duration(secondsLeft) });
}

function duration(seconds: number): string {
  if (seconds < 1) return t('status.seconds', { count: 1 });
  if (seconds < 90) return t('status.seconds', { count: Math.round(seconds) });
  return t('status.minutes', { count: Math.round(seconds / 60) });
}
