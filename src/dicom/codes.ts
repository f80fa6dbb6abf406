/** A coded concept as DICOM writes it; the items of code sequences. */
export interface Code {
  readonly CodeValue: string;
  readonly CodingSchemeDesignator: 'SCT' | 'DCM' | 'UCUM';
  readonly CodeMeaning: string;
}

const sct = (CodeValue: string, CodeMeaning: string): Code => ({
  CodeValue,
  CodingSchemeDesignator: 'SCT',
  CodeMeaning,
});
const dcm = (CodeValue: string, CodeMeaning: string): Code => ({
  CodeValue,
  CodingSchemeDesignator: 'DCM',
  CodeMeaning,
});
const ucum = (CodeValue: string, CodeMeaning: string): Code => ({
  CodeValue,
  CodingSchemeDesignator: 'UCUM',
  CodeMeaning,
});

/**
 * Codes used in written objects, each checked against the dictionaries of DICOM PS3.16 and SNOMED CT.
 *
 * `LESION` is the nearest type that readers of SEG objects offer; labels say "anomaly candidate", because nothing here is
 * a finding.
 */
export const CODES = {
  MORPHOLOGICALLY_ABNORMAL_STRUCTURE: sct('49755003', 'Morphologically Abnormal Structure'),
  LESION: sct('52988006', 'Lesion'),
  BRAIN: sct('12738006', 'Brain'),
  ARTIFICIAL_INTELLIGENCE: dcm('123110', 'Artificial Intelligence'),
  SEGMENTATION: dcm('113076', 'Segmentation'),
  IMAGE_PROCESSING: dcm('110001', 'Image Processing'),
  PROCESSING_EQUIPMENT: dcm('109102', 'Processing Equipment'),
  QUANTITY: sct('246205007', 'Quantity'),
  SALIENCY: dcm('130404', 'Saliency'),
  Z_SCORE: dcm('113071', 'Z-score'),
  NO_UNITS: ucum('1', 'no units'),
  SOURCE_IMAGE: dcm('121322', 'Source image for image processing operation'),
} as const;
