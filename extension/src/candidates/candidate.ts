import type { CandidateRegion } from '@lacuna/core/anomaly/candidate-regions.ts';
import type { LayerId } from '../methods.ts';

export type CandidateStatus = 'open' | 'accepted' | 'rejected';

/**
 * A candidate region as it is listed, shown and exported: the core's region with what a person says of it. Slice
 * indices count from feet to head, millimetres are of the patient (LPS).
 */
export interface Candidate extends CandidateRegion {
  /** Stays with the region's peak over threshold changes; unique within the series. */
  readonly id: string;
  /** The method, or the consensus, whose layer holds the region. */
  readonly output: LayerId;
  /** The slice of the region that is nearest to its centre of mass. */
  readonly centreSlice: number;
  /** First and last slice as the viewer numbers them, from 0, the smaller number first. */
  readonly shownSlices: readonly [first: number, last: number];
  /** Rejected regions leave mask, layer and export; the list keeps them, so that they can be taken back. */
  readonly status: CandidateStatus;
  /** As a person calls it, at most 64 characters; null stands for the number. */
  readonly name: string | null;
  /** The same for the region in every object that is exported during a visit. */
  readonly trackingUid: string;
  /** A person has drawn or erased in at least one of its slices. */
  readonly edited: boolean;
  /** Share of the seeds of an uncertainty run in which the region is found again, 0..1; null without such a run. */
  readonly stability: number | null;
}

/** The candidate regions of one layer with the voxels that belong to them. */
export interface CandidateMasks {
  readonly output: LayerId;
  /** Largest peak first, numbers 1, 2, ... without gaps; rejected ones are not among them. */
  readonly regions: readonly Candidate[];
  /** Per slice, feet to head, the region's number at each pixel of the source grid, 0 outside; null where all are 0. */
  readonly labels: readonly (Int32Array | null)[];
}
