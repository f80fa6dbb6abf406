/** A coded concept as DICOM writes it; the items of code sequences. */
export interface Code {
  readonly CodeValue: string;
  readonly CodingSchemeDesignator: 'SCT' | 'DCM' | 'UCUM' | 'RFC5646';
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
  BACKGROUND: dcm('125040', 'Background'),
  MODIFYING_EQUIPMENT: dcm('109103', 'Modifying Equipment'),
  TEMPORAL_PREDECESSOR: dcm('121348', 'Temporal Predecessor'),
  PROCESSING_EQUIPMENT: dcm('109102', 'Processing Equipment'),
  QUANTITY: sct('246205007', 'Quantity'),
  SALIENCY: dcm('130404', 'Saliency'),
  Z_SCORE: dcm('113071', 'Z-score'),
  NO_UNITS: ucum('1', 'no units'),
  SOURCE_IMAGE: dcm('121322', 'Source image for image processing operation'),
} as const;

/** Codes of the Imaging Measurement Report, DICOM PS3.16 TID 1500, 1411 and 4019. */
export const REPORT_CODES = {
  IMAGING_MEASUREMENT_REPORT: dcm('126000', 'Imaging Measurement Report'),
  LANGUAGE: dcm('121049', 'Language of Content Item and Descendants'),
  ENGLISH: { CodeValue: 'en', CodingSchemeDesignator: 'RFC5646', CodeMeaning: 'English' },
  OBSERVER_TYPE: dcm('121005', 'Observer Type'),
  DEVICE: dcm('121007', 'Device'),
  DEVICE_UID: dcm('121012', 'Device Observer UID'),
  DEVICE_NAME: dcm('121013', 'Device Observer Name'),
  DEVICE_MANUFACTURER: dcm('121014', 'Device Observer Manufacturer'),
  PROCEDURE_REPORTED: dcm('121058', 'Procedure reported'),
  MAGNETIC_RESONANCE_IMAGING: sct('113091000', 'Magnetic resonance imaging'),
  IMAGE_LIBRARY: dcm('111028', 'Image Library'),
  IMAGE_LIBRARY_GROUP: dcm('126200', 'Image Library Group'),
  IMAGING_MEASUREMENTS: dcm('126010', 'Imaging Measurements'),
  MEASUREMENT_GROUP: dcm('125007', 'Measurement Group'),
  TRACKING_IDENTIFIER: dcm('112039', 'Tracking Identifier'),
  TRACKING_UID: dcm('112040', 'Tracking Unique Identifier'),
  FINDING: dcm('121071', 'Finding'),
  REFERENCED_SEGMENT: dcm('121191', 'Referenced Segment'),
  SOURCE_SERIES: dcm('121232', 'Source series for segmentation'),
  FINDING_SITE: sct('363698007', 'Finding Site'),
  LATERALITY: sct('272741003', 'Laterality'),
  LEFT: sct('7771000', 'Left'),
  RIGHT: sct('24028007', 'Right'),
  BOTH_SIDES: sct('51440002', 'Right and left'),
  ALGORITHM_NAME: dcm('111001', 'Algorithm Name'),
  ALGORITHM_VERSION: dcm('111003', 'Algorithm Version'),
  ALGORITHM_PARAMETERS: dcm('111002', 'Algorithm Parameters'),
  VOLUME: sct('118565006', 'Volume'),
  MILLILITRE: ucum('ml', 'milliliter'),
  DERIVATION: dcm('121401', 'Derivation'),
  MAXIMUM: sct('56851009', 'Maximum'),
  MEAN: sct('373098007', 'Mean'),
  COMMENT: dcm('121106', 'Comment'),
} as const;
