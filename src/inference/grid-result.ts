import { insideMask } from '../anomaly/map.ts';
import type { GridMapping } from '../imaging/grid.ts';
import type { MethodId, SliceResult } from './detector.ts';

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
  elapsedMs: number;
}

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
  return insideMask(mapping.toSource(anomalyMap), brainMask);
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
  const healthy = mapping.toSource(reconstruction);
  return source.map((value, i) => (brainMask[i] === 0 ? value : healthy[i]! * unit));
}
