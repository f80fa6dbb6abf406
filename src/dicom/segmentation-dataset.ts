import type { NaturalDataset } from 'dcmjs';
import { packBits } from './bit-packing.ts';
import { type FramePlan, segmentsOverlap } from './frame-plan.ts';
import { functionalGroups } from './functional-groups.ts';
import { safeCode, safeDate, safePersonName, safeString, safeTime } from './safe-text.ts';
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

const NOTICE = '(research use only)';
const SEGMENT_NUMBER = 0x0062000b;
const SEGMENT_IDENTIFICATION = 0x0062000a;
const IMAGE_POSITION = 0x00200032;
const PLANE_POSITION = 0x00209113;

/** The whole data set of a BINARY segmentation, by keyword, module after module of PS3.3 A.51. */
export function segmentationDataset(
  request: SegmentationRequest,
  plan: FramePlan,
  uids: ObjectUids,
): NaturalDataset {
  const first = request.source[0]!;
  return {
    ...patientAndStudy(first),
    ...series(request, first, plan, uids),
    ...equipmentAndIdentity(request, uids),
    ...references(request.source),
    ...dimensions(uids),
    ...pixels(plan, first),
    ...lossy(request.source),
    SegmentationType: 'BINARY',
    SegmentsOverlap: segmentsOverlap(plan.frames) ? 'YES' : 'NO',
    SegmentSequence: plan.segments.map((segment, i) => segmentItem(segment, i + 1)),
    ...groups(request.source, plan),
  };
}

function patientAndStudy(source: SourceInstance): NaturalDataset {
  const sex = safeCode(source.patientSex);
  return {
    SpecificCharacterSet: 'ISO_IR 192',
    PatientName: safePersonName(source.patientName),
    PatientID: safeString(source.patientID, 64),
    PatientBirthDate: safeDate(source.patientBirthDate),
    PatientSex: sex && ['M', 'F', 'O'].includes(sex) ? sex : '',
    StudyInstanceUID: source.studyInstanceUID,
    StudyDate: safeDate(source.studyDate),
    StudyTime: safeTime(source.studyTime),
    StudyID: safeString(source.studyID, 16),
    AccessionNumber: safeString(source.accessionNumber, 16),
    ReferringPhysicianName: safePersonName(source.referringPhysicianName),
    ...(source.studyDescription ? { StudyDescription: safeString(source.studyDescription, 64) } : {}),
  };
}

/** The notice always fits: the rest is cut, at a whole character, to what 64 of them leave. */
function seriesDescription(request: SegmentationRequest, { segments }: FramePlan): string {
  const names = [...new Set(segments.map(({ algorithm }) => algorithm.name))];
  const made = `Anomaly candidates, ${names.length === 1 ? names[0] : `${names.length} methods`}`;
  const plain = safeString((request.seriesDescription ?? made).replaceAll(NOTICE, ''), 64);
  return `${safeString(plain, 64 - 1 - NOTICE.length)} ${NOTICE}`;
}

function series(
  request: SegmentationRequest,
  source: SourceInstance,
  plan: FramePlan,
  { seriesInstanceUID }: ObjectUids,
): NaturalDataset {
  const bodyPart = safeCode(source.bodyPartExamined);
  return {
    Modality: 'SEG',
    SeriesInstanceUID: seriesInstanceUID,
    SeriesNumber: request.seriesNumber,
    SeriesDescription: seriesDescription(request, plan),
    SeriesDate: dicomDate(request.contentDate),
    SeriesTime: dicomTime(request.contentDate),
    ...(bodyPart ? { BodyPartExamined: bodyPart } : {}),
    ...(source.laterality === 'L' || source.laterality === 'R' ? { Laterality: source.laterality } : {}),
    FrameOfReferenceUID: source.frameOfReferenceUID,
    PositionReferenceIndicator: safeString(source.positionReferenceIndicator, 64),
  };
}

function equipmentAndIdentity(request: SegmentationRequest, { sopInstanceUID }: ObjectUids): NaturalDataset {
  return {
    Manufacturer: 'Lacuna',
    ManufacturerModelName: 'Lacuna',
    DeviceSerialNumber: 'none',
    SoftwareVersions: safeString(request.softwareVersion, 64) || 'unknown',
    SOPClassUID: SEGMENTATION_STORAGE,
    SOPInstanceUID: sopInstanceUID,
    InstanceNumber: 1,
    InstanceCreationDate: dicomDate(request.contentDate),
    InstanceCreationTime: dicomTime(request.contentDate),
    ContentDate: dicomDate(request.contentDate),
    ContentTime: dicomTime(request.contentDate),
    ContentLabel: 'ANOMALY_REGIONS',
    ContentDescription: 'Anomaly candidate regions; research use only',
    ContentCreatorName: 'Lacuna^Software',
    ContentQualification: 'RESEARCH',
    ImageType: ['DERIVED', 'PRIMARY'],
  };
}

/** The whole source series, not only the instances with frames: a reader may then build the empty slices too. */
function references(source: readonly SourceInstance[]): NaturalDataset {
  return {
    ReferencedSeriesSequence: [
      {
        SeriesInstanceUID: source[0]!.seriesInstanceUID,
        ReferencedInstanceSequence: source.map(({ sopClassUID, sopInstanceUID }) => ({
          ReferencedSOPClassUID: sopClassUID,
          ReferencedSOPInstanceUID: sopInstanceUID,
        })),
      },
    ],
  };
}

function dimensions({ dimensionOrganizationUID }: ObjectUids): NaturalDataset {
  const index = (pointer: number, group: number, label: string) => ({
    DimensionOrganizationUID: dimensionOrganizationUID,
    DimensionIndexPointer: pointer,
    FunctionalGroupPointer: group,
    DimensionDescriptionLabel: label,
  });
  return {
    DimensionOrganizationSequence: [{ DimensionOrganizationUID: dimensionOrganizationUID }],
    DimensionIndexSequence: [
      index(SEGMENT_NUMBER, SEGMENT_IDENTIFICATION, 'Segment number'),
      index(IMAGE_POSITION, PLANE_POSITION, 'Image position'),
    ],
  };
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

function lossy(source: readonly SourceInstance[]): NaturalDataset {
  const lossySource = source.find(({ lossyImageCompression }) => lossyImageCompression === '01');
  if (!lossySource) return { LossyImageCompression: '00' };
  const { lossyImageCompressionRatio: ratio, lossyImageCompressionMethod } = lossySource;
  const method = safeCode(lossyImageCompressionMethod);
  return {
    LossyImageCompression: '01',
    ...(ratio === undefined ? {} : { LossyImageCompressionRatio: String(ratio).slice(0, 16) }),
    ...(method ? { LossyImageCompressionMethod: method } : {}),
  };
}

function groups(source: readonly SourceInstance[], { frames }: FramePlan): NaturalDataset {
  const { shared, perFrame } = functionalGroups(frames, source);
  return { SharedFunctionalGroupsSequence: [shared], PerFrameFunctionalGroupsSequence: perFrame };
}

const two = (n: number) => String(n).padStart(2, '0');
/** Local time, as all dates of a DICOM object without a time zone. */
const dicomDate = (d: Date) =>
  `${String(d.getFullYear()).padStart(4, '0')}${two(d.getMonth() + 1)}${two(d.getDate())}`;
const dicomTime = (d: Date) => `${two(d.getHours())}${two(d.getMinutes())}${two(d.getSeconds())}`;
