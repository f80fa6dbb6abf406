import { bootstrapMeanDifference, wilcoxonSignedRank } from '@lacuna/core/metrics/index.ts';
import type { CaseMethod, CaseRecord, ScoredId } from '../evaluate/case-types.ts';
import type { ComparisonContent } from './content.ts';

const METRICS = [
  ['Dice', 'dice'],
  ['AP', 'ap'],
] as const satisfies readonly (readonly [string, keyof CaseMethod])[];

/**
 * Methods compared in pairs over subjects: a subject's value is the mean over its cases; only cases that define the metric for
 * both methods count. The baselines are compared with the methods, not with each other.
 */
export function pairedComparisons(
  records: readonly CaseRecord[],
  ids: readonly ScoredId[],
  seed: number,
): ComparisonContent[] {
  const pairs = ids.flatMap((a, i) => ids.slice(i + 1).map((b) => [a, b] as const));
  const isBaseline = (id: ScoredId): boolean => id.startsWith('baseline-');
  return METRICS.flatMap(([metric, field]) =>
    pairs
      .filter(([a, b]) => !(isBaseline(a) && isBaseline(b)))
      .flatMap(([a, b]) => {
        const { first, second } = bySubject(records, a, b, field);
        const difference = bootstrapMeanDifference(first, second, { seed });
        if (!difference || first.length < 2) return [];
        const { mean, low, high } = difference;
        const p = wilcoxonSignedRank(first, second)?.p ?? null;
        return [{ a, b, metric, n: first.length, meanDifference: mean, ci95: [low, high] as const, p }];
      }),
  );
}

function bySubject(
  records: readonly CaseRecord[],
  a: ScoredId,
  b: ScoredId,
  field: 'dice' | 'ap',
): { first: number[]; second: number[] } {
  const subjects = new Map<string, { first: number[]; second: number[] }>();
  for (const { subject, methods, truth } of records) {
    const [one, other] = [methods[a]?.[field] ?? null, methods[b]?.[field] ?? null];
    if (one === null || other === null || truth.pixels === 0) continue;
    const own = subjects.get(subject) ?? { first: [], second: [] };
    own.first.push(one);
    own.second.push(other);
    subjects.set(subject, own);
  }
  const mean = (values: readonly number[]): number => values.reduce((x, y) => x + y, 0) / values.length;
  const all = [...subjects.values()];
  return { first: all.map(({ first }) => mean(first)), second: all.map(({ second }) => mean(second)) };
}
