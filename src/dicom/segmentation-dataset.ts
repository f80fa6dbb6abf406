import type { NaturalDataset } from 'dcmjs';
import { packBits } from './bit-packing.ts';
import {
  equipment,
  generalSeries,
  lossyCompression,
  objectIdentity,
  patientAndStudy,
  sourceReferences,
  sourceSpace,
} from './derived-object.ts';
import { dimensionModule, POSITION_DIMENSION, SEGMENT_DIMENSION } from './dimension-index.ts';
import { type FramePlan, segmentsOverlap } from './frame-plan.ts';
import { functionalGroups } from './functional-groups.ts';
import { segmentItem } from './segment-items.ts';
import type { SegmentationRequest } from './segmentation-types.ts';
import type { SourceInstance } from './source-instance.ts';
import { SEGMENTATION_STORAGE } from './storage.ts';

/** UIDs that one object gets afresh. */
export interface ObjectUids {
  readonly sopInstanceUID: string;
  readonly seriesInstanceUID: string;
  readonly dimensionOrganizationUID: string;
}

/** The whole data set of a BINARY segmentation, by keyword, module after module of PS3.3 A.51. */
export function segmentationDataset(
  request: SegmentationRequest,
  plan: FramePlan,
  uids: ObjectUids,
): NaturalDataset {
  const first = request.source[0]!;
  const { shared, perFrame } = functionalGroups(plan.frames, request.source);
  return {
    ...patientAndStudy(first),
    ...generalSeries(
      {
        modality: 'SEG',
        seriesInstanceUID: uids.seriesInstanceUID,
        seriesNumber: request.seriesNumber,
        description: request.seriesDescription ?? describe(plan),
      },
      request,
    ),
    ...sourceSpace(first),
    ...equipment(request),
    ...objectIdentity(SEGMENTATION_STORAGE, uids.sopInstanceUID, request),
    ContentLabel: 'ANOMALY_REGIONS',
    ContentDescription: 'Anomaly candidate regions; research use only',
    ContentCreatorName: 'Lacuna^Software',
    ContentQualification: 'RESEARCH',
    ImageType: ['DERIVED', 'PRIMARY'],
    ...sourceReferences(request.source),
    ...dimensionModule(uids.dimensionOrganizationUID, [SEGMENT_DIMENSION, POSITION_DIMENSION]),
    ...pixels(plan, first),
    ...lossyCompression(request.source),
    SegmentationType: 'BINARY',
    SegmentsOverlap: segmentsOverlap(plan.frames) ? 'YES' : 'NO',
    SegmentSequence: plan.segments.map((segment, i) => segmentItem(segment, i + 1)),
    SharedFunctionalGroupsSequence: [shared],
    PerFrameFunctionalGroupsSequence: perFrame,
  };
}

function describe({ segments }: FramePlan): string {
  const names = [...new Set(segments.map(({ algorithm }) => algorithm.name))];
  return `Anomaly candidates, ${names.length === 1 ? names[0] : `${names.length} methods`}`;
}

function pixels({ frames }: FramePlan, { rows, columns }: SourceInstance): NaturalDataset {
  const packed = packBits(
    frames.map(({ mask }) => mask),
    rows * columns,
  );
  return {
    NumberOfFrames: frames.length,
    Rows: rows,
    Columns: columns,
    SamplesPerPixel: 1,
    PhotometricInterpretation: 'MONOCHROME2',
    BitsAllocated: 1,
    BitsStored: 1,
    HighBit: 0,
    PixelRepresentation: 0,
    PixelData: [packed.buffer],
    _vrMap: { PixelData: 'OB' },
  };
}
