import type { CandidateRegion } from '../anomaly/candidate-regions.ts';
import type { ObjectReference } from './object-reference.ts';
import type { AlgorithmProvenance, SegmentMethod } from './segmentation-types.ts';
import type { SourceInstance } from './source-instance.ts';

/** What follows a region through objects: the same in its segment and in its measurements. */
export interface Tracking {
  /** For people; at most 64 characters. */
  readonly identifier: string;
  readonly uid: string;
}

export interface MeasuredRegion {
  readonly region: CandidateRegion;
  readonly tracking: Tracking;
  /** Of the segmentation that the report refers to. */
  readonly segmentNumber: number;
}

export interface MeasurementReportRequest {
  readonly source: readonly SourceInstance[];
  /** The SEG with one segment for each region. */
  readonly segmentation: { readonly sopInstanceUID: string; readonly seriesInstanceUID: string };
  readonly method: SegmentMethod;
  readonly regions: readonly MeasuredRegion[];
  readonly algorithm: AlgorithmProvenance;
  /** Earlier reports that this one takes the place of. */
  readonly predecessors?: readonly ObjectReference[];
  readonly seriesNumber: number;
  /** `(research use only)` is added. */
  readonly seriesDescription?: string;
  readonly contentDate: Date;
  readonly uid: () => string;
  readonly softwareVersion: string;
}

export type WrittenMeasurementReport =
  | {
      readonly kind: 'written';
      readonly bytes: Uint8Array;
      readonly sopInstanceUID: string;
      readonly seriesInstanceUID: string;
      readonly fileName: string;
    }
  | { readonly kind: 'empty'; readonly sentence: string };
