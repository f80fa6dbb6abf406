import type { NaturalDataset } from 'dcmjs';
import { packBits } from './bit-packing.ts';
import { CODES } from './codes.ts';
import { dimensionModule, POSITION_DIMENSION, SEGMENT_DIMENSION } from './dimension-index.ts';
import { type FramePlan, segmentsOverlap } from './frame-plan.ts';
import { functionalGroups } from './functional-groups.ts';
import { labelPlanes } from './label-planes.ts';
import { segmentItem } from './segment-items.ts';
import type { SegmentRequest } from './segmentation-types.ts';
import type { SourceInstance } from './source-instance.ts';
import { spatialGroups } from './spatial-groups.ts';

/** Everything in which the two kinds of segmentation differ: segments, dimensions, frames and pixels. */
export type PixelModules = (
  source: readonly SourceInstance[],
  plan: FramePlan,
  dimensionOrganizationUID: string,
) => NaturalDataset;

/** A frame for each segment and slice, one bit a pixel; segments may overlap. */
export const binaryModules: PixelModules = (source, plan, dimensionOrganizationUID) => {
  const { shared, perFrame } = functionalGroups(plan.frames, source);
  const packed = packBits(
    plan.frames.map(({ mask }) => mask),
    source[0]!.rows * source[0]!.columns,
  );
  return {
    ...dimensionModule(dimensionOrganizationUID, [SEGMENT_DIMENSION, POSITION_DIMENSION]),
    ...pixels(source, plan.frames.length, 1, packed),
    SegmentationType: 'BINARY',
    SegmentsOverlap: segmentsOverlap(plan.frames) ? 'YES' : 'NO',
    SegmentSequence: plan.segments.map((segment, i) => segmentItem(segment, i + 1)),
    SharedFunctionalGroupsSequence: [shared],
    PerFrameFunctionalGroupsSequence: perFrame,
  };
};

/** A frame for each slice, the number of the segment at every pixel; 0, which is described too, is no segment. */
export const labelMapModules: PixelModules = (source, plan, dimensionOrganizationUID) => {
  const planes = labelPlanes(source, plan);
  const { shared, perFrame } = spatialGroups(
    planes.map((plane) => plane.source),
    source,
    CODES.SEGMENTATION,
  );
  const bytes = planes.length * source[0]!.rows * source[0]!.columns;
  const labels = new Uint8Array(bytes + (bytes % 2));
  planes.forEach((plane, f) => labels.set(plane.labels, f * plane.labels.length));
  return {
    ...dimensionModule(dimensionOrganizationUID, [POSITION_DIMENSION]),
    ...pixels(source, planes.length, 8, labels),
    PixelPaddingValue: 0,
    _vrMap: { PixelData: 'OB', PixelPaddingValue: 'US' },
    SegmentationType: 'LABELMAP',
    SegmentsOverlap: 'NO',
    SegmentSequence: [background(plan.segments[0]!), ...plan.segments.map((s, i) => segmentItem(s, i + 1))],
    SharedFunctionalGroupsSequence: [shared],
    PerFrameFunctionalGroupsSequence: planes.map(({ positionIndex }, i) => ({
      ...perFrame[i],
      FrameContentSequence: [{ DimensionIndexValues: [positionIndex] }],
    })),
  };
};

function background({ edited, algorithm }: SegmentRequest): NaturalDataset {
  return {
    SegmentNumber: 0,
    SegmentLabel: 'Background',
    SegmentAlgorithmType: edited ? 'SEMIAUTOMATIC' : 'AUTOMATIC',
    SegmentAlgorithmName: algorithm.name.slice(0, 64),
    SegmentedPropertyCategoryCodeSequence: [CODES.BACKGROUND],
    SegmentedPropertyTypeCodeSequence: [CODES.BACKGROUND],
    RecommendedDisplayCIELabValue: [0, 32896, 32896],
  };
}

function pixels(
  [first]: readonly SourceInstance[],
  frames: number,
  bits: 1 | 8,
  data: Uint8Array<ArrayBuffer>,
): NaturalDataset {
  return {
    NumberOfFrames: frames,
    Rows: first!.rows,
    Columns: first!.columns,
    SamplesPerPixel: 1,
    PhotometricInterpretation: 'MONOCHROME2',
    BitsAllocated: bits,
    BitsStored: bits,
    HighBit: bits - 1,
    PixelRepresentation: 0,
    PixelData: [data.buffer],
    _vrMap: { PixelData: 'OB' },
  };
}
