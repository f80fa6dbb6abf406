import { useState } from 'react';
import { useReview } from '../panel/review-context.ts';
import { t } from '../text/t.ts';

/** Run a stored segmentation again and compare; not shown where the study holds none of ours. */
export function ReproductionSection() {
  const { state, actions } = useReview();
  const [chosen, setChosen] = useState('');
  const objects = state.ownObjects;
  const [first] = objects;
  if (!first) return null;
  const id = objects.some((object) => object.id === chosen) ? chosen : first.id;
  const { reproduction } = state;
  const busy = reproduction.kind === 'busy';
  const blocked = busy || state.run.kind === 'running' || state.weights.kind !== 'ready';
  return (
    <section aria-label={t('reproduction.heading')} className="lc-stack">
      <h3>{t('reproduction.heading')}</h3>
      <select
        aria-label={t('reproduction.object')}
        data-cy="lacuna-reproduce-object"
        value={id}
        onChange={(event) => setChosen(event.target.value)}
      >
        {objects.map((object) => (
          <option key={object.id} value={object.id}>
            {object.title}
          </option>
        ))}
      </select>
      <div className="lc-row">
        <button
          type="button"
          className="lc-grow"
          data-cy="lacuna-reproduce"
          disabled={blocked}
          title={t('reproduction.hint')}
          onClick={() => void actions.reproduce(id)}
        >
          {t('reproduction.run')}
        </button>
        {busy && (
          <button
            type="button"
            data-cy="lacuna-reproduce-cancel"
            onClick={() => actions.cancelReproduction()}
          >
            {t('reproduction.cancel')}
          </button>
        )}
      </div>
      {busy && <progress aria-label={t('reproduction.heading')} max={1} value={reproduction.share} />}
      <p
        data-cy="lacuna-reproduce-status"
        role="status"
        aria-live="polite"
        className={LOOK[reproduction.kind]}
      >
        {reproduction.kind === 'idle' ? '' : reproduction.sentence}
      </p>
    </section>
  );
}

const LOOK = { idle: 'lc-muted', busy: 'lc-muted', finished: 'lc-success', failed: 'lc-warning' } as const;
