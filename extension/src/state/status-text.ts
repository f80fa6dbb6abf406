import { t } from '../text/t.ts';
import type { ReviewState } from './review-state.ts';

/** The one line of `lacuna-status`: `idle`, `running n/m`, `done`, `cancelled`, or the sentence of what went wrong. */
export function statusText({ run, series, weights }: ReviewState): string {
  if (run.kind === 'running') return `running ${run.done}/${run.total}`;
  if (run.kind === 'failed') return run.sentence;
  if (run.kind !== 'idle') return run.kind;
  if (series.kind === 'refused') return series.sentence;
  return weights.kind === 'failed' ? weights.sentence : 'idle';
}

/** What stands below it, for people. */
export function statusDetail({ run }: ReviewState): string {
  switch (run.kind) {
    case 'running':
      if (run.stage === 'weights') return 'Waiting for the weights';
      if (run.stage === 'reading') return 'Reading pixels';
      if (run.stage === 'preparing') return 'Measuring the intensity scale of the series';
      return run.secondsLeft === null ? 'First result on its way' : `About ${duration(run.secondsLeft)} left`;
    case 'done':
      return `${run.done} results in ${duration(run.seconds)}${run.found ? `; ${t('run.found', { count: run.found })}` : ''}`;
    case 'cancelled':
      return run.done === 0
        ? 'Nothing was changed'
        : `${run.done} of ${run.total} results were ready and are kept`;
    default:
      return '';
  }
}

function duration(seconds: number): string {
  if (seconds < 1) return '1 s';
  if (seconds < 90) return `${Math.round(seconds)} s`;
  return `${Math.round(seconds / 60)} min`;
}
