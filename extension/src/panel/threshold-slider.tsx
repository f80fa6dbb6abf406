import type { MethodId } from '../methods.ts';
import { METHOD_IDS, METHOD_NAMES } from '../methods.ts';
import {
  formatScore,
  healthyShare,
  positionOf,
  SCALE_MARKS,
  SCALE_MAX,
  snap,
  thresholdScale,
  valueAt,
  type ThresholdScale,
} from '../layers/threshold-scale.ts';
import type { ReviewState } from '../state/review-state.ts';
import { useReview } from './review-context.ts';

/** Positions of the slider's handle; one step is 1/100 of the way between two marks. */
const STEPS = 100;

/** One level for both methods: the same share of healthy pixels, each method with its own value there. */
export function LinkedThreshold() {
  const { state, actions } = useReview();
  const scales = METHOD_IDS.map((method) => scaleOf(state, method));
  const [first, second] = METHOD_IDS;
  const { threshold } = state.methods[first];
  const position = scales[0] && threshold !== null ? positionOf(scales[0], threshold) : 0;
  return (
    <ScaleSlider
      hook="lacuna-threshold"
      label="Threshold of both methods"
      position={position}
      disabled={scales[0] === undefined}
      onPosition={(next) => actions.setLinkedThreshold(next)}
    >
      <span className="lc-name lc-of-latent-bernoulli lc-number">{shown(state, first)}</span>
      <span className="lc-name lc-of-diffusion-ad lc-number">{shown(state, second)}</span>
    </ScaleSlider>
  );
}

export function MethodThreshold({ method }: { method: MethodId }) {
  const { state, actions } = useReview();
  const scale = scaleOf(state, method);
  const { threshold } = state.methods[method];
  return (
    <div className={`lc-of-${method}`}>
      <ScaleSlider
        hook={`lacuna-threshold-${method}`}
        label={`Threshold of ${METHOD_NAMES[method]}`}
        position={scale && threshold !== null ? positionOf(scale, threshold) : 0}
        disabled={scale === undefined}
        onPosition={(position) => scale && actions.setThreshold(method, valueAt(scale, position))}
      >
        <span className="lc-name lc-grow">{METHOD_NAMES[method]}</span>
        <input
          type="number"
          className="lc-number"
          aria-label={`Exact threshold of ${METHOD_NAMES[method]}`}
          min={scale?.nodes[0] ?? 0}
          max={scale?.nodes[SCALE_MAX] ?? 1}
          step="any"
          disabled={scale === undefined}
          value={threshold === null ? '' : formatScore(threshold)}
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
  onPosition: (position: number) => void;
  children: React.ReactNode;
}

function ScaleSlider({ hook, label, position, disabled, onPosition, children }: ScaleSliderProps) {
  return (
    <div>
      <div className="lc-row lc-wrap" style={{ justifyContent: 'space-between' }}>
        {children}
      </div>
      <input
        type="range"
        data-cy={hook}
        aria-label={label}
        aria-valuetext={`${healthyShare(position)} of healthy pixels`}
        min={0}
        max={SCALE_MAX * STEPS}
        step={1}
        value={Math.round(position * STEPS)}
        disabled={disabled}
        onChange={(event) => onPosition(snap(Number(event.target.value) / STEPS))}
      />
      <div className="lc-marks">
        {SCALE_MARKS.map((mark) => (
          <button
            key={mark.percent}
            type="button"
            style={{ left: `${(100 * mark.position) / SCALE_MAX}%` }}
            aria-pressed={Math.abs(position - mark.position) < 1e-6}
            aria-label={`${label}: ${mark.percent} % of healthy pixels above`}
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

function scaleOf({ weights }: ReviewState, method: MethodId): ThresholdScale | undefined {
  if (weights.kind !== 'ready') return undefined;
  const { thresholds, mapRange } = weights.info.manifest.methods[method];
  return thresholdScale(thresholds, mapRange);
}

function shown({ methods }: ReviewState, method: MethodId): string {
  const { threshold } = methods[method];
  return threshold === null ? '–' : `≥ ${formatScore(threshold)}`;
}
