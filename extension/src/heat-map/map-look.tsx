import { useReview } from '../panel/review-context.ts';
import { t } from '../text/t.ts';
import { COLOUR_MAP_IDS, type ColourMapId } from './colour-maps.ts';
import { mapName } from './map-name.ts';
import { mapReading } from './map-reading.ts';
import type { MapAxis } from './map-scale.ts';
import type { ShownMap } from './shown-map.ts';
import { lookOf, type MapLook as Look } from './state.ts';

/** Colours, axis and opacity of a map, and its usual window again; `hook` begins the names by which tests find them. */
export function MapLook({ shown, hook }: { shown: ShownMap; hook: string }) {
  const { state, dispatch } = useReview();
  const look = lookOf(state.maps, shown);
  const reading = mapReading(state, shown);
  const percent = Math.round(look.opacity * 100);
  const change = (next: Partial<Look>) => dispatch({ type: 'map-look', ...shown, change: next });
  return (
    <>
      <Choice
        hook={`${hook}-colours`}
        label={t('maps.colours')}
        value={look.colourMap}
        options={COLOUR_MAP_IDS.map((id) => [id, t(`maps.${id}`)])}
        onChoose={(id) => change({ colourMap: id as ColourMapId })}
      />
      {reading && reading.scales.length > 1 && (
        <Choice
          hook={`${hook}-axis`}
          label={t('maps.axis')}
          value={reading.scale.axis}
          options={reading.scales.map(({ axis }) => [axis, t(`maps.${axis}`)])}
          onChoose={(axis) => change({ axis: axis as MapAxis })}
        />
      )}
      <label
        className="lc-row"
        title={t('maps.opacityTip', { fainter: state.keys.mapFainter, stronger: state.keys.mapStronger })}
      >
        <span>{t('maps.opacity')}</span>
        <input
          type="range"
          data-cy={`${hook}-opacity`}
          aria-label={t('maps.opacityOf', { name: mapName(shown) })}
          aria-valuetext={`${percent} %`}
          min={5}
          max={100}
          value={percent}
          onChange={(event) => change({ opacity: Number(event.target.value) / 100 })}
        />
        <span className="lc-number lc-muted lc-percent">{percent} %</span>
      </label>
      {look.window && (
        <button type="button" data-cy={`${hook}-reset`} onClick={() => change({ window: null })}>
          {t('maps.reset')}
        </button>
      )}
    </>
  );
}

interface ChoiceProps {
  hook: string;
  label: string;
  title?: string;
  value: string;
  options: readonly (readonly [id: string, name: string])[];
  onChoose: (id: string) => void;
  /** A short label, which leaves the list its room. */
  brief?: boolean;
}

/** A labelled list of choices. */
export function Choice({ hook, label, title, value, options, onChoose, brief = false }: ChoiceProps) {
  return (
    <label className={brief ? 'lc-row lc-brief' : 'lc-row'} title={title}>
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
