import { thresholdMask } from '@lacuna/core/anomaly/mask.ts';
import { brainMidlineX } from '@lacuna/core/anomaly/midline.ts';
import type { AxialView } from '@lacuna/core/imaging/reformat.ts';
import type { SourceSeries, SourceSlice } from '@lacuna/core/imaging/series.ts';
import {
  METHOD_NAMES,
  type MethodId,
  type OutputId,
  type SliceResult,
} from '@lacuna/core/inference/detector.ts';
import type { Engine } from '@lacuna/core/inference/engine.ts';
import { rangeDoubts } from '@lacuna/core/inference/training-range.ts';
import { resolveThreshold, type ResolvedThreshold, type ThresholdChoice } from './detect-options.ts';

export interface SliceScore {
  /** From 1 at the feet. */
  slice: number;
  key: string;
  status: SliceResult['status'];
  score: number;
  candidatePixels: number;
  elapsedMs: number;
}

/** One method, or the consensus of both, on one series; planes in the order of the series, also for slices that were not run. */
export interface MethodOutcome {
  method: OutputId;
  threshold: ResolvedThreshold;
  /** 0 in slices that were not run. */
  maps: readonly Float32Array[];
  /** The source itself in slices that were not run; absent for the consensus, which reconstructs nothing. */
  reconstructions?: readonly Float32Array[];
  masks: readonly Uint8Array[];
  scores: readonly SliceScore[];
  /** Of a sagittal or coronal series: scores are of axial slices, planes of the images that these were made from. */
  view?: AxialView;
  /** Patient x of the middle of the brain, mm; absent without a brain in the slices that were run. */
  midlineXMm?: number;
}

export interface RunRequest {
  series: SourceSeries;
  methods: readonly MethodId[];
  seed: number;
  threshold: ThresholdChoice | undefined;
  /** Indices of the slices to run, ascending. */
  indices: readonly number[];
}

/**
 * Runs the methods one after the other on the chosen slices.
 * @param onSlice called after each slice of each method with the method's name
 * @param onDoubt called before the first slice, for each reason why the weights may not know such images
 * @throws LacunaError what the engine throws; `cancelled`
 */
export async function runMethods(
  engine: Engine,
  request: RunRequest,
  onSlice: (what: string) => void,
  signal?: AbortSignal,
  onDoubt: (sentence: string) => void = () => undefined,
): Promise<MethodOutcome[]> {
  const { series, indices, seed } = request;
  const prepared = await engine.prepareSeries(series, signal);
  const { trainingRange, sequence } = engine.manifest;
  for (const doubt of rangeDoubts(prepared.intensityProfile, trainingRange, sequence)) onDoubt(doubt);
  const outcomes: MethodOutcome[] = [];
  for (const method of request.methods) {
    const threshold = resolveThreshold(engine.manifest, method, request.threshold);
    const maps: Float32Array[] = series.slices.map(({ pixels }) => new Float32Array(pixels.length));
    const masks: Uint8Array[] = series.slices.map(({ pixels }) => new Uint8Array(pixels.length));
    const reconstructions: Float32Array[] = series.slices.map(({ pixels }) => pixels);
    const scores: SliceScore[] = [];
    const brainMasks: (Uint8Array | null)[] = series.slices.map(() => null);
    for await (const result of engine.detectSlices(prepared, indices, method, { seed }, { signal })) {
      const { sliceIndex: index } = result;
      const slice = series.slices[index]!;
      const { minimumRegionAreaMm2 } = engine.manifest;
      const { mask, score } = scoreSlice(slice, index, result, threshold.value, minimumRegionAreaMm2);
      maps[index] = result.anomalyMap;
      reconstructions[index] = result.reconstruction;
      masks[index] = mask;
      brainMasks[index] = result.brainMask;
      scores.push(score);
      onSlice(METHOD_NAMES[method]);
    }
    const midlineXMm = brainMidlineX(
      series.slices.map(({ geometry }) => geometry),
      brainMasks,
    );
    outcomes.push({ method, threshold, maps, reconstructions, masks, scores, midlineXMm });
  }
  return outcomes;
}

/** The mask of a slice at a threshold, and what the report says of the slice. */
export function scoreSlice(
  { geometry, key }: SourceSlice,
  index: number,
  {
    anomalyMap,
    status,
    score,
    elapsedMs,
  }: Pick<SliceResult, 'anomalyMap' | 'status' | 'score' | 'elapsedMs'>,
  threshold: number,
  minimumRegionAreaMm2: number,
): { mask: Uint8Array; score: SliceScore } {
  const mask = thresholdMask(anomalyMap, geometry, threshold, minimumRegionAreaMm2);
  const candidatePixels = mask.reduce((sum, value) => sum + value, 0);
  return {
    mask,
    score: { slice: index + 1, key, status, score, candidatePixels, elapsedMs: Math.round(elapsedMs) },
  };
}
