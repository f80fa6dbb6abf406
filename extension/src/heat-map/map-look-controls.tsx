import { withKey } from '../keys/present-keys.ts';
import { LAYER_NAMES, type LayerId } from '../methods.ts';
import { mapReading } from '../overlay/series-data.ts';
import { useReview } from '../panel/review-context.ts';
import { shownLayers } from '../state/selectors.ts';
import { t } from '../text/t.ts';
import { COLOUR_MAP_IDS, type ColourMapId } from './colour-maps.ts';
import type { MapAxis } from './map-scale.ts';

/** Which map, in which colours, along which axis, how strong. The window is set on the colour bar in the viewport. */
export function MapLookControls() {
  const { state, dispatch } = useReview();
  const { layer, looks } = state.maps;
  const look = looks[layer];
  const reading = mapReading(state, layer);
  const percent = Math.round(look.opacity * 100);
  return (
    <div className={`lc-stack lc-of-${layer}`}>
      <Choice
        hook="lacuna-map-layer"
        label={t('maps.layer')}
        title={withKey(t('maps.layerTip'), state.keys.nextMap)}
        value={layer}
        options={shownLayers(state).map((id) => [id, LAYER_NAMES[id]])}
        onChoose={(id) => dispatch({ type: 'maps', change: { layer: id as LayerId } })}
      />
      <Choice
        hook="lacuna-map-colours"
        label={t('maps.colours')}
        value={look.colourMap}
        options={COLOUR_MAP_IDS.map((id) => [id, t(`maps.${id}`)])}
        onChoose={(id) => dispatch({ type: 'map-look', layer, change: { colourMap: id as ColourMapId } })}
      />
      {reading && reading.scales.length > 1 && (
        <Choice
          hook="lacuna-map-axis"
          label={t('maps.axis')}
          value={reading.scale.axis}
          options={reading.scales.map(({ axis }) => [axis, t(`maps.${axis}`)])}
          onChoose={(axis) => dispatch({ type: 'map-look', layer, change: { axis: axis as MapAxis } })}
        />
      )}
      <label
        className="lc-row"
        title={t('maps.opacityTip', { fainter: state.keys.mapFainter, stronger: state.keys.mapStronger })}
      >
        <span>{t('maps.opacity')}</span>
        <input
          type="range"
          data-cy="lacuna-map-opacity"
          aria-label={t('maps.opacityOf', { name: LAYER_NAMES[layer] })}
          aria-valuetext={`${percent} %`}
          min={5}
          max={100}
          value={percent}
          onChange={(event) =>
            dispatch({ type: 'map-look', layer, change: { opacity: Number(event.target.value) / 100 } })
          }
        />
        <span className="lc-number lc-muted lc-percent">{percent} %</span>
      </label>
      <p className="lc-muted">{t('maps.windowHint')}</p>
      {look.window && (
        <button
          type="button"
          data-cy="lacuna-map-reset"
          onClick={() => dispatch({ type: 'map-look', layer, change: { window: null } })}
        >
          {t('maps.reset')}
        </button>
      )}
    </div>
  );
}

interface ChoiceProps {
  hook: string;
  label: string;
  title?: string;
  value: string;
  options: readonly (readonly [id: string, name: string])[];
  onChoose: (id: string) => void;
}

/** A labelled list of choices. */
export function Choice({ hook, label, title, value, options, onChoose }: ChoiceProps) {
  return (
    <label className="lc-row" title={title}>
      <span className="lc-choice-label">{label}</span>
      <select
        className="lc-grow"
        data-cy={hook}
        value={value}
        onChange={(event) => onChoose(event.target.value)}
      >
        {options.map(([id, name]) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}
