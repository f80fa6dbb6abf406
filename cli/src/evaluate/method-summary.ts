import { OUTPUT_NAMES } from '@lacuna/core/inference/detector.ts';
import { OPERATING_POINTS } from '@lacuna/core/inference/manifest-types.ts';
import {
  auroc,
  averagePrecision,
  diceOf,
  falsePositiveRateOf,
  precisionOf,
  sensitivityOf,
} from '@lacuna/core/metrics/index.ts';
import { aggregateOf } from './aggregates.ts';
import type { ScoredId } from './case-types.ts';
import type { PooledMetrics } from './pooled-metrics.ts';
import type { ScoredOutput } from './scored-outputs.ts';
import type { CaseOverview, MethodSummary } from './summary-types.ts';

const NAMES: Readonly<Record<ScoredId, string>> = {
  ...OUTPUT_NAMES,
  'baseline-intensity': 'FLAIR intensity',
  'baseline-intensity-median5': 'FLAIR intensity, 5 x 5 median',
};
const NOMINAL = { fpr1: 0.01, fpr5: 0.05, fpr10: 0.1 } as const;

/** Scores of all slices with brain or truth, and whether there is truth in them. */
export interface SliceScores {
  scores: number[];
  positive: number[];
}

export interface MethodInput {
  output: ScoredOutput;
  cases: readonly CaseOverview[];
  pooled: PooledMetrics;
  slices: SliceScores;
}

/** One output on the whole set. */
export function methodSummary({ output, cases, pooled, slices }: MethodInput): MethodSummary {
  const { id, thresholds, source } = output;
  const own = cases.flatMap(({ methods }) => methods[id] ?? []);
  const sum = (pick: (method: (typeof own)[number]) => number) =>
    own.reduce((total, method) => total + pick(method), 0);
  const counts = {
    tp: sum(({ confusion }) => confusion.tp),
    fp: sum(({ confusion }) => confusion.fp),
    fn: sum(({ confusion }) => confusion.fn),
    tn: sum(({ confusion }) => confusion.tn),
  };
  const truth = counts.tp + counts.fn > 0;
  const pixels = sum(({ healthy }) => healthy.pixels);
  const calm = sum(({ healthy }) => healthy.slices);
  const of = (pick: Parameters<typeof aggregateOf>[2]) => aggregateOf(cases, id, pick);
  const positive = slices.positive.reduce((total, value) => total + value, 0);
  return {
    name: NAMES[id],
    threshold: thresholds[thresholds.default],
    threshold_source: source,
    pooled: {
      ap: pooled.ap,
      auroc: pooled.auroc,
      aupro30: pooled.aupro30,
      dice_oracle: pooled.oracle?.dice ?? null,
      oracle_threshold: pooled.oracle?.threshold ?? null,
      dice: truth ? diceOf(counts) : null,
      sensitivity: sensitivityOf(counts),
      precision: precisionOf(counts),
      fpr: falsePositiveRateOf(counts),
    },
    cases: {
      dice: of(({ dice }) => dice),
      ap: of(({ ap }) => ap),
      auroc: of((method) => method.auroc),
      aupro30: of(({ aupro30 }) => aupro30),
      dice_oracle: of(({ diceOracle }) => diceOracle),
      sensitivity: of(({ sensitivity }) => sensitivity),
    },
    slices: {
      auroc: auroc(slices.scores, slices.positive),
      ap: averagePrecision(slices.scores, slices.positive),
      positive,
      negative: slices.positive.length - positive,
    },
    lesions: {
      tp: sum(({ lesions }) => lesions.tp),
      fp: sum(({ lesions }) => lesions.fp),
      fn: sum(({ lesions }) => lesions.fn),
    },
    healthy_fpr: pixels === 0 ? null : sum(({ healthy }) => healthy.inMask) / pixels,
    calibration: OPERATING_POINTS.map((point) => ({
      point,
      nominal: NOMINAL[point],
      threshold: thresholds[point],
      measured: pixels === 0 ? null : sum(({ healthy }) => healthy.reaching[point]) / pixels,
      slices_with_candidate:
        calm === 0 ? null : sum(({ healthy }) => healthy.slicesWithCandidate[point]) / calm,
    })),
    ms_per_slice: meanOf(cases.flatMap(({ timing }) => timing.msPerSlice[id] ?? [])),
  };
}

function meanOf(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((a, b) => a + b, 0) / values.length;
}
