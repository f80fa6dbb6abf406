import { LAYER_NAMES, type LayerId } from '../methods.ts';
import { useReview } from '../panel/review-context.ts';
import { shownLayers } from '../state/selectors.ts';
import { t } from '../text/t.ts';
import { listedOutput } from './listed.ts';
import { ORDERS, type CandidateOrder } from './state.ts';

/** Whose regions are listed, in which order, and from which size on. */
export function ListControls() {
  const { state, actions, dispatch } = useReview();
  const { order, minimumMl, hideRejected } = state.candidates;
  const change = (value: string) => {
    const output = [...shownLayers(state), 'all' as const].find((id) => id === value);
    if (output) dispatch({ type: 'regions', change: { type: 'output', output } });
  };
  return (
    <>
      <div className="lc-row">
        <select
          className="lc-grow"
          aria-label={t('candidates.output')}
          data-cy="lacuna-candidate-output"
          value={listedOutput(state)}
          onChange={(event) => change(event.target.value)}
        >
          {shownLayers(state).map((id: LayerId) => (
            <option key={id} value={id}>
              {LAYER_NAMES[id]}
            </option>
          ))}
          <option value="all">{t('candidates.allLayers')}</option>
        </select>
        <select
          className="lc-grow"
          aria-label={t('candidates.order')}
          data-cy="lacuna-candidate-order"
          value={order}
          onChange={(event) => {
            const next = ORDERS.find((id) => id === event.target.value);
            if (next) dispatch({ type: 'regions', change: { type: 'order', order: next } });
          }}
        >
          {ORDERS.map((id) => (
            <option key={id} value={id}>
              {ORDER_TEXT[id]()}
            </option>
          ))}
        </select>
      </div>
      <div className="lc-row lc-wrap">
        <label className="lc-row lc-tight" title={t('candidates.minimumLabel')}>
          <span>{t('candidates.minimum')}</span>
          <input
            type="number"
            className="lc-number"
            style={{ width: 56 }}
            aria-label={t('candidates.minimumLabel')}
            data-cy="lacuna-candidate-minimum"
            min={0}
            step={0.1}
            value={minimumMl}
            onChange={(event) => actions.candidates.setMinimum(event.target.valueAsNumber)}
          />
          <span>ml</span>
        </label>
        <span className="lc-grow" />
        <label className="lc-row lc-tight">
          <input
            type="checkbox"
            data-cy="lacuna-candidate-hide-rejected"
            checked={hideRejected}
            onChange={(event) =>
              dispatch({ type: 'regions', change: { type: 'hide-rejected', hide: event.target.checked } })
            }
          />
          <span>{t('candidates.hideRejected')}</span>
        </label>
      </div>
    </>
  );
}

const ORDER_TEXT: Readonly<Record<CandidateOrder, () => string>> = {
  volume: () => t('candidates.byVolume'),
  peak: () => t('candidates.byPeak'),
  slice: () => t('candidates.bySlice'),
};
