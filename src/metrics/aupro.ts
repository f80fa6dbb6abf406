import { CompensatedSum } from './compensated-sum.ts';
import { type Connectivity3, type Shape3, connectedRegions } from './components-3d.ts';
import { type Scores, type Truth, rankScores } from './ranked-scores.ts';

/** One image (shape [1, h, w]) or volume with its truth; `domain` limits the background, and regions, that count. */
export interface ScoredVolume {
  scores: Scores;
  truth: Truth;
  shape: Shape3;
  domain?: ArrayLike<number>;
}

export interface AuproOptions {
  /** The area ends at this false-positive rate, (0, 1]; default 0.3. */
  limit?: number;
  connectivity?: Connectivity3;
}

/**
 * Area under the per-region-overlap curve up to a false-positive rate, divided by it: 0..1 (Bergmann et al., IJCV
 * 2021; anomalib's AUPRO). The curve is the mean over the connected true regions of all volumes of the share of the
 * region that is found, against the share of all background pixels that is falsely found; ties share one threshold,
 * between thresholds and up to the limit it is linear.
 *
 * The mean of the curves has the mean of their areas, so each region pixel adds its own part and no common curve is
 * built: a pixel above which a share a, and at or above which a share b, of the background lies, is found on a ramp
 * from a to b.
 *
 * @returns null without any true region or without background
 */
export function aupro(volumes: readonly ScoredVolume[], options: AuproOptions = {}): number | null {
  const { limit = 0.3, connectivity = 26 } = options;
  const negatives = background(volumes);
  const total = new CompensatedSum();
  let regions = 0;
  for (const { scores, truth, shape, domain } of volumes) {
    const inside = new Uint8Array(truth.length);
    for (let i = 0; i < inside.length; i++) inside[i] = truth[i] !== 0 && domain?.[i] !== 0 ? 1 : 0;
    const { labels, sizes } = connectedRegions(inside, shape, connectivity);
    regions += sizes.length - 1;
    if (negatives.length === 0) continue;
    for (let i = 0; i < labels.length; i++) {
      const label = labels[i]!;
      if (label === 0) continue;
      const above = (negatives.length - firstAbove(negatives, scores[i]!)) / negatives.length;
      const reaching = (negatives.length - firstReaching(negatives, scores[i]!)) / negatives.length;
      total.add(areaUpTo(limit, above, reaching) / sizes[label]!);
    }
  }
  return regions === 0 || negatives.length === 0 ? null : total.value / regions / limit;
}

/** AUPRO up to a false-positive rate of 0.3. */
export const aupro30 = (volumes: readonly ScoredVolume[], connectivity?: Connectivity3): number | null =>
  aupro(volumes, { limit: 0.3, connectivity: connectivity ?? 26 });

/** Area under a step with a linear ramp from x = a to x = b, between x = 0 and the limit. */
export function areaUpTo(limit: number, a: number, b: number): number {
  if (a >= limit) return 0;
  if (b <= limit) return limit - (a + b) / 2;
  return (limit - a) ** 2 / (2 * (b - a));
}

/** Scores of the background of all volumes, ascending. */
function background(volumes: readonly ScoredVolume[]): Float32Array | Float64Array {
  const parts = volumes.map(({ scores, truth, domain }) => rankScores(scores, truth, domain).negatives);
  if (parts.length === 1) return parts[0]!;
  const allFloat32 = parts.every((part) => part instanceof Float32Array);
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  const joined = allFloat32 ? new Float32Array(length) : new Float64Array(length);
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return rankScores(joined, new Uint8Array(length)).negatives;
}

/** Index of the first element >= value (or the length) of an ascending array. */
export function firstReaching(sorted: ArrayLike<number>, value: number): number {
  return bisect(sorted, (element) => element >= value);
}

/** Index of the first element > value (or the length) of an ascending array. */
export function firstAbove(sorted: ArrayLike<number>, value: number): number {
  return bisect(sorted, (element) => element > value);
}

function bisect(sorted: ArrayLike<number>, reached: (element: number) => boolean): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (reached(sorted[middle]!)) high = middle;
    else low = middle + 1;
  }
  return low;
}
