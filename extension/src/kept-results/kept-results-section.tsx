import { useReview } from '../panel/review-context.ts';
import { t } from '../text/t.ts';
import { decimals } from '../text/numbers.ts';

const MB = 1e6;

/** Whether results may stay on this computer, what that means, and the way to remove them. */
export function KeptResultsSection() {
  const { state, actions } = useReview();
  const { allowed, kept, refused } = state.keptResults;
  if (!state.site.keepResults) return null;
  return (
    <details data-cy="lacuna-kept-results">
      <summary>{t('run.keepTitle')}</summary>
      <div className="lc-stack">
        <label className="lc-row">
          <input
            type="checkbox"
            data-cy="lacuna-keep-results"
            checked={allowed}
            onChange={({ target }) => void actions.keepResults(target.checked ? 'allow' : 'forbid')}
          />
          <span className="lc-grow">{t('run.keep')}</span>
        </label>
        <p className="lc-muted">{t('run.keepMeaning')}</p>
        {refused !== null && <p className="lc-error">{refused}</p>}
        {allowed && (
          <div className="lc-row">
            <span className="lc-grow lc-muted lc-number" data-cy="lacuna-kept">
              {t('run.kept', { count: kept?.results ?? 0, mb: decimals((kept?.bytes ?? 0) / MB, 1) })}
            </span>
            <button
              type="button"
              data-cy="lacuna-clear-kept"
              disabled={!kept?.results}
              onClick={() => void actions.keepResults('clear')}
            >
              {t('run.clearKept')}
            </button>
          </div>
        )}
      </div>
    </details>
  );
}
