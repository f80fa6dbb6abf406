import { positionOf, SCALE_MAX, scaleOf, valueAt } from '../layers/threshold-scale.ts';
import type { Thresholds } from '../layers/thresholds.ts';
import { shownLayers } from '../state/selectors.ts';
import type { ReviewStore } from '../state/store.ts';

/** Four presses from one calibrated mark to the next. */
const STEP = 0.25;

interface ThresholdReview {
  readonly store: ReviewStore;
  readonly thresholds: Pick<Thresholds, 'set' | 'setLinked'>;
}

/** A step along the scale of healthy shares: all layers to the same place, or each from where it is. */
export function stepThreshold(review: ThresholdReview | undefined, direction: 1 | -1): void {
  const state = review?.store.getState();
  if (!review || state?.weights.kind !== 'ready') return;
  const { manifest } = state.weights.info;
  for (const layer of shownLayers(state)) {
    const scale = scaleOf(manifest, layer);
    const { threshold } = state.methods[layer];
    if (!scale || threshold === null) continue;
    const next = stepped(positionOf(scale, threshold), direction);
    if (state.thresholdsLinked) return review.thresholds.setLinked(next);
    review.thresholds.set(layer, valueAt(scale, next));
  }
}

/** Always onto the grid of steps, so that the calibrated marks are met exactly. */
function stepped(position: number, direction: 1 | -1): number {
  const steps = position / STEP;
  const next = direction > 0 ? Math.floor(steps + 1e-6) + 1 : Math.ceil(steps - 1e-6) - 1;
  return Math.min(Math.max(next * STEP, 0), SCALE_MAX);
}
