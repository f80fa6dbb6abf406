import type { TailPoint } from '../anomaly/tail-score.ts';
import type { LatentSettings } from '../latent/settings.ts';
import type { PixelSettings } from '../pixel/settings.ts';
import type { MethodId } from './detector.ts';
import type { TrainingRange } from './training-range.ts';

export const MODEL_KEYS = [
  'brainMask',
  'encoder',
  'decoder',
  'denoiser',
  'reconstructionSubnet',
  'segmentationSubnet',
] as const;
export type ModelKey = (typeof MODEL_KEYS)[number];

/** The first axis of every tensor is the batch, free at run time. */
export interface TensorSpec {
  name: string;
  shape: readonly ('batch' | number)[];
}

export interface ModelSpec {
  key: ModelKey;
  /** A plain file name beside the manifest. */
  file: string;
  bytes: number;
  /** Lower-case hexadecimal. */
  sha256: string;
  opset: number;
  dtype: 'float32';
  inputs: readonly TensorSpec[];
  outputs: readonly TensorSpec[];
}

export const OPERATING_POINTS = ['fpr1', 'fpr5', 'fpr10'] as const;
/** Share of healthy brain pixels above the threshold: 1, 5 or 10 %. */
export type OperatingPoint = (typeof OPERATING_POINTS)[number];
export type Thresholds = Readonly<Record<OperatingPoint, number>> & { readonly default: OperatingPoint };

/** How the anomaly map is distributed over the brain pixels of healthy slices that were never trained on. */
export interface HealthyCalibration {
  mean: number;
  sd: number;
  /** Shares of healthy pixels, falling, with the map value that such a share reaches. */
  healthyTail: readonly TailPoint[];
}

/** What is needed to read a map: where to cut it, and what its values span. */
export interface MapCalibration {
  thresholds: Thresholds;
  /** Range of the anomaly map, for the colour scale and the threshold slider. */
  mapRange: readonly [number, number];
}

interface MethodCalibration extends MapCalibration {
  calibration?: HealthyCalibration;
}

/** Weighted mean of the methods' tail scores (anomaly/consensus.ts); each method then has a `calibration`. */
export interface ConsensusManifest extends MapCalibration {
  /** Sum to 1. */
  weights: Readonly<Record<MethodId, number>>;
}

export interface LatentMethodManifest extends LatentSettings, MethodCalibration {
  latentChannels: number;
  latentSize: number;
  /** `taught-flips` or `published`; see the model card. */
  training: string;
}

export interface PixelMethodManifest extends PixelSettings, MethodCalibration {
  anomalyMap: 'segmentation-probability';
}

/** `manifest.json` of a weights bundle, checked; `calibration`, `training` and `metrics` are for people to read. */
export interface WeightsManifest {
  schema: 'lacuna-weights/1';
  id: string;
  version: string;
  sequence: string;
  createdBy: string;
  grid: { size: number; spacingMm: number };
  normalisation: { scale: number; sampleSlices: number; minBrainPixels: number; maskPercentile: number };
  brainMask: { threshold: number; minAreaMm2: number; minSlicePixels: number };
  schedule: { timesteps: number; betaStart: number; betaEnd: number; embeddingDim: number };
  models: Readonly<Record<ModelKey, ModelSpec>>;
  methods: { 'latent-bernoulli': LatentMethodManifest; 'diffusion-ad': PixelMethodManifest };
  /** Absent where the weights were not calibrated for it. */
  consensus?: ConsensusManifest;
  minimumRegionAreaMm2: number;
  /** Absent where it was not measured: then no series is out of range. */
  trainingRange?: TrainingRange;
  calibration: Readonly<Record<string, unknown>>;
  /** SHA-256 of the calibration file in use; absent where thresholds and tables are those of the weights. */
  calibrationFile?: string;
  /** Denoiser calls of the maps that thresholds and tables were made from, where a run makes another number. */
  calibratedSteps?: number;
  training: Readonly<Record<string, unknown>>;
  metrics: Readonly<Record<string, unknown>>;
}
