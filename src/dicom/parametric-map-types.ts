import type { ObjectReference } from './object-reference.ts';
import type { AlgorithmProvenance, SegmentMethod } from './segmentation-types.ts';
import type { SourceInstance } from './source-instance.ts';

/** A map's mean and standard deviation over healthy brain pixels, in map values. */
export interface HealthyDistribution {
  readonly mean: number;
  /** Above 0. */
  readonly sd: number;
}

export interface ParametricMapRequest {
  /** In any order; frames are written feet to head whatever the order. */
  readonly source: readonly SourceInstance[];
  readonly method: SegmentMethod;
  /** One per source instance and on its grid, rows*columns, finite; null for a slice that was not analysed. */
  readonly maps: readonly (Float32Array | null)[];
  /** Lowest and highest value that the map can take. */
  readonly mapRange: readonly [number, number];
  /** Of the weights, when they have a calibration: the object then also says how values become z-scores. */
  readonly healthy?: HealthyDistribution;
  readonly algorithm: AlgorithmProvenance;
  /** Earlier maps that this one takes the place of. */
  readonly predecessors?: readonly ObjectReference[];
  readonly seriesNumber: number;
  /** `(research use only)` is added. */
  readonly seriesDescription?: string;
  readonly contentDate: Date;
  /** A fresh UID at every call, such as `2.25.<random>`. */
  readonly uid: () => string;
  readonly softwareVersion: string;
}

export type WrittenParametricMap =
  | {
      readonly kind: 'written';
      readonly bytes: Uint8Array;
      readonly sopInstanceUID: string;
      readonly seriesInstanceUID: string;
      /** Without patient data. */
      readonly fileName: string;
    }
  | { readonly kind: 'empty'; readonly sentence: string };
