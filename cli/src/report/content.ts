/**
 * What the report shows, as plain JSON: nothing here knows how it was computed or how it is drawn. Shares lie in 0..1, volumes are
 * in ml, times in ms; null is a metric that is undefined (for example the Dice of an empty truth).
 */
export interface ReportContent {
  title: string;
  /** ISO 8601, UTC. */
  createdAt: string;
  notice: string;
  dataset: DatasetContent;
  /** In the order of the page. */
  methods: readonly MethodContent[];
  cases: readonly CaseRow[];
  strata: readonly StratumContent[];
  comparisons: readonly ComparisonContent[];
  /** Spread over repeated runs with other random numbers; empty for one seed. */
  seeds: readonly SeedRow[];
  pictures: readonly PictureContent[];
  /** Headed lists of names and values: settings, hashes, versions, hardware. */
  provenance: readonly { heading: string; entries: readonly (readonly [string, string])[] }[];
  definitions: readonly (readonly [term: string, meaning: string])[];
}

export interface DatasetContent {
  name: string;
  layout: string;
  casesWithTruth: number;
  healthyCases: number;
  slices: number;
  /** Share of brain pixels that the truth marks, over the cases with truth: the precision of a random map. */
  prevalence: number | null;
  subjects: number;
  /** Share of the true pixels that the brain mask of the weights leaves out: missed by every method. */
  truthOutsideBrain: number | null;
  /** What the reader of the figures has to know, as sentences. */
  warnings: readonly string[];
  /** Cases that were not run or not scored, with the reason. */
  leftOut: readonly { id: string; reason: string }[];
}

export interface Aggregate {
  n: number;
  mean: number | null;
  median: number | null;
  ci95: readonly [number, number] | null;
}

export type OperatingPointId = 'fpr1' | 'fpr5' | 'fpr10';

export interface MethodContent {
  id: string;
  name: string;
  threshold: { value: number; source: string };
  pooled: {
    ap: number | null;
    auroc: number | null;
    aupro30: number | null;
    diceOracle: number | null;
    dice: number | null;
    sensitivity: number | null;
    fpr: number | null;
  };
  cases: { dice: Aggregate; ap: Aggregate };
  slices: { auroc: number | null; ap: number | null };
  lesions: { tp: number; fp: number; fn: number } | null;
  healthyFpr: number | null;
  /** Measured against what the thresholds were calibrated for; empty without healthy pixels. */
  calibration: readonly CalibrationPoint[];
  msPerSlice: number | null;
  curves: CurveContent;
}

export interface CalibrationPoint {
  point: OperatingPointId;
  /** Healthy false-positive rate that the threshold stands for. */
  nominal: number;
  threshold: number;
  /** Share of the set's healthy brain pixels that reach it. */
  measured: number | null;
  /** Share of slices without truth that hold any candidate region. */
  slicesWithCandidate: number | null;
}

export interface CurveContent {
  /** (recall, precision), recall ascending. */
  precisionRecall: readonly (readonly [number, number])[];
  /** (false-positive rate, sensitivity), ascending. */
  roc: readonly (readonly [number, number])[];
  /** (threshold, pooled Dice), threshold ascending. */
  diceByThreshold: readonly (readonly [number, number])[];
  oracle: { threshold: number; dice: number } | null;
  /** How exact the points are, as a sentence. */
  exactness: string;
}

export interface CaseRow {
  id: string;
  healthy: boolean;
  slices: number;
  truthMl: number | null;
  methods: Readonly<Record<string, CaseFigures>>;
}

export interface CaseFigures {
  dice: number | null;
  diceOracle: number | null;
  ap: number | null;
  auroc: number | null;
  sensitivity: number | null;
  fpr: number | null;
  lesions: { tp: number; fp: number; fn: number } | null;
  predictedMl: number | null;
  msPerSlice: number | null;
}

export interface SeedRow {
  method: string;
  metric: string;
  /** By seed. */
  values: readonly (readonly [seed: number, value: number])[];
  mean: number;
  sd: number;
}

/** Lesions of one size range, and the cases whose whole truth is of that size. */
export interface StratumContent {
  label: string;
  lesions: number;
  cases: number;
  methods: Readonly<Record<string, { found: number; dice: Aggregate | null }>>;
}

/** Paired over cases: `a` minus `b`. */
export interface ComparisonContent {
  a: string;
  b: string;
  metric: string;
  n: number;
  meanDifference: number | null;
  ci95: readonly [number, number] | null;
  p: number | null;
  /** Corrected for all comparisons of the run (Holm). */
  pHolm: number | null;
}

export interface PictureContent {
  rank: 'worst' | 'median' | 'best';
  caseId: string;
  /** From 1 at the feet. */
  slice: number;
  /** What the rank is by, e.g. "Dice of the consensus 0.61". */
  caption: string;
  panels: readonly { label: string; png: Uint8Array; width: number; height: number }[];
}
