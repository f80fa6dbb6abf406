import { percentileOfThreshold } from '../candidates/healthy-scale.ts';
import {
  formatScore,
  positionOf,
  scaleOf,
  SCALE_MARKS,
  SCALE_MAX,
  valueAt,
} from '../layers/threshold-scale.ts';
import { LAYER_NAMES, type LayerId } from '../methods.ts';
import { t } from '../text/t.ts';
import { useReview } from './review-context.ts';

/** Positions of the slider's handle over the range of the map. */
const STEPS = 1000;

/** The threshold of one layer in the values of its own map; with linked thresholds the other layers go along. */
export function ValueThreshold({ layer }: { layer: LayerId }) {
  const { state, actions } = useReview();
  const { weights, methods, thresholdsLinked } = state;
  const scale = weights.kind === 'ready' ? scaleOf(weights.info.manifest, layer) : undefined;
  const { threshold } = methods[layer];
  if (weights.kind !== 'ready' || !scale || threshold === null) return null;
  const [low, high] = [scale.nodes[0], scale.nodes[SCALE_MAX]];
  const percentile = percentileOfThreshold(weights.info.manifest, layer, threshold);
  const share = percentile === undefined ? '' : t('thresholds.percentile', { value: percentile });
  const set = (value: number) => {
    if (thresholdsLinked) actions.setLinkedThreshold(positionOf(scale, value));
    else actions.setThreshold(layer, value);
  };
  return (
    <div className={`lc-of-${layer}`}>
      <div className="lc-row lc-number">
        <span className="lc-name lc-grow">{LAYER_NAMES[layer]}</span>
        <span className="lc-muted">{share}</span>
        <span>≥ {formatScore(threshold)}</span>
      </div>
      <input
        type="range"
        data-cy={`lacuna-threshold-value-${layer}`}
        aria-label={t('thresholds.valueOf', { name: LAYER_NAMES[layer] })}
        aria-valuetext={`${formatScore(threshold)} ${share}`}
        list={`lacuna-marks-${layer}`}
        min={0}
        max={STEPS}
        step={1}
        value={Math.round(((threshold - low) / (high - low)) * STEPS)}
        onChange={(event) => set(low + (Number(event.target.value) / STEPS) * (high - low))}
      />
      <datalist id={`lacuna-marks-${layer}`}>
        {SCALE_MARKS.map(({ position, percent }) => (
          <option
            key={percent}
            value={Math.round(((valueAt(scale, position) - low) / (high - low)) * STEPS)}
            label={`${percent} %`}
          />
        ))}
      </datalist>
    </div>
  );
}
