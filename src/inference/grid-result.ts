import type { GridMapping } from '../imaging/grid.ts';
import type { SourceSlice } from '../imaging/series.ts';
import type { MethodId, SliceResult, TraceStep } from './detector.ts';

/**
 * What the models say of a slice, on their own grid, [size*size] each. It is small whatever the matrix of the source,
 * and everything on the source grid follows from it exactly.
 */
export interface GridResult {
  sliceKey: string;
  sliceIndex: number;
  method: MethodId;
  /** `no-brain`: too little brain in the slice to run the method; the mask is all 0. */
  status: SliceResult['status'];
  /** Continuous, within the method's mapRange, 0 outside the mask. */
  anomalyMap: Float32Array;
  /** In the unit of the model image, [0, 1]; without meaning where the mask is 0. */
  reconstruction: Float32Array;
  /** 1 inside the brain. */
  mask: Uint8Array;
  /** Mean of the 50 largest pixels of the map. */
  score: number;
  /** Of a slice in a batch: the batch's time over its slices. */
  elapsedMs: number;
  /** As SliceResult's, but on the model grid. */
  trace?: { steps: readonly TraceStep[] };
  /** As GridOutput's. */
  stepsMade?: number;
}

/** A coarse result of a chain of several denoiser calls, to be refined. */
export type PartialGridResult = GridResult & { step: number; steps: number };

/** 1 inside the brain, [rows*columns]. */
export function brainMaskOnSource({ mask }: Pick<GridResult, 'mask'>, mapping: GridMapping): Uint8Array {
  return mapping.maskToSource(mask);
}

/** [rows*columns], 0 outside the brain. */
export function mapOnSource(
  { anomalyMap }: Pick<GridResult, 'anomalyMap'>,
  brainMask: Uint8Array,
  mapping: GridMapping,
): Float32Array {
  return mapping.toSource(anomalyMap, brainMask);
}

/**
 * [rows*columns] in modality units, the source's own pixels outside the brain.
 * @param unit modality units of a model intensity of 1
 */
export function reconstructionOnSource(
  { reconstruction }: Pick<GridResult, 'reconstruction'>,
  brainMask: Uint8Array,
  mapping: GridMapping,
  source: Float32Array,
  unit: number,
): Float32Array {
  return mapping.overSource(source, reconstruction, brainMask, unit);
}

/** The flips of each step on the source grid, 0 outside the brain; undefined where there is no trace. */
export function traceOnSource(
  { trace }: Pick<GridResult, 'trace'>,
  brainMask: Uint8Array,
  mapping: GridMapping,
): SliceResult['trace'] {
  const onSource = (step: TraceStep) => ({
    ...step,
    flipProbability: mapping.toSource(step.flipProbability, brainMask),
  });
  return trace && { steps: trace.steps.map(onSource) };
}

/** The whole result on the source grid; `elapsedMs` counts the way there too. */
export function sliceResult(
  result: GridResult,
  source: SourceSlice,
  mapping: GridMapping,
  unit: number,
): SliceResult {
  const started = performance.now();
  const { sliceKey, sliceIndex, method, status, score, stepsMade } = result;
  const brainMask = brainMaskOnSource(result, mapping);
  const trace = traceOnSource(result, brainMask, mapping);
  return {
    sliceKey,
    sliceIndex,
    method,
    status,
    anomalyMap: mapOnSource(result, brainMask, mapping),
    reconstruction: reconstructionOnSource(result, brainMask, mapping, source.pixels, unit),
    brainMask,
    score,
    ...(trace && { trace }),
    ...(stepsMade !== undefined && { stepsMade }),
    elapsedMs: result.elapsedMs + performance.now() - started,
  };
}

/** The memory of a trace, to be transferred to another realm. */
export function traceBuffers({ trace }: Pick<GridResult, 'trace'>): ArrayBuffer[] {
  return (trace?.steps ?? []).map(({ flipProbability }) => flipProbability.buffer as ArrayBuffer);
}
