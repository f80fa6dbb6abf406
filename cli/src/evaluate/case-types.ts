import type { LesionCounts } from '@lacuna/core/metrics/index.ts';
import type { BackendInfo } from '@lacuna/core/inference/session.ts';
import type { OutputId } from '@lacuna/core/inference/detector.ts';
import type { OperatingPoint, Thresholds } from '@lacuna/core/inference/manifest-types.ts';
import type { ProtocolCaseFigures } from './protocol-case.ts';
import type { ProtocolId } from './protocol-id.ts';

/**
 * The unit of work of an evaluation: one case in, one result out. Everything here is plain JSON but the two byte arrays of a
 * result, so that a case can be handed to another process or machine and its result handed back.
 */

/** A file or folder relative to the root of the data set, with forward slashes: the root may differ between machines. */
export type DataPath = string;

type FileImage = { kind: 'nifti'; file: DataPath } | { kind: 'dicom'; folder: DataPath };
/** Series of one study behind DICOMweb, relative to the root of the service, which may differ between machines too. */
type WebImage = { kind: 'dicomweb'; study: string; series: readonly string[] };
export type CaseImage = FileImage | WebImage;

/** `none`: the case counts as healthy, no pixel of it is abnormal. */
type FileTruth = { kind: 'nifti'; file: DataPath } | { kind: 'dicom-seg'; file: DataPath } | { kind: 'none' };
export type CaseTruth = FileTruth | { kind: 'dicomweb-seg'; study: string; series: string };

/** Image and truth as files of this machine. */
export interface FileCaseInput {
  image: FileImage;
  truth: FileTruth;
}

export interface CaseInput {
  /** Unique in its data set and fit for a file name. */
  id: string;
  /** What the bootstrap draws: cases of one subject are drawn together. */
  subject: string;
  image: CaseImage;
  truth: CaseTruth;
}

/** What decides the result besides case, weights (with calibration file) and back-end. */
export interface CaseSettings {
  seed: number;
  protocol: ProtocolId;
  /** Thresholds of the baselines from a calibration file. */
  baselines?: BaselineThresholds;
}

export const BASELINE_IDS = ['baseline-intensity', 'baseline-intensity-median5'] as const;
export type BaselineId = (typeof BASELINE_IDS)[number];
export type BaselineThresholds = Readonly<Partial<Record<BaselineId, Thresholds>>>;
/** Everything that is scored. */
export type ScoredId = OutputId | BaselineId;

export type CaseResult = EvaluatedCase | SkippedCase;

/** The case cannot be scored, and why, as a sentence; the same input is refused the same way every time. */
export interface SkippedCase {
  kind: 'skipped';
  id: string;
  code: string;
  reason: string;
}

export interface EvaluatedCase {
  kind: 'evaluated';
  record: CaseRecord;
  /** By output: what an exact pooled metric needs, see score-file.ts. */
  scores: Readonly<Partial<Record<ScoredId, Uint8Array>>>;
  /** One slice as pictures, see preview-file.ts. */
  preview: Uint8Array;
  /** Maps and masks for BIDS derivatives, by file name without the case's entities; only where asked for. */
  derivatives?: Readonly<Record<string, Uint8Array>>;
  /** Both methods' maps at the healthy brain pixels, for `lacuna calibrate`; only where asked for. */
  healthyMaps?: Uint8Array;
}

/** What a caller wants besides the figures; it does not change them. */
export interface CaseExtras {
  derivatives?: boolean;
  healthyMaps?: boolean;
}

/** `cases/<id>.json`. Only `timing` may differ between two runs of the same case on the same back-end. */
export interface CaseRecord {
  schema: 'lacuna-case/1';
  id: string;
  subject: string;
  /** SHA-256 over weights, calibration, back-end kind, software and settings. */
  settingsHash: string;
  /** SHA-256 over the bytes of image and truth. */
  inputHash: string;
  backend: BackendInfo['id'];
  image: {
    kind: 'nifti' | 'dicom';
    slices: number;
    rows: number;
    columns: number;
    rowSpacingMm: number;
    columnSpacingMm: number;
    /** Distance of slice centres; the mean where uneven. */
    sliceSpacingMm: number;
    voxelMl: number;
    /** Median of the brain, in the units of the image: the unit of the intensity baselines. */
    intensityMedian: number;
  };
  truth: {
    kind: FileTruth['kind'];
    pixels: number;
    ml: number;
    slicesWithTruth: number;
    /** Volumes of the connected true lesions (26-neighbours) of at least 8 voxels, largest first. */
    lesionsMl: readonly number[];
    /** Share of the true pixels that the brain mask of the model leaves out: scored 0, so missed by every method. */
    outsideBrain: number | null;
  };
  /** Brain or truth: the pixels that count. */
  scoredPixels: number;
  brainPixels: number;
  methods: Readonly<Partial<Record<ScoredId, CaseMethod>>>;
  /** With another protocol than our own. */
  protocol?: Readonly<Partial<Record<ScoredId, ProtocolCaseFigures>>>;
  slices: readonly CaseSlice[];
  warnings: readonly string[];
  timing: CaseTiming;
}

/** Figures of one output on one case; null where the case does not define them (no truth, no background). */
export interface CaseMethod {
  threshold: number;
  thresholdSource: string;
  ap: number | null;
  auroc: number | null;
  aupro30: number | null;
  /** Best Dice over all thresholds, chosen with the truth: an upper bound. */
  diceOracle: number | null;
  oracleThreshold: number | null;
  dice: number | null;
  sensitivity: number | null;
  precision: number | null;
  fpr: number | null;
  /** Pixels of the mask at the threshold, small regions dropped. */
  confusion: { tp: number; fp: number; fn: number; tn: number };
  predictedMl: number;
  lesions: LesionCounts;
  /** By lesion in the order of `truth.lesionsMl`: whether the mask covers a tenth of it. */
  lesionsFound: readonly boolean[];
  /** Brain pixels of slices without truth, and how many reach each operating point (no region rule). */
  healthy: {
    pixels: number;
    reaching: Readonly<Record<OperatingPoint, number>>;
    /** Reaching the threshold of this run and left in its mask. */
    inMask: number;
    slices: number;
    slicesWithCandidate: Readonly<Record<OperatingPoint, number>>;
  };
}

export interface CaseSlice {
  /** From 1 at the feet. */
  slice: number;
  key: string;
  brainPixels: number;
  truthPixels: number;
  methods: Readonly<Partial<Record<ScoredId, SliceFigures>>>;
}

export interface SliceFigures {
  score: number;
  candidatePixels: number;
  truePositivePixels: number;
  /** null where both truth and mask are empty. */
  dice: number | null;
  ap: number | null;
}

export interface CaseTiming {
  totalMs: number;
  loadMs: number;
  /** Mean over slices with brain. */
  msPerSlice: Readonly<Partial<Record<ScoredId, number>>>;
  /** All calls into the detectors. */
  inferenceMs: number;
  metricsMs: number;
}
