import type { SourceInstance } from './source-instance.ts';

/** Text attributes that are copied as they are, by name here and DICOM keyword. */
export const COPIED_TEXT = {
  frameOfReferenceUID: 'FrameOfReferenceUID',
  lossyImageCompression: 'LossyImageCompression',
  lossyImageCompressionMethod: 'LossyImageCompressionMethod',
  patientName: 'PatientName',
  patientID: 'PatientID',
  patientBirthDate: 'PatientBirthDate',
  patientSex: 'PatientSex',
  studyDate: 'StudyDate',
  studyTime: 'StudyTime',
  studyID: 'StudyID',
  studyDescription: 'StudyDescription',
  accessionNumber: 'AccessionNumber',
  referringPhysicianName: 'ReferringPhysicianName',
  positionReferenceIndicator: 'PositionReferenceIndicator',
  seriesDescription: 'SeriesDescription',
  bodyPartExamined: 'BodyPartExamined',
  laterality: 'Laterality',
} as const satisfies Partial<Record<keyof SourceInstance, string>>;

export const COPIED_NUMBERS = {
  instanceNumber: 'InstanceNumber',
  sliceThickness: 'SliceThickness',
  spacingBetweenSlices: 'SpacingBetweenSlices',
  seriesNumber: 'SeriesNumber',
  lossyImageCompressionRatio: 'LossyImageCompressionRatio',
} as const satisfies Partial<Record<keyof SourceInstance, string>>;
