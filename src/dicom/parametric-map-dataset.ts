import type { NaturalDataset } from 'dcmjs';
import { parametersText } from './algorithm-item.ts';
import { CODES } from './codes.ts';
import { decimalString } from './decimal-string.ts';
import {
  equipment,
  generalSeries,
  lossyCompression,
  objectIdentity,
  patientAndStudy,
  sourceReferences,
  sourceSpace,
} from './derived-object.ts';
import { dimensionModule, POSITION_DIMENSION } from './dimension-index.ts';
import { mapMeanings, realWorldValueMappings } from './map-meaning.ts';
import type { MapFrame } from './map-frames.ts';
import type { ParametricMapRequest } from './parametric-map-types.ts';
import { safeLongText, safeString } from './safe-text.ts';
import type { ObjectUids } from './segmentation-dataset.ts';
import { spatialGroups } from './spatial-groups.ts';
import { PARAMETRIC_MAP_STORAGE } from './storage.ts';

const IMAGE_TYPE = ['DERIVED', 'PRIMARY', 'VOLUME', 'QUANTITY'];
/** ST. */
const LONGEST_DESCRIPTION = 1024;

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
    ContributingEquipmentSequence: processing(request),
    ...objectIdentity(PARAMETRIC_MAP_STORAGE, uids.sopInstanceUID, request),
    ContentLabel: 'ANOMALY_MAP',
    ContentDescription: safeString(`Anomaly map by ${name}; research use only`, 64),
    ContentCreatorName: 'Lacuna^Software',
    ContentQualification: 'RESEARCH',
    ImageType: IMAGE_TYPE,
    AcquisitionContextSequence: [],
    ...sourceReferences(request.source),
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

/**
 * Who computed the map, with all that is needed to compute it again; an image has no other place for it. A description
 * holds 1024 characters, so long parameters go on in further items, each `name version`, a line feed and `k=v,k=v`.
 */
function processing({ algorithm, softwareVersion, method }: ParametricMapRequest): NaturalDataset[] {
  const name = `${safeString(algorithm.name, 64) || method} ${safeString(algorithm.version, 64)}\n`;
  const room = LONGEST_DESCRIPTION - name.length;
  const parts = [''];
  for (const pair of parametersText(algorithm.parameters).split(',')) {
    const part = parts.at(-1)!;
    if (part.length + 1 + pair.length > room) parts.push(pair);
    else parts[parts.length - 1] = part === '' ? pair : `${part},${pair}`;
  }
  return parts.map((part) => ({
    PurposeOfReferenceCodeSequence: [CODES.PROCESSING_EQUIPMENT],
    Manufacturer: 'Lacuna',
    ManufacturerModelName: 'Lacuna',
    SoftwareVersions: safeString(softwareVersion, 64) || 'unknown',
    ContributionDescription: safeLongText(`${name}${part}`).slice(0, LONGEST_DESCRIPTION),
  }));
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
