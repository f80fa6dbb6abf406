import { useReview } from '../panel/review-context.ts';
import { t } from '../text/t.ts';
import { objections } from './state.ts';
import { say } from '../text/say.ts';

/** What the weights make of the series before anything is run: fits, unsure, or objections with a way round them. */
export function GuardSection() {
  const { state, dispatch } = useReview();
  const { guard, series, run } = state;
  if (series.kind !== 'admitted' || guard.sequence === null) return null;
  const against = objections(guard);
  if (against.length === 0) {
    if (guard.sequence.kind === 'unsure')
      return (
        <p className="lc-warning" data-cy="lacuna-guard">
          {say(guard.sequence.sentence)}
        </p>
      );
    return (
      <details data-cy="lacuna-guard">
        <summary>{t('guard.suits')}</summary>
        <p className="lc-muted">{say(guard.rule)}</p>
      </details>
    );
  }
  return (
    <div className="lc-stack" role="group" aria-label={t('guard.title')} data-cy="lacuna-guard">
      <p className="lc-error">{t('guard.objection')}</p>
      {against.map((sentence) => (
        <p key={sentence} className="lc-warning">
          {say(sentence)}
        </p>
      ))}
      <label className="lc-row">
        <input
          type="checkbox"
          data-cy="lacuna-guard-override"
          checked={guard.overridden}
          disabled={run.kind === 'running'}
          onChange={(event) => dispatch({ type: 'guard-overridden', overridden: event.target.checked })}
        />
        <span>{t('guard.override')}</span>
      </label>
    </div>
  );
}
