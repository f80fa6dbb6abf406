import { METHOD_NAMES } from '@lacuna/core/inference/detector.ts';
import { OPERATING_POINTS } from '@lacuna/core/inference/manifest-types.ts';
import type { CaseRecord, ScoredId } from '../evaluate/case-types.ts';
import type { PooledCurves } from '../evaluate/pooled-metrics.ts';
import type { CasePreview } from '../evaluate/preview-file.ts';
import { RESEARCH_NOTICE } from '../version.ts';
import { casePicture, rankedCases } from './case-pictures.ts';
import type { Aggregate, CalibrationPoint, CaseFigures, MethodContent, ReportContent } from './content.ts';
import { DEFINITIONS } from './definitions.ts';
import { lesionStrata } from './lesion-strata.ts';
import { pairedComparisons } from './paired-by-subject.ts';

/** What the report takes from one method of summary.json. */
export interface MethodSummary {
  pooled: Readonly<
    Record<'ap' | 'auroc' | 'aupro30' | 'dice_oracle' | 'dice' | 'sensitivity' | 'fpr', number | null>
  >;
  cases: Readonly<Record<'dice' | 'ap', Omit<Aggregate, 'n'> & { n?: number }>>;
  slices: { auroc: number | null; ap: number | null };
  lesions: { tp: number; fp: number; fn: number } | null;
  healthy_fpr: number | null;
  ms_per_slice: number | null;
}

export interface FinishedRun {
  methods: Readonly<Partial<Record<ScoredId, MethodSummary>>>;
  /** Curves and oracle of each output over all cases with truth. */
  curves: Readonly<
    Partial<Record<ScoredId, PooledCurves & { oracle: { dice: number; threshold: number } | null }>>
  >;
  /** How exact the curves are, as a sentence. */
  exactness: string;
  records: readonly CaseRecord[];
  /** Cases that were not run or not scored. */
  leftOut: readonly { id: string; reason: string }[];
  /** Calibrated thresholds by output. */
  thresholds: Readonly<
    Partial<Record<ScoredId, Readonly<Record<(typeof OPERATING_POINTS)[number], number>>>>
  >;
  dataset: { name: string; layout: string };
  seed: number;
  createdAt: Date;
  provenance: ReportContent['provenance'];
  /** The stored slice of a case; undefined when it is not there. */
  preview(caseId: string): CasePreview | undefined;
}

const NAMES: Readonly<Partial<Record<ScoredId, string>>> = {
  ...METHOD_NAMES,
  consensus: 'Consensus',
  'baseline-intensity': 'Baseline: intensity',
  'baseline-intensity-median5': 'Baseline: intensity, 5³ median',
};
const ORDER: readonly ScoredId[] = ['latent-bernoulli', 'diffusion-ad', 'consensus', 'baseline-intensity', 'baseline-intensity-median5']; // prettier-ignore
const NOMINAL = { fpr1: 0.01, fpr5: 0.05, fpr10: 0.1 } as const;
/** The first of these that was run decides which cases are worst and best. */
const RANK_BY: readonly ScoredId[] = ['consensus', 'diffusion-ad', 'latent-bernoulli'];

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

/** A finished run as the report shows it. */
export function reportContent(run: FinishedRun): ReportContent {
  const { records } = run;
  const ids = ORDER.filter((id) => run.methods[id]);
  const withTruth = records.filter(({ truth }) => truth.pixels > 0);
  const outputs = ids.map((id) => ({ id, name: NAMES[id] ?? id }));
  const by = RANK_BY.find((id) => ids.includes(id));
  return {
    title: 'Evaluation of brain MRI anomaly maps',
    createdAt: run.createdAt.toISOString(),
    notice: RESEARCH_NOTICE,
    dataset: {
      ...run.dataset,
      casesWithTruth: withTruth.length,
      healthyCases: records.length - withTruth.length,
      slices: sum(records.map(({ image }) => image.slices)),
      prevalence: withTruth.length
        ? sum(withTruth.map(({ truth }) => truth.pixels)) / sum(withTruth.map((one) => one.scoredPixels))
        : null,
      leftOut: run.leftOut,
    },
    methods: outputs.map(({ id, name }) => methodContent(run, withTruth, id, name)),
    cases: records.map((record) => ({
      id: record.id,
      healthy: record.truth.pixels === 0,
      slices: record.image.slices,
      truthMl: record.truth.pixels === 0 ? null : record.truth.ml,
      methods: Object.fromEntries(
        ids.flatMap((id) => (record.methods[id] ? [[id, caseFigures(record, id)]] : [])),
      ),
    })),
    strata: lesionStrata(withTruth, ids),
    comparisons: pairedComparisons(withTruth, ids, run.seed),
    pictures: by
      ? rankedCases(withTruth, by).flatMap((ranked) => {
          const preview = run.preview(ranked.record.id);
          return preview ? [casePicture(ranked, preview, by, outputs)] : [];
        })
      : [],
    provenance: run.provenance,
    definitions: DEFINITIONS,
  };
}

function methodContent(
  run: FinishedRun,
  withTruth: readonly CaseRecord[],
  id: ScoredId,
  name: string,
): MethodContent {
  const { pooled, cases, slices, lesions, healthy_fpr, ms_per_slice } = run.methods[id]!;
  const first = run.records.find(({ methods }) => methods[id])?.methods[id];
  const curves = run.curves[id];
  const counted = (metric: 'dice' | 'ap'): Aggregate => ({
    n: withTruth.filter(({ methods }) => typeof methods[id]?.[metric] === 'number').length,
    ...cases[metric],
  });
  return {
    id,
    name,
    threshold: { value: first?.threshold ?? 0, source: first?.thresholdSource ?? '' },
    pooled: {
      ap: pooled.ap,
      auroc: pooled.auroc,
      aupro30: pooled.aupro30,
      diceOracle: pooled.dice_oracle,
      dice: pooled.dice,
      sensitivity: pooled.sensitivity,
      fpr: pooled.fpr,
    },
    cases: { dice: counted('dice'), ap: counted('ap') },
    slices,
    lesions,
    healthyFpr: healthy_fpr,
    calibration: calibrationCheck(run, id),
    msPerSlice: ms_per_slice,
    curves: {
      precisionRecall: curves?.precisionRecall ?? [],
      roc: curves?.roc ?? [],
      diceByThreshold: curves?.diceByThreshold ?? [],
      oracle: curves?.oracle ?? null,
      exactness: run.exactness,
    },
  };
}

/** Over the brain pixels of all slices without truth, of cases with truth elsewhere too. */
function calibrationCheck({ records, thresholds }: FinishedRun, id: ScoredId): CalibrationPoint[] {
  const own = thresholds[id];
  if (!own) return [];
  const healthy = records.flatMap(({ methods }) => (methods[id] ? [methods[id].healthy] : []));
  const pixels = sum(healthy.map((one) => one.pixels));
  const slices = sum(healthy.map((one) => one.slices));
  return OPERATING_POINTS.map((point) => ({
    point,
    nominal: NOMINAL[point],
    threshold: own[point],
    measured: pixels > 0 ? sum(healthy.map(({ reaching }) => reaching[point])) / pixels : null,
    slicesWithCandidate:
      slices > 0 ? sum(healthy.map((one) => one.slicesWithCandidate[point])) / slices : null,
  }));
}

function caseFigures({ methods, timing }: CaseRecord, id: ScoredId): CaseFigures {
  const { dice, diceOracle, ap, auroc, sensitivity, fpr, lesions, predictedMl } = methods[id]!;
  const msPerSlice = timing.msPerSlice[id] ?? null;
  return { dice, diceOracle, ap, auroc, sensitivity, fpr, lesions, predictedMl, msPerSlice };
}
