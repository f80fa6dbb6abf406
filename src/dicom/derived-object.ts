import type { NaturalDataset } from 'dcmjs';
import { safeCode, safeDate, safePersonName, safeString, safeTime } from './safe-text.ts';
import type { SourceInstance } from './source-instance.ts';

/** Who made an object and when; the same for every object of one export. */
export interface ObjectOrigin {
  readonly contentDate: Date;
  readonly softwareVersion: string;
}

/** How the object stands in its series, which is always a new one. */
export interface SeriesIdentity {
  readonly modality: 'SEG' | 'MR' | 'SR' | 'OT';
  readonly seriesInstanceUID: string;
  readonly seriesNumber: number;
  /** Without the notice, which is added. */
  readonly description: string;
}

const NOTICE = '(research use only)';

/** Patient and study of the source, cleaned. */
export function patientAndStudy(source: SourceInstance): NaturalDataset {
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
function noticed(description: string): string {
  const plain = safeString(description.replaceAll(NOTICE, ''), 64);
  return `${safeString(plain, 64 - 1 - NOTICE.length)} ${NOTICE}`;
}

export function generalSeries(
  { modality, seriesInstanceUID, seriesNumber, description }: SeriesIdentity,
  { contentDate }: ObjectOrigin,
): NaturalDataset {
  return {
    Modality: modality,
    SeriesInstanceUID: seriesInstanceUID,
    SeriesNumber: seriesNumber,
    SeriesDescription: noticed(description),
    SeriesDate: dicomDate(contentDate),
    SeriesTime: dicomTime(contentDate),
  };
}

/** What an image object repeats of the body part and the space that its source lies in. */
export function sourceSpace(source: SourceInstance): NaturalDataset {
  const bodyPart = safeCode(source.bodyPartExamined);
  return {
    ...(bodyPart ? { BodyPartExamined: bodyPart } : {}),
    ...(source.laterality === 'L' || source.laterality === 'R' ? { Laterality: source.laterality } : {}),
    FrameOfReferenceUID: source.frameOfReferenceUID,
    PositionReferenceIndicator: safeString(source.positionReferenceIndicator, 64),
  };
}

export function equipment({ softwareVersion }: ObjectOrigin): NaturalDataset {
  return {
    Manufacturer: 'Lacuna',
    ManufacturerModelName: 'Lacuna',
    DeviceSerialNumber: 'none',
    SoftwareVersions: safeString(softwareVersion, 64) || 'unknown',
  };
}

export function objectIdentity(
  sopClassUID: string,
  sopInstanceUID: string,
  { contentDate }: ObjectOrigin,
): NaturalDataset {
  return {
    SOPClassUID: sopClassUID,
    SOPInstanceUID: sopInstanceUID,
    InstanceNumber: 1,
    InstanceCreationDate: dicomDate(contentDate),
    InstanceCreationTime: dicomTime(contentDate),
    ContentDate: dicomDate(contentDate),
    ContentTime: dicomTime(contentDate),
  };
}

/** Once lossy, always lossy. */
export function lossyCompression(source: readonly SourceInstance[]): NaturalDataset {
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

const two = (n: number) => String(n).padStart(2, '0');
/** Local time, as all dates of a DICOM object without a time zone. */
export const dicomDate = (d: Date) =>
  `${String(d.getFullYear()).padStart(4, '0')}${two(d.getMonth() + 1)}${two(d.getDate())}`;
export const dicomTime = (d: Date) => `${two(d.getHours())}${two(d.getMinutes())}${two(d.getSeconds())}`;
