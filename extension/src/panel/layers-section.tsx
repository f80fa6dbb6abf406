import { useState } from 'react';
import { keysTip } from '../keys/present-keys.ts';
import { METHOD_IDS } from '../methods.ts';
import { hasConsensus, shownLayers } from '../state/selectors.ts';
import { t } from '../text/t.ts';
import { useReview } from './review-context.ts';
import { LayerThreshold, LinkedThreshold } from './threshold-slider.tsx';
import { ValueThreshold } from './value-threshold.tsx';

export function LayersSection() {
  const { state, actions, dispatch } = useReview();
  const [byValue, setByValue] = useState(false);
  const { methods, thresholdsLinked } = state;
  const percent = Math.round(methods[METHOD_IDS[0]].opacity * 100);
  return (
    <section aria-label={t('layers.title')} className="lc-stack">
      <div className="lc-row">
        <h3 className="lc-grow" style={{ margin: 0 }}>
          {t(byValue ? 'thresholds.valueTitle' : 'thresholds.shareTitle')}
        </h3>
        <select
          aria-label={t('thresholds.scale')}
          data-cy="lacuna-threshold-scale"
          value={byValue ? 'value' : 'share'}
          onChange={(event) => setByValue(event.target.value === 'value')}
        >
          <option value="share">{t('thresholds.byShare')}</option>
          <option value="value">{t('thresholds.byValue')}</option>
        </select>
      </div>
      {byValue ? (
        shownLayers(state).map((layer) => <ValueThreshold key={layer} layer={layer} />)
      ) : thresholdsLinked ? (
        <LinkedThreshold />
      ) : (
        shownLayers(state).map((layer) => <LayerThreshold key={layer} method={layer} />)
      )}
      <label className="lc-row">
        <input
          type="checkbox"
          data-cy="lacuna-link-thresholds"
          checked={thresholdsLinked}
          onChange={(event) => actions.linkThresholds(event.target.checked)}
        />
        <span>{t(hasConsensus(state) ? 'thresholds.linkAll' : 'thresholds.linkBoth')}</span>
      </label>
      <label className="lc-row" title={keysTip(state.keys.fillFainter, state.keys.fillStronger)}>
        <span>{t('layers.fill')}</span>
        <input
          type="range"
          data-cy="lacuna-opacity"
          aria-label={t('layers.fillOpacity')}
          aria-valuetext={`${percent} %`}
          min={0}
          max={100}
          value={percent}
          onChange={(event) => dispatch({ type: 'opacity', opacity: Number(event.target.value) / 100 })}
        />
        <span className="lc-number lc-muted lc-percent">{percent} %</span>
      </label>
    </section>
  );
}
