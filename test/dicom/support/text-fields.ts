import type { SourceInstance } from '@lacuna/core/dicom/source.ts';

/** What is copied from an image into our objects as text, without being looked at. */
export const TEXT_FIELDS = [
  'patientName',
  'patientID',
  'patientBirthDate',
  'patientSex',
  'studyDate',
  'studyTime',
  'studyID',
  'studyDescription',
  'accessionNumber',
  'referringPhysicianName',
  'positionReferenceIndicator',
  'seriesDescription',
  'bodyPartExamined',
  'laterality',
  'lossyImageCompression',
  'lossyImageCompressionMethod',
] as const satisfies readonly (keyof SourceInstance)[];
