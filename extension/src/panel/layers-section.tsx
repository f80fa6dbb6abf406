import { METHOD_IDS } from '../methods.ts';
import { hasConsensus, shownLayers } from '../state/selectors.ts';
import { useReview } from './review-context.ts';
import { LayerThreshold, LinkedThreshold } from './threshold-slider.tsx';

export function LayersSection() {
  const { state, actions, dispatch } = useReview();
  const { methods, thresholdsLinked } = state;
  const percent = Math.round(methods[METHOD_IDS[0]].opacity * 100);
  return (
    <section aria-label="Layers" className="lc-stack">
      <h3>Threshold: share of healthy pixels above it</h3>
      {thresholdsLinked ? (
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
        <span>{hasConsensus(state) ? 'Same level for all layers' : 'Same level for both methods'}</span>
      </label>
      <label className="lc-row">
        <span>Fill</span>
        <input
          type="range"
          data-cy="lacuna-opacity"
          aria-label="Opacity of the fill"
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
