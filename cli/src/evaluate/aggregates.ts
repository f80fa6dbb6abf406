import { bootstrapMean, bootstrapMeanDifference, wilcoxonSignedRank } from '@lacuna/core/metrics/index.ts';
import type { CaseMethod, ScoredId } from './case-types.ts';
import type { Aggregate, CaseOverview, Comparison, Stratum } from './summary-types.ts';

/** Largest sizes of the strata, ml; small lesions of multiple sclerosis, small, medium and large tumours. */
const STRATA_ML = [0, 1, 10, 50, Infinity] as const;

type Choose = (method: CaseMethod) => number | null;

/** The mean of each subject's defined values, by subject, in the order of their first case. */
function bySubject(cases: readonly CaseOverview[], id: ScoredId, pick: Choose): Map<string, number> {
  const values = new Map<string, number[]>();
  for (const { subject, methods } of cases) {
    const method = methods[id];
    const value = method ? pick(method) : null;
    if (value === null) continue;
    values.set(subject, [...(values.get(subject) ?? []), value]);
  }
  return new Map(
    [...values].map(([subject, list]) => [subject, list.reduce((a, b) => a + b, 0) / list.length]),
  );
}

export function aggregate(values: readonly number[]): Aggregate {
  const found = bootstrapMean(values);
  return found
    ? { n: values.length, mean: found.mean, median: found.median, ci95: [found.low, found.high] }
    : { n: 0, mean: null, median: null, ci95: null };
}

export function aggregateOf(cases: readonly CaseOverview[], id: ScoredId, pick: Choose): Aggregate {
  return aggregate([...bySubject(cases, id, pick).values()]);
}

/** All pairs of outputs on the Dice of the mask and on AP. */
export function comparisons(cases: readonly CaseOverview[], ids: readonly ScoredId[]): Comparison[] {
  const found: Comparison[] = [];
  for (const metric of ['dice', 'ap'] as const)
    ids.forEach((a, i) => ids.slice(i + 1).forEach((b) => found.push(comparison(cases, a, b, metric))));
  return withHolm(found);
}

function comparison(
  cases: readonly CaseOverview[],
  a: ScoredId,
  b: ScoredId,
  metric: Comparison['metric'],
): Comparison {
  const [left, right] = [a, b].map((id) => bySubject(cases, id, (method) => method[metric])) as [
    Map<string, number>,
    Map<string, number>,
  ];
  const shared = [...left.keys()].filter((subject) => right.has(subject));
  return {
    a,
    b,
    metric,
    ...pairedDifference(
      shared.map((s) => left.get(s)!),
      shared.map((s) => right.get(s)!),
    ),
  };
}

/** Mean of a - b with interval and test; p_holm is still p. */
export function pairedDifference(
  a: readonly number[],
  b: readonly number[],
): Pick<Comparison, 'n' | 'mean_difference' | 'ci95' | 'p' | 'p_holm'> {
  const difference = bootstrapMeanDifference(a, b);
  const p = a.length > 0 ? (wilcoxonSignedRank(a, b)?.p ?? null) : null;
  return {
    n: a.length,
    mean_difference: difference?.mean ?? null,
    ci95: difference ? [difference.low, difference.high] : null,
    p,
    p_holm: p,
  };
}

/** Holm 1979: the smallest p times the number of tests, the next times one less, never falling, at most 1. */
export function withHolm<T extends { p: number | null; p_holm: number | null }>(tests: readonly T[]): T[] {
  const order = tests
    .map(({ p }, index) => ({ p, index }))
    .filter((test): test is { p: number; index: number } => test.p !== null)
    .sort((x, y) => x.p - y.p || x.index - y.index);
  const adjusted = tests.map((test) => ({ ...test }));
  let highest = 0;
  order.forEach(({ p, index }, rank) => {
    highest = Math.max(highest, Math.min(1, p * (order.length - rank)));
    adjusted[index]!.p_holm = highest;
  });
  return adjusted;
}

export function strata(cases: readonly CaseOverview[], ids: readonly ScoredId[]): Stratum[] {
  return STRATA_ML.slice(0, -1).map((from, i): Stratum => {
    const to = STRATA_ML[i + 1]!;
    const inside = (ml: number) => ml > 0 && ml >= from && ml < to;
    const here = cases.filter(({ truth }) => inside(truth.ml));
    const foundBy = (id: ScoredId) =>
      cases.reduce(
        (sum, { truth, methods }) =>
          sum + truth.lesionsMl.filter((ml, k) => inside(ml) && methods[id]?.lesionsFound[k]).length,
        0,
      );
    return {
      label: to === Infinity ? `${from} ml or more` : from === 0 ? `below ${to} ml` : `${from} to ${to} ml`,
      from_ml: from,
      to_ml: to === Infinity ? null : to,
      lesions: cases.reduce((sum, { truth }) => sum + truth.lesionsMl.filter(inside).length, 0),
      cases: here.length,
      methods: Object.fromEntries(
        ids.map((id) => [id, { found: foundBy(id), dice: aggregateOf(here, id, ({ dice }) => dice) }]),
      ),
    };
  });
}
