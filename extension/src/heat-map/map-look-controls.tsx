import { withKey } from '../keys/present-keys.ts';
import { SHORT_NAMES, type LayerId } from '../methods.ts';
import { useReview } from '../panel/review-context.ts';
import { shownLayers } from '../state/selectors.ts';
import { t } from '../text/t.ts';
import { Choice, MapLook } from './map-look.tsx';

/** Which heat map, in which colours, along which axis, how strong. The window is set on the colour bar in the viewport. */
export function MapLookControls() {
  const { state, dispatch } = useReview();
  const { layer } = state.maps;
  return (
    <div className={`lc-stack lc-of-${layer}`}>
      <Choice
        hook="lacuna-map-layer"
        label={t('maps.layer')}
        title={withKey(t('maps.layerTip'), state.keys.nextMap)}
        value={layer}
        options={shownLayers(state).map((id) => [id, SHORT_NAMES[id]])}
        onChoose={(id) => dispatch({ type: 'maps', change: { layer: id as LayerId } })}
      />
      <MapLook shown={{ kind: 'anomaly', layer }} hook="lacuna-map" />
      <p className="lc-muted">{t('maps.windowHint')}</p>
    </div>
  );
}
