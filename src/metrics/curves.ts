import { type RankedScores, type Scores, type Truth, rankScores, walkThresholds } from './ranked-scores.ts';

/** A curve as columns, from the largest threshold to the smallest. */
export interface Curve {
  x: number[];
  y: number[];
  /** The rule of point i is `score >= thresholds[i]`; the first point predicts nothing and has Infinity. */
  thresholds: number[];
}

export interface CurveOptions {
  /** At most this many points, ends included, at least 3; Infinity keeps every distinct score. Default 512. */
  maxPoints?: number;
  domain?: ArrayLike<number>;
}

/** Recall (x) and precision (y); starts at recall 0, precision 1, as in scikit-learn. Null without any positive. */
export function precisionRecallCurve(scores: Scores, truth: Truth, options: CurveOptions = {}): Curve | null {
  return precisionRecallCurveOf(rankScores(scores, truth, options.domain), options.maxPoints);
}

export function precisionRecallCurveOf(ranked: RankedScores, maxPoints = 512): Curve | null {
  const total = ranked.positives.length;
  if (total === 0) return null;
  return thinned({ x: 0, y: 1 }, maxPoints, (visit) =>
    walkThresholds(ranked, (threshold, tp, fp) => visit(threshold, tp / total, tp / (tp + fp))),
  );
}

/** False-positive rate (x) and sensitivity (y), from (0, 0) to (1, 1). Null unless both classes are present. */
export function rocCurve(scores: Scores, truth: Truth, options: CurveOptions = {}): Curve | null {
  return rocCurveOf(rankScores(scores, truth, options.domain), options.maxPoints);
}

export function rocCurveOf(ranked: RankedScores, maxPoints = 512): Curve | null {
  const { positives, negatives } = ranked;
  if (positives.length === 0 || negatives.length === 0) return null;
  return thinned({ x: 0, y: 0 }, maxPoints, (visit) =>
    walkThresholds(ranked, (threshold, tp, fp) =>
      visit(threshold, fp / negatives.length, tp / positives.length),
    ),
  );
}

/** Dice (y) at threshold (x = thresholds), from the largest score down. Null without any positive. */
export function diceCurve(scores: Scores, truth: Truth, options: CurveOptions = {}): Curve | null {
  return diceCurveOf(rankScores(scores, truth, options.domain), options.maxPoints);
}

export function diceCurveOf(ranked: RankedScores, maxPoints = 512): Curve | null {
  const { positives, negatives } = ranked;
  const total = positives.length;
  if (total === 0) return null;
  const highest = Math.max(positives.at(-1)!, negatives.at(-1) ?? -Infinity);
  const lowest = Math.min(positives[0]!, negatives[0] ?? Infinity);
  const span = highest > lowest ? highest - lowest : 1;
  // thinned on a 0..1 scale of thresholds; the thresholds themselves are kept beside
  const curve = thinned({ x: 0, y: 0 }, maxPoints, (visit) =>
    walkThresholds(ranked, (threshold, tp, fp) =>
      visit(threshold, (highest - threshold) / span, (2 * tp) / (tp + fp + total)),
    ),
  );
  return { x: curve.thresholds.slice(1), y: curve.y.slice(1), thresholds: curve.thresholds.slice(1) };
}

type PointVisitor = (threshold: number, x: number, y: number) => void;
type Walk = (visit: PointVisitor) => void;

/**
 * Drops points less than `step` from the last kept one in x and in y, and doubles the step until at most `maxPoints`
 * are left. First and last point are always kept; every point dropped lies within the final step of a kept one.
 */
export function thinned(start: { x: number; y: number }, maxPoints: number, walk: Walk): Curve {
  const limit = Math.max(3, maxPoints);
  for (let step = Number.isFinite(limit) ? 1 / limit : 0; ; step *= 2) {
    const curve: Curve = { x: [start.x], y: [start.y], thresholds: [Infinity] };
    let [keptX, keptY] = [start.x, start.y];
    let last: [number, number, number] | undefined;
    walk((threshold, x, y) => {
      last = [threshold, x, y];
      if (curve.x.length > limit || (Math.abs(x - keptX) < step && Math.abs(y - keptY) < step)) return;
      push(curve, threshold, x, y);
      [keptX, keptY] = [x, y];
    });
    if (last && curve.thresholds.at(-1) !== last[0]) push(curve, ...last);
    if (curve.x.length <= limit) return curve;
  }
}

function push(curve: Curve, threshold: number, x: number, y: number): void {
  curve.thresholds.push(threshold);
  curve.x.push(x);
  curve.y.push(y);
}
