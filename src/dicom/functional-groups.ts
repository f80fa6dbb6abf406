import { CODES } from './codes.ts';
import type { PlannedFrame } from './frame-plan.ts';
import type { SourceInstance } from './source-instance.ts';
import { type FunctionalGroups, spatialGroups } from './spatial-groups.ts';

/** Functional groups of a segmentation: place and source of each frame, and the segment that it belongs to. */
export function functionalGroups(
  frames: readonly PlannedFrame[],
  source: readonly SourceInstance[],
): FunctionalGroups {
  const { shared, perFrame } = spatialGroups(
    frames.map((frame) => frame.source),
    source,
    CODES.SEGMENTATION,
  );
  return {
    shared,
    perFrame: frames.map(({ segmentNumber, positionIndex }, i) => ({
      ...perFrame[i],
      FrameContentSequence: [{ DimensionIndexValues: [segmentNumber, positionIndex] }],
      SegmentIdentificationSequence: [{ ReferencedSegmentNumber: segmentNumber }],
    })),
  };
}
