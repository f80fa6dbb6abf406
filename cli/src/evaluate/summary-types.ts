import type { OperatingPoint } from '@lacuna/core/inference/manifest-types.ts';
import type { CaseRecord, ScoredId } from './case-types.ts';
import type { ProtocolId } from './protocol-id.ts';
import type { PooledCurves } from './pooled-metrics.ts';

export const SUMMARY_SCHEMA = 'lacuna-evaluation/1';
/** Fields, at any depth, that differ between runs of the same evaluation; two runs are compared without them. */
export const TIME_FIELDS = ['createdAt', 'host', 'timing', 'ms_per_slice'] as const;

/** One value per subject (the mean of its cases); null without any. */
export interface Aggregate {
  n: number;
  mean: number | null;
  median: number | null;
  /** Of the mean, percentile bootstrap over subjects. */
  ci95: readonly [number, number] | null;
}

/** Figures of one output on the whole set; null where the set does not define them. */
export interface MethodSummary {
  name: string;
  threshold: number;
  threshold_source: string;
  /** Over all scored pixels of all cases together. */
  pooled: {
    ap: number | null;
    auroc: number | null;
    aupro30: number | null;
    dice_oracle: number | null;
    oracle_threshold: number | null;
    dice: number | null;
    sensitivity: number | null;
    precision: number | null;
    fpr: number | null;
  };
  cases: Record<'dice' | 'ap' | 'auroc' | 'aupro30' | 'dice_oracle' | 'sensitivity', Aggregate>;
  slices: { auroc: number | null; ap: number | null; positive: number; negative: number };
  lesions: { tp: number; fp: number; fn: number };
  healthy_fpr: number | null;
  calibration: readonly {
    point: OperatingPoint;
    nominal: number;
    threshold: number;
    measured: number | null;
    slices_with_candidate: number | null;
  }[];
  ms_per_slice: number | null;
}

/** Lesions, and cases by their whole true volume, of one size range. */
export interface Stratum {
  label: string;
  from_ml: number;
  to_ml: number | null;
  lesions: number;
  cases: number;
  methods: Readonly<Partial<Record<ScoredId, { found: number; dice: Aggregate }>>>;
}

/** Paired over subjects, `a` minus `b`. */
export interface Comparison {
  a: ScoredId;
  b: ScoredId;
  metric: 'dice' | 'ap';
  n: number;
  mean_difference: number | null;
  ci95: readonly [number, number] | null;
  /** Wilcoxon's signed-rank test, two-sided; null when no pair differs. */
  p: number | null;
  /** p after Holm's correction for all comparisons of this file. */
  p_holm: number | null;
}

export interface Summary {
  schema: typeof SUMMARY_SCHEMA;
  notice: string;
  createdAt: string;
  dataset: {
    name: string;
    layout: string;
    cases: number;
    cases_with_truth: number;
    healthy_cases: number;
    subjects: number;
    slices: number;
    slices_with_truth: number;
    /** Share of the scored pixels that are true: the AP of a random map. */
    prevalence: number | null;
    /** Share of the true pixels outside the brain mask of the model. */
    truth_outside_brain: number | null;
    /** SHA-256 over ids and file hashes of the cases. */
    sha256: string;
  };
  weights: {
    id: string;
    version: string;
    sequence: string;
    sha256: string;
    calibration_file: string | null;
  };
  seed: number;
  software: { lacuna: string; node: string; onnxruntime: string; platform: string };
  settings: {
    protocol: ProtocolId;
    sequence: string;
    backend: string;
    minimum_region_area_mm2: number;
    methods: Readonly<Record<string, Readonly<Record<string, string | number>>>>;
    hash: string;
  };
  methods: Readonly<Partial<Record<ScoredId, MethodSummary>>>;
  protocol?: ProtocolSummary;
  /** Outputs that could not be scored, and why. */
  not_run: readonly { method: string; reason: string }[];
  strata: readonly Stratum[];
  comparisons: readonly Comparison[];
  /** Spread over seeds, where several were run; `methods` above is that of the first. */
  seeds?: SeedSpread;
  skipped: readonly { case: string; reason: string }[];
  warnings: readonly string[];
  definitions: Readonly<Record<string, string>>;
  ignore_when_comparing: readonly string[];
  host: {
    cpu: string;
    cores: number;
    memory_gib: number;
    backend_detail: string;
  };
  timing: {
    wall_ms: number | null;
    cases_run: number;
    cases_resumed: number;
    case_ms: Aggregate;
    inference_ms: number;
    overhead_share: number | null;
  };
}

/** Figures by the rules of another project; not comparable with those of `methods`. */
export interface ProtocolSummary {
  name: ProtocolId;
  remark: string;
  methods: Readonly<Partial<Record<ScoredId, Readonly<Record<string, number | null>>>>>;
}

export interface SeedSpread {
  values: readonly number[];
  methods: Readonly<
    Partial<
      Record<
        ScoredId,
        Readonly<Record<'ap' | 'dice', { mean: number; sd: number; values: readonly number[] }>>
      >
    >
  >;
}

/** A case without its slices, which lie in slices.csv and in the case's own file. */
export type CaseOverview = Omit<CaseRecord, 'slices'>;

/** All that a report, or another program, needs of a finished run. */
export interface RunReport {
  /** Folder of the run. */
  folder: string;
  summary: Summary;
  cases: readonly CaseOverview[];
  curves: Readonly<Partial<Record<ScoredId, PooledCurves>>>;
}
