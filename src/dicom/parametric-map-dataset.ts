import type { NaturalDataset } from 'dcmjs';
import { CODES } from './codes.ts';
import { decimalString } from './decimal-string.ts';
import {
  equipment,
  generalSeries,
  lossyCompression,
  objectIdentity,
  patientAndStudy,
  sourceSpace,
} from './derived-object.ts';
import { dimensionModule, POSITION_DIMENSION } from './dimension-index.ts';
import { mapMeanings, realWorldValueMappings } from './map-meaning.ts';
import type { MapFrame } from './map-frames.ts';
import type { ParametricMapRequest } from './parametric-map-types.ts';
import { processingItems } from './processing-items.ts';
import { objectReferences } from './references.ts';
import { safeString } from './safe-text.ts';
import type { ObjectUids } from './segmentation-dataset.ts';
import { spatialGroups } from './spatial-groups.ts';
import { PARAMETRIC_MAP_STORAGE } from './storage.ts';

const IMAGE_TYPE = ['DERIVED', 'PRIMARY', 'VOLUME', 'QUANTITY'];

/** The data set of a Parametric Map but for its pixels, by keyword, module after module of PS3.3 A.75. */
export function parametricMapDataset(
  request: ParametricMapRequest,
  frames: readonly MapFrame[],
  range: readonly [number, number],
  uids: ObjectUids,
): NaturalDataset {
  const first = request.source[0]!;
  const name = request.algorithm.name;
  return {
    ...patientAndStudy(first),
    ...generalSeries(
      {
        modality: 'MR',
        seriesInstanceUID: uids.seriesInstanceUID,
        seriesNumber: request.seriesNumber,
        description: request.seriesDescription ?? `Anomaly map ${name}`,
      },
      request,
    ),
    ...sourceSpace(first),
    ...equipment(request),
    ContributingEquipmentSequence: processingItems(
      request.algorithm,
      request.method,
      request.softwareVersion,
    ),
    ...objectIdentity(PARAMETRIC_MAP_STORAGE, uids.sopInstanceUID, request),
    ContentLabel: 'ANOMALY_MAP',
    ContentDescription: safeString(`Anomaly map by ${name}; research use only`, 64),
    ContentCreatorName: 'Lacuna^Software',
    ContentQualification: 'RESEARCH',
    ImageType: IMAGE_TYPE,
    AcquisitionContextSequence: [],
    ...objectReferences(request.source, request.predecessors),
    ...dimensionModule(uids.dimensionOrganizationUID, [POSITION_DIMENSION]),
    NumberOfFrames: frames.length,
    Rows: first.rows,
    Columns: first.columns,
    SamplesPerPixel: 1,
    PhotometricInterpretation: 'MONOCHROME2',
    BitsAllocated: 32,
    PixelPresentation: 'MONOCHROME',
    PresentationLUTShape: 'IDENTITY',
    BurnedInAnnotation: 'NO',
    RecognizableVisualFeatures: 'NO',
    ...lossyCompression(request.source),
    ...groups(request, frames, range),
  };
}

function groups(
  { source, healthy }: ParametricMapRequest,
  frames: readonly MapFrame[],
  range: readonly [number, number],
): NaturalDataset {
  const spatial = spatialGroups(
    frames.map((frame) => frame.source),
    source,
    CODES.IMAGE_PROCESSING,
  );
  const [lowest, highest] = range;
  return {
    SharedFunctionalGroupsSequence: [
      {
        ...spatial.shared,
        FrameAnatomySequence: [{ FrameLaterality: 'U', AnatomicRegionSequence: [CODES.BRAIN] }],
        PixelValueTransformationSequence: [{ RescaleIntercept: '0', RescaleSlope: '1', RescaleType: 'US' }],
        FrameVOILUTSequence: [
          {
            WindowCenter: decimalString((lowest + highest) / 2),
            WindowWidth: decimalString(Math.max(highest - lowest, 1e-6)),
          },
        ],
        RealWorldValueMappingSequence: realWorldValueMappings(mapMeanings(healthy), range),
        ParametricMapFrameTypeSequence: [{ FrameType: IMAGE_TYPE }],
      },
    ],
    PerFrameFunctionalGroupsSequence: frames.map(({ positionIndex }, i) => ({
      ...spatial.perFrame[i],
      FrameContentSequence: [{ DimensionIndexValues: [positionIndex] }],
    })),
  };
}
