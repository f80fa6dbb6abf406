import { MapLook } from '../heat-map/map-look.tsx';
import { SHORT_NAMES } from '../methods.ts';
import { useReview } from '../panel/review-context.ts';
import { hasResults, runBlockedBy, shownLayers } from '../state/selectors.ts';
import { t } from '../text/t.ts';
import { FEWEST_SEEDS, MOST_SEEDS, type UncertaintyState } from './state.ts';

/** Runs over several seeds: how many, how far, and whose variation map is shown. */
export function UncertaintySection() {
  const { state, actions, dispatch } = useReview();
  const { seeds, run, finished, shown } = state.uncertainty;
  if (state.series.kind !== 'admitted') return null;
  const running = run.kind === 'running';
  const blocked = hasResults(state) ? runBlockedBy(state) : t('uncertainty.needsResults');
  const setSeeds = (value: number) => {
    if (Number.isInteger(value) && value >= FEWEST_SEEDS && value <= MOST_SEEDS)
      dispatch({ type: 'uncertainty', change: { seeds: value } });
  };
  return (
    <section aria-label={t('uncertainty.title')} className="lc-stack" data-cy="lacuna-uncertainty">
      <h3 style={{ margin: 0 }}>{t('uncertainty.title')}</h3>
      <div className="lc-row lc-wrap">
        <label className="lc-row">
          <span>{t('uncertainty.seeds')}</span>
          <input
            type="number"
            className="lc-number"
            style={{ width: 48 }}
            data-cy="lacuna-seeds"
            min={FEWEST_SEEDS}
            max={MOST_SEEDS}
            step={1}
            disabled={running}
            value={seeds}
            onChange={(event) => setSeeds(event.target.valueAsNumber)}
          />
        </label>
        <button
          type="button"
          className="lc-grow"
          data-cy="lacuna-run-seeds"
          disabled={running || blocked !== undefined}
          title={blocked ?? t('uncertainty.explain')}
          onClick={() => void actions.uncertainty.start()}
        >
          {t('uncertainty.run')}
        </button>
        <button
          type="button"
          className="lc-grow"
          data-cy="lacuna-cancel-seeds"
          disabled={!running}
          onClick={() => actions.uncertainty.cancel()}
        >
          {t('uncertainty.cancel')}
        </button>
      </div>
      <p
        className={run.kind === 'failed' ? 'lc-error' : 'lc-muted lc-number'}
        role="status"
        aria-live={running ? 'off' : 'polite'} // how it ended is told, not each result on the way
        data-cy="lacuna-seeds-status"
      >
        {progressText(state.uncertainty)}
      </p>
      {finished >= FEWEST_SEEDS && (
        <label className="lc-row">
          <span>{t('uncertainty.show')}</span>
          <select
            className="lc-grow"
            data-cy="lacuna-variation-layer"
            value={shown ?? ''}
            onChange={(event) => {
              const layer = shownLayers(state).find((id) => id === event.target.value) ?? null;
              dispatch({ type: 'uncertainty', change: { shown: layer } });
            }}
          >
            <option value="">{t('uncertainty.showNone')}</option>
            {shownLayers(state).map((id) => (
              <option key={id} value={id}>
                {SHORT_NAMES[id]}
              </option>
            ))}
          </select>
        </label>
      )}
      {shown && (
        <div className="lc-stack" data-cy="lacuna-variation-look">
          <MapLook shown={{ kind: 'variation', layer: shown }} hook="lacuna-variation" />
          <p className="lc-muted">{t('uncertainty.legend')}</p>
        </div>
      )}
    </section>
  );
}

function progressText({ run, finished }: UncertaintyState): string {
  switch (run.kind) {
    case 'running':
      return run.secondsLeft === null
        ? t('uncertainty.starting')
        : t('uncertainty.progress', {
            done: run.done,
            total: run.total,
            seconds: Math.ceil(run.secondsLeft),
          });
    case 'done':
      return t('uncertainty.known', { count: finished });
    case 'cancelled':
      return t('uncertainty.cancelled', { count: finished });
    case 'failed':
      return run.sentence;
    case 'idle':
      return '';
  }
}
