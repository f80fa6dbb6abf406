import { LacunaError } from '../errors.ts';

/** Largest tail score: at the top of a map's range one healthy pixel in a million is taken to reach the value. */
export const MAX_TAIL_SCORE = 6;

/** A share `rate` (0..1) of healthy brain pixels reaches the map value `value`. */
export type TailPoint = readonly [rate: number, value: number];

/** Corners of the tail score as a function of the map value; `values` rise, `scores` never fall, equal lengths. */
export interface TailScale {
  readonly values: readonly number[];
  readonly scores: readonly number[];
}

/**
 * The tail score of one method: how rare a map value is among healthy brain pixels, -log10 of the share that reaches
 * it. Piecewise linear in the value through (0, 0), the points and (rangeEnd, 6); where points share a value (a map
 * that jumps), the rarest share counts.
 *
 * @param healthyTail shares falling, values not falling, values within 0..rangeEnd, shares 1e-6..1
 * @param rangeEnd upper end of the map's range, above 0
 * @throws LacunaError `invalid-argument`
 */
export function tailScale(healthyTail: readonly TailPoint[], rangeEnd: number): TailScale {
  const scores = new Map<number, number>([[0, 0]]);
  let [lastRate, lastValue] = [Infinity, 0];
  for (const [rate, value] of healthyTail) {
    const ordered = rate < lastRate && value >= lastValue;
    if (!ordered || !(rate <= 1 && rate >= 10 ** -MAX_TAIL_SCORE) || !(value <= rangeEnd))
      refuse(rate, value);
    scores.set(value, -Math.log10(rate)); // a later point at the same value is rarer
    [lastRate, lastValue] = [rate, value];
  }
  if (!(rangeEnd > 0) || !Number.isFinite(rangeEnd)) refuse(NaN, rangeEnd);
  scores.set(rangeEnd, MAX_TAIL_SCORE);
  return { values: [...scores.keys()], scores: [...scores.values()] };
}

/** Score of a map value, 0..6; 0 for values of 0 or less, the end's score beyond the range, 0 for NaN. */
export function tailScore({ values, scores }: TailScale, value: number): number {
  if (!(value > 0)) return 0;
  let upper = 1;
  while (upper < values.length && values[upper]! <= value) upper++;
  if (upper === values.length) return scores[upper - 1]!;
  const [left, right] = [values[upper - 1]!, values[upper]!];
  const share = (value - left) / (right - left);
  return scores[upper - 1]! + share * (scores[upper]! - scores[upper - 1]!);
}

/** The map value of a score, the way back of `tailScore`; scores outside 0..6 go to the ends. */
export function tailValue({ values, scores }: TailScale, score: number): number {
  if (!(score > scores[0]!)) return values[0]!;
  const upper = scores.findIndex((corner) => corner >= score);
  if (upper < 0) return values.at(-1)!;
  const [left, right] = [scores[upper - 1]!, scores[upper]!];
  return values[upper - 1]! + ((score - left) / (right - left)) * (values[upper]! - values[upper - 1]!);
}

/** Share of healthy brain pixels below a score's value, percent, 0..100. */
export function healthyPercentile(score: number): number {
  return 100 * (1 - 10 ** -score);
}

/** Distance from the healthy mean in healthy standard deviations; null when healthy pixels do not vary. */
export function zScore(value: number, { mean, sd }: { mean: number; sd: number }): number | null {
  return sd > 0 ? (value - mean) / sd : null;
}

function refuse(rate: number, value: number): never {
  throw new LacunaError(
    'invalid-argument',
    'A healthy tail needs falling shares from 1 to 1e-6 with values that do not fall, within the range of the map.',
    { rate, value },
  );
}
