import { Choice } from '../heat-map/map-look.tsx';
import { useReview } from '../panel/review-context.ts';
import { t } from '../text/t.ts';
import { RECONSTRUCTION_MODES, type ReconstructionMode } from './state.ts';

const NAMES = { fade: 'maps.fade', swipe: 'maps.swipe', difference: 'maps.imageMinus' } as const;

/** How the healthy counterpart is laid over the images; the divider of the swipe is also in the viewport. */
export function ReconstructionControls() {
  const { state, dispatch } = useReview();
  const { mode, fade, swipe } = state.reconstruction;
  const share = Math.round(100 * (mode === 'fade' ? fade : swipe));
  return (
    <div className="lc-stack">
      <Choice
        hook="lacuna-reconstruction-mode"
        label={t('maps.counterpart')}
        value={mode}
        options={RECONSTRUCTION_MODES.map((id) => [id, t(NAMES[id])])}
        onChoose={(id) => dispatch({ type: 'reconstruction', change: { mode: id as ReconstructionMode } })}
      />
      {mode !== 'difference' && (
        <label className="lc-row">
          <input
            type="range"
            data-cy={`lacuna-reconstruction-${mode}`}
            aria-label={t(mode === 'fade' ? 'maps.fadeOf' : 'maps.divider')}
            aria-valuetext={`${share} %`}
            min={0}
            max={100}
            value={share}
            onChange={(event) =>
              dispatch({ type: 'reconstruction', change: { [mode]: Number(event.target.value) / 100 } })
            }
          />
          <span className="lc-number lc-muted lc-percent">{share} %</span>
        </label>
      )}
    </div>
  );
}
