/** A coded concept as DICOM writes it; the items of code sequences. */
export interface Code {
  readonly CodeValue: string;
  readonly CodingSchemeDesignator: 'SCT' | 'DCM';
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
  SOURCE_IMAGE: dcm('121322', 'Source image for image processing operation'),
} as const;
