import { runBlockedBy, shownLayers, sliceRunBlockedBy } from '../state/selectors.ts';
import { statusDetail, statusText } from '../state/status-text.ts';
import { NoticeList } from '../readiness/notice-list.tsx';
import { GuardSection } from '../guard/guard-section.tsx';
import { withKey } from '../keys/present-keys.ts';
import { LayerRow } from './layer-row.tsx';
import { useReview } from './review-context.ts';
import { say } from '../text/say.ts';
import { t } from '../text/t.ts';

export function RunSection() {
  const { state, actions } = useReview();
  const { run, series } = state;
  const blocked = runBlockedBy(state);
  const sliceBlocked = sliceRunBlockedBy(state);
  const running = run.kind === 'running';
  const refused = series.kind === 'refused';
  return (
    <section aria-label={t('layers.methodsAndRun')} className="lc-stack">
      {shownLayers(state).map((layer) => (
        <LayerRow key={layer} layer={layer} />
      ))}
      <div className="lc-row lc-wrap">
        <button
          type="button"
          className="lc-grow lc-main"
          data-cy="lacuna-run-slice"
          disabled={sliceBlocked !== undefined}
          title={sliceBlocked ?? withKey(t('run.sliceHint'), state.keys.runSlice)}
          onClick={() => void actions.runSlice()}
        >
          {t('run.slice')}
        </button>
        <button
          type="button"
          className="lc-grow lc-main"
          data-cy="lacuna-run-series"
          disabled={blocked !== undefined}
          title={blocked ?? withKey(t('run.seriesHint'), state.keys.runSeries)}
          onClick={() => void actions.runSeries()}
        >
          {t('run.series')}
        </button>
        <button
          type="button"
          className="lc-grow"
          data-cy="lacuna-cancel"
          disabled={!running}
          title={withKey(t('run.cancelHint'), state.keys.cancelRun)}
          onClick={() => actions.cancel()}
        >
          {t('run.cancel')}
        </button>
      </div>
      <Progress />
      <p
        data-cy="lacuna-status"
        data-state={refused ? 'refused' : run.kind}
        className={`lc-status ${run.kind === 'failed' || state.weights.kind === 'failed' || refused ? 'lc-error' : ''}`}
      >
        {statusText(state)}
      </p>
      <p className="lc-muted lc-number" data-cy="lacuna-status-detail">
        {refused ? t('status.readable') : statusDetail(state)}
      </p>
      <NoticeList />
      <GuardSection />
      {series.kind === 'admitted' &&
        series.warnings.map((warning) => (
          <p key={warning} className="lc-warning">
            {say(warning)}
          </p>
        ))}
    </section>
  );
}

function Progress() {
  const { run } = useReview().state;
  const [done, total] = run.kind === 'idle' || run.kind === 'failed' ? [0, 0] : [run.done, run.total];
  return (
    <div
      className="lc-progress"
      data-cy="lacuna-progress"
      role="progressbar"
      aria-label={t('status.progress')}
      aria-valuemin={0}
      aria-valuemax={total}
      aria-valuenow={done}
    >
      <div style={{ width: total > 0 ? `${(100 * done) / total}%` : 0 }} />
    </div>
  );
}
