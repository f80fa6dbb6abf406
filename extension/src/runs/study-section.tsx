import { useReview } from '../panel/review-context.ts';
import { t } from '../text/t.ts';
import { eligible, type SeriesRun } from './state.ts';
import type { StudySeries } from './study-series.ts';

/** The series of the study: what can be run and why not, and the run of all of them. */
export function StudySection() {
  const { state, actions } = useReview();
  const { study, weights, series: shown } = state;
  if (weights.kind !== 'ready') return null;
  const shownKey = shown.kind === 'admitted' ? shown.key : undefined;
  const several = study.series.length > 1;
  return (
    <section aria-label={t('study.title')} className="lc-stack" data-cy="lacuna-study">
      {several && (
        <>
          <h3 className="lc-title">{t('study.title')}</h3>
          <ul className="lc-list">
            {study.series.map((series) => (
              <Row
                key={series.key}
                series={series}
                run={study.runs[series.key]}
                shown={series.key === shownKey}
              />
            ))}
          </ul>
          <div className="lc-row">
            <button
              type="button"
              className="lc-grow"
              data-cy="lacuna-run-study"
              disabled={study.running || state.run.kind === 'running' || eligible(study).length === 0}
              title={t(eligible(study).length === 0 ? 'study.none' : 'study.runHint')}
              onClick={() => void actions.runStudy()}
            >
              {t('study.run')}
            </button>
            <button
              type="button"
              data-cy="lacuna-cancel-study"
              disabled={!study.running}
              onClick={() => actions.cancelStudy()}
            >
              {t('study.cancel')}
            </button>
          </div>
        </>
      )}
      <label className="lc-row lc-muted" title={t('study.autoHint')}>
        <input
          type="checkbox"
          data-cy="lacuna-auto-run"
          checked={study.auto}
          onChange={(event) => actions.setAutoRun(event.target.checked)}
        />
        <span>{t('study.auto')}</span>
      </label>
    </section>
  );
}

function Row(props: { series: StudySeries; run: SeriesRun | undefined; shown: boolean }) {
  const { series, run, shown } = props;
  const { kind, sentence } = series.eligibility;
  const failed = run?.kind === 'stopped' && run.sentence !== null ? run.sentence : undefined;
  return (
    <li data-cy="lacuna-study-series" data-series={series.key}>
      <div className="lc-row">
        <span className="lc-grow" title={sentence}>
          {series.name}
        </span>
        <span className="lc-muted lc-number">{run ? progressOf(run) : t(`study.${kind}`)}</span>
      </div>
      <p className="lc-muted">
        {t('study.slices', { count: series.sliceCount })}
        {shown && `, ${t('study.shown')}`}
        {(kind !== 'eligible' || failed) && `. ${failed ?? sentence}`}
      </p>
    </li>
  );
}

function progressOf(run: SeriesRun): string {
  switch (run.kind) {
    case 'waiting':
      return t('study.waiting');
    case 'running': {
      const { done, total, secondsLeft } = run;
      if (secondsLeft === null) return t('study.running', { done, total });
      return t('study.runningLeft', { done, total, seconds: Math.ceil(secondsLeft) });
    }
    case 'done':
      return t('study.done', { results: run.results });
    case 'stopped':
      return t('study.stopped');
  }
}
