import { withKey } from '../keys/present-keys.ts';
import { useReview } from '../panel/review-context.ts';
import { t } from '../text/t.ts';
import { CompareControls } from '../viewports/compare-controls.tsx';
import { MapLookControls } from './map-look-controls.tsx';

/** Heat map and comparison. */
export function MapsSection() {
  const { state, dispatch } = useReview();
  const { on } = state.maps;
  return (
    <section aria-label={t('maps.title')} className="lc-stack">
      <h3>{t('maps.title')}</h3>
      <div className="lc-row">
        <button
          type="button"
          className="lc-switch"
          role="switch"
          data-cy="lacuna-map"
          aria-checked={on}
          aria-label={t('maps.show')}
          title={withKey(t('maps.showTip'), state.keys.toggleMap)}
          onClick={() => dispatch({ type: 'maps', change: { on: !on } })}
        />
        <span className="lc-grow">{t('maps.show')}</span>
      </div>
      {on && <MapLookControls />}
      <CompareControls />
    </section>
  );
}
