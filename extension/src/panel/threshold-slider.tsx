import { useRef } from 'react';
import { LAYER_NAMES, type LayerId } from '../methods.ts';
import {
  formatScore,
  healthyShare,
  positionOf,
  scaleOf,
  SCALE_MARKS,
  SCALE_MAX,
  snap,
  valueAt,
  type ThresholdScale,
} from '../layers/threshold-scale.ts';
import { keysTip } from '../keys/present-keys.ts';
import type { ReviewState } from '../state/review-state.ts';
import { shownLayers } from '../state/selectors.ts';
import { useReview } from './review-context.ts';
import { t } from '../text/t.ts';

/** Positions of the slider's handle; one step is 1/100 of the way between two marks. */
const STEPS = 100;

/** One level for all layers: the same share of healthy pixels, each layer with its own value there. */
export function LinkedThreshold() {
  const { state, actions } = useReview();
  const layers = shownLayers(state);
  const [first] = layers;
  const scale = first && layerScale(state, first);
  const threshold = first ? state.methods[first].threshold : null;
  const position = scale && threshold !== null ? positionOf(scale, threshold) : 0;
  return (
    <ScaleSlider
      hook="lacuna-threshold"
      label={t(layers.length > 2 ? 'thresholds.ofAll' : 'thresholds.ofBoth')}
      position={position}
      disabled={scale === undefined}
      title={stepKeys(state)}
      onPosition={(next) => actions.setLinkedThreshold(next)}
    >
      {layers.map((layer) => (
        <span key={layer} className={`lc-name lc-of-${layer} lc-number`} title={LAYER_NAMES[layer]}>
          {shown(state, layer)}
        </span>
      ))}
    </ScaleSlider>
  );
}

export function LayerThreshold({ method }: { method: LayerId }) {
  const { state, actions } = useReview();
  const scale = layerScale(state, method);
  const { threshold } = state.methods[method];
  return (
    <div className={`lc-of-${method}`}>
      <ScaleSlider
        hook={`lacuna-threshold-${method}`}
        label={t('thresholds.ofLayer', { name: LAYER_NAMES[method] })}
        position={scale && threshold !== null ? positionOf(scale, threshold) : 0}
        disabled={scale === undefined}
        title={stepKeys(state)}
        onPosition={(position) => scale && actions.setThreshold(method, valueAt(scale, position))}
      >
        <span className="lc-name lc-grow">{LAYER_NAMES[method]}</span>
        <input
          type="number"
          className="lc-number"
          aria-label={t('thresholds.exactOf', { name: LAYER_NAMES[method] })}
          min={scale?.nodes[0] ?? 0}
          max={scale?.nodes[SCALE_MAX] ?? 1}
          step="any"
          disabled={scale === undefined}
          value={threshold === null ? '' : Number(threshold.toPrecision(3))}
          onChange={(event) => {
            const value = event.target.valueAsNumber;
            if (Number.isFinite(value) && value >= 0) actions.setThreshold(method, value);
          }}
        />
      </ScaleSlider>
    </div>
  );
}

interface ScaleSliderProps {
  hook: string;
  label: string;
  position: number;
  disabled: boolean;
  title: string | undefined;
  onPosition: (position: number) => void;
  children: React.ReactNode;
}

function ScaleSlider(props: ScaleSliderProps) {
  const { hook, label, position, disabled, title, onPosition, children } = props;
  const byPointer = useRef(true);
  return (
    <div>
      <div className="lc-row lc-wrap" style={{ justifyContent: 'space-between' }}>
        {children}
      </div>
      <input
        type="range"
        data-cy={hook}
        aria-label={label}
        title={title}
        aria-valuetext={healthyShare(position)}
        min={0}
        max={SCALE_MAX * STEPS}
        step={1}
        value={Math.round(position * STEPS)}
        disabled={disabled}
        onPointerDown={() => void (byPointer.current = true)}
        onKeyDown={() => void (byPointer.current = false)}
        onChange={({ target }) => {
          const chosen = Number(target.value) / STEPS;
          onPosition(byPointer.current ? snap(chosen) : chosen); // an arrow key must get away from a mark
        }}
      />
      <div className="lc-marks">
        {SCALE_MARKS.map((mark) => (
          <button
            key={mark.percent}
            type="button"
            style={{ left: `${(100 * mark.position) / SCALE_MAX}%` }}
            aria-pressed={Math.abs(position - mark.position) < 1e-6}
            aria-label={t('thresholds.mark', { label, percent: mark.percent })}
            disabled={disabled}
            onClick={() => onPosition(mark.position)}
          >
            {mark.percent} %
          </button>
        ))}
      </div>
    </div>
  );
}

const stepKeys = ({ keys }: ReviewState) => keysTip(keys.thresholdLower, keys.thresholdHigher);

function layerScale({ weights }: ReviewState, layer: LayerId): ThresholdScale | undefined {
  return weights.kind === 'ready' ? scaleOf(weights.info.manifest, layer) : undefined;
}

function shown({ methods }: ReviewState, method: LayerId): string {
  const { threshold } = methods[method];
  return threshold === null ? '–' : `≥ ${formatScore(threshold)}`;
}
