import { pairedDifference, withHolm } from './aggregates.ts';
import type { ScoredId } from './case-types.ts';
import type { CaseOverview, Comparison, RunReport, Summary } from './summary-types.ts';

const METRICS = ['dice', 'ap'] as const;

export interface RunComparison {
  schema: 'lacuna-comparison/1';
  /** Fields of the two summaries that differ: data, weights, software, settings. */
  changed: readonly { field: string; a: unknown; b: unknown }[];
  cases: {
    shared: number;
    onlyA: readonly string[];
    onlyB: readonly string[];
    otherFiles: readonly string[];
  };
  /** Paired over shared cases of the same files, run B minus run A. */
  tests: readonly (Omit<Comparison, 'a' | 'b'> & {
    method: ScoredId;
    pooled: { a: number | null; b: number | null };
  })[];
  /** Cases whose figure differs, largest change first. */
  moved: readonly {
    case: string;
    method: ScoredId;
    metric: 'dice' | 'ap';
    a: number;
    b: number;
    change: number;
  }[];
}

/** What changed between two runs, and how much it moved which cases. */
export function compareRuns(a: RunReport, b: RunReport): RunComparison {
  const [inA, inB] = [a, b].map(({ cases }) => new Map(cases.map((one) => [one.id, one]))) as [
    Map<string, CaseOverview>,
    Map<string, CaseOverview>,
  ];
  const both = [...inA.keys()].filter((id) => inB.has(id));
  const same = both.filter((id) => inA.get(id)!.inputHash === inB.get(id)!.inputHash);
  const methods = (Object.keys(a.summary.methods) as ScoredId[]).filter((id) => b.summary.methods[id]);
  const moved: RunComparison['moved'][number][] = [];
  const tests = methods.flatMap((method) =>
    METRICS.map((metric) => {
      const pairs = same.flatMap((id) => {
        const [x, y] = [inA, inB].map((cases) => cases.get(id)!.methods[method]?.[metric] ?? null);
        return x === null || y === null || x === undefined || y === undefined ? [] : [{ id, a: x, b: y }];
      });
      for (const pair of pairs)
        if (pair.a !== pair.b)
          moved.push({ case: pair.id, method, metric, a: pair.a, b: pair.b, change: pair.b - pair.a });
      const difference = pairedDifference(
        pairs.map((pair) => pair.b),
        pairs.map((pair) => pair.a),
      );
      const pooled = {
        a: a.summary.methods[method]!.pooled[metric],
        b: b.summary.methods[method]!.pooled[metric],
      };
      return { method, metric, pooled, ...difference };
    }),
  );
  return {
    schema: 'lacuna-comparison/1',
    changed: differences(a.summary, b.summary),
    cases: {
      shared: same.length,
      onlyA: [...inA.keys()].filter((id) => !inB.has(id)),
      onlyB: [...inB.keys()].filter((id) => !inA.has(id)),
      otherFiles: both.filter((id) => !same.includes(id)),
    },
    tests: withHolm(tests),
    moved: moved.sort(
      (x, y) => Math.abs(y.change) - Math.abs(x.change) || (x.case < y.case ? -1 : x.case > y.case ? 1 : 0),
    ),
  };
}

/** Fields that say how a run was made; figures and times are no settings. */
function differences(a: Summary, b: Summary): RunComparison['changed'] {
  const made = ({ dataset, weights, seed, software, settings, methods }: Summary) =>
    flatten({
      dataset,
      weights,
      seed,
      software,
      settings,
      thresholds: Object.fromEntries(Object.entries(methods).map(([id, m]) => [id, m.threshold])),
    });
  const [x, y] = [made(a), made(b)];
  return [...new Set([...x.keys(), ...y.keys()])]
    .filter((field) => x.get(field) !== y.get(field))
    .map((field) => ({ field, a: x.get(field) ?? null, b: y.get(field) ?? null }));
}

function flatten(value: unknown, prefix = '', into = new Map<string, unknown>()): Map<string, unknown> {
  if (typeof value === 'object' && value !== null)
    for (const [key, inner] of Object.entries(value)) flatten(inner, prefix ? `${prefix}.${key}` : key, into);
  else into.set(prefix, value);
  return into;
}
