import { LacunaError } from '@lacuna/core/errors.ts';
import type { SourceInstance } from '@lacuna/core/dicom/source.ts';
import type { Instance } from '../host/ohif-types.ts';
import { number, personName, text } from './attributes.ts';
import type { ReviewSeries, ReviewSlice } from './review-series.ts';

/** Series-wide strings that a derived object carries over, by DICOM keyword and name in SourceInstance. */
const COPIED = {
  patientID: 'PatientID',
  patientBirthDate: 'PatientBirthDate',
  patientSex: 'PatientSex',
  studyDate: 'StudyDate',
  studyTime: 'StudyTime',
  studyID: 'StudyID',
  accessionNumber: 'AccessionNumber',
  positionReferenceIndicator: 'PositionReferenceIndicator',
  seriesDescription: 'SeriesDescription',
  bodyPartExamined: 'BodyPartExamined',
  laterality: 'Laterality',
  frameOfReferenceUID: 'FrameOfReferenceUID',
} as const;

/** The instances of a series, feet to head, as the SEG writer takes them; read from metadata, never changed. */
export function sourceInstances(series: ReviewSeries): SourceInstance[] {
  return series.slices.map(sourceInstance);
}

function sourceInstance({ instance, geometry, key }: ReviewSlice): SourceInstance {
  const { rows, columns, rowSpacingMm, columnSpacingMm, imagePositionPatient, imageOrientationPatient } = geometry;
  const copied = Object.entries(COPIED).map(([name, keyword]) => [name, text(instance, keyword)] as const);
  const persons = [
    ['patientName', personName(instance, 'PatientName')],
    ['referringPhysicianName', personName(instance, 'ReferringPhysicianName')],
  ] as const;
  const numbers = [
    ['instanceNumber', number(instance, 'InstanceNumber')],
    ['sliceThickness', number(instance, 'SliceThickness')],
    ['spacingBetweenSlices', number(instance, 'SpacingBetweenSlices')],
    ['seriesNumber', number(instance, 'SeriesNumber')],
  ] as const;
  const known = [...copied, ...persons, ...numbers].filter(([, value]) => value !== undefined);
  return {
    sopInstanceUID: key,
    sopClassUID: required(instance, 'SOPClassUID'),
    studyInstanceUID: required(instance, 'StudyInstanceUID'),
    seriesInstanceUID: required(instance, 'SeriesInstanceUID'),
    rows,
    columns,
    pixelSpacing: [rowSpacingMm, columnSpacingMm],
    imagePositionPatient,
    imageOrientationPatient,
    ...(Object.fromEntries(known) as Partial<SourceInstance>),
  };
}

function required(instance: Instance, keyword: string): string {
  const value = text(instance, keyword);
  if (value) return value;
  throw new LacunaError('invalid-argument', `The series cannot be exported: its images have no ${keyword}.`);
}
