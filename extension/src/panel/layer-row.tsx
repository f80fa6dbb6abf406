import { layerInView } from '../help/commands.ts';
import { withKey } from '../keys/present-keys.ts';
import { LAYER_NAMES, SHORT_NAMES, type LayerId, type MethodId } from '../methods.ts';
import { useReview } from './review-context.ts';
import { t } from '../text/t.ts';

/** One layer: its switch and its name in its colour; for a method also whether the next run takes it along. */
export function LayerRow({ layer }: { layer: LayerId }) {
  const { state, actions, dispatch } = useReview();
  const { visible, editedSlices } = state.methods[layer];
  const name = LAYER_NAMES[layer];
  return (
    <div className={`lc-of-${layer}`}>
      <div className="lc-row">
        <button
          type="button"
          className="lc-switch"
          role="switch"
          data-cy={`lacuna-layer-${layer}`}
          aria-checked={visible}
          aria-label={t('layers.of', { name })}
          title={withKey(t('layers.toggle', { name }), state.keys[`layer-${layer}`])}
          onClick={() => dispatch({ type: 'visible', method: layer, visible: !visible })}
        />
        <span className="lc-name lc-grow" title={name}>
          {SHORT_NAMES[layer]}
        </span>
        {layer === 'consensus' ? (
          <span className="lc-muted" title={t('layers.bothHint')}>
            {t('layers.ofBoth')}
          </span>
        ) : (
          <RunChoice method={layer} />
        )}
        <button
          type="button"
          className="lc-icon lc-about"
          data-cy={`lacuna-about-${layer}`}
          aria-label={t('about.open', { name })}
          title={withKey(t('about.open', { name }), layer === layerInView(state) ? state.keys.about : '')}
          onClick={() => dispatch({ type: 'about', layer })}
        >
          i
        </button>
      </div>
      {editedSlices > 0 && (
        <p className="lc-warning">
          {t('layers.edited', { count: editedSlices })}{' '}
          <button type="button" className="lc-link" onClick={() => actions.discardEdits(layer)}>
            {t('layers.discard')}
          </button>
        </p>
      )}
    </div>
  );
}

function RunChoice({ method }: { method: MethodId }) {
  const { state, dispatch } = useReview();
  return (
    <label className="lc-row lc-muted" title={t('layers.runHint')}>
      <span>{t('layers.run')}</span>
      <input
        type="checkbox"
        data-cy={`lacuna-select-${method}`}
        aria-label={t('layers.runOf', { name: LAYER_NAMES[method] })}
        checked={state.methods[method].selected}
        disabled={state.run.kind === 'running'}
        onChange={(event) => dispatch({ type: 'selected', method, selected: event.target.checked })}
      />
    </label>
  );
}
