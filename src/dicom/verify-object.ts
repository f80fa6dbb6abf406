import type { DataSet } from 'dicom-parser';
import { plainText, unicodeText, unsignedShort, valueBytes, walkElements } from './element-values.ts';
import type { SourceInstance } from './source.ts';
import type { Findings } from './verify-findings.ts';

/** Checks single elements by tag; every class of object has its own list. */
export function elementChecks(dataSet: DataSet, findings: Findings) {
  return {
    is: (
      tag: string,
      wanted: string | undefined,
      name: string,
      sentence = `${name} is not ${wanted ?? 'absent'}.`,
    ) => findings.check(plainText(dataSet, tag) === wanted, name, sentence),
    isNumber: (tag: string, wanted: number, name: string) =>
      findings.check(unsignedShort(dataSet, tag) === wanted, name, `${name} is not ${wanted}.`),
  };
}

/** That an image object lies in the space of its source and says that it is for research. */
export function verifyImageObject(
  dataSet: DataSet,
  source: readonly SourceInstance[],
  findings: Findings,
): void {
  const { is } = elementChecks(dataSet, findings);
  is(
    'x00200052',
    source[0]?.frameOfReferenceUID,
    'FrameOfReferenceUID',
    'FrameOfReferenceUID is not that of the source images.',
  );
  is(
    'x00189004',
    'RESEARCH',
    'ContentQualification',
    'ContentQualification is not RESEARCH, which every object of Lacuna says: other software wrote this one, or it was changed.',
  );
}

/** File meta information, patient, study, class and own identity: what every object made from a series must say. */
export function verifyObject(
  dataSet: DataSet,
  { sopClassUID, modality }: { readonly sopClassUID: string; readonly modality: string },
  source: readonly SourceInstance[],
  findings: Findings,
): void {
  const { is } = elementChecks(dataSet, findings);
  const sopInstanceUID = plainText(dataSet, 'x00080018');
  const seriesInstanceUID = plainText(dataSet, 'x0020000e');
  const version = valueBytes(dataSet, 'x00020001');
  findings.check(
    version?.length === 2 && version[0] === 0 && version[1] === 1,
    'file meta version',
    'FileMetaInformationVersion is missing or wrong.',
  );
  is('x00020002', sopClassUID, 'MediaStorageSOPClassUID');
  is(
    'x00020003',
    sopInstanceUID,
    'MediaStorageSOPInstanceUID',
    'MediaStorageSOPInstanceUID is not the SOPInstanceUID of the object.',
  );
  is('x00080016', sopClassUID, 'SOPClassUID');
  is('x00080060', modality, 'Modality');
  is(
    'x0020000d',
    source[0]?.studyInstanceUID,
    'StudyInstanceUID',
    'StudyInstanceUID is not that of the source images.',
  );
  findings.check(
    samePatientId(unicodeText(dataSet, 'x00100020'), source[0]?.patientID),
    'PatientID',
    'PatientID is not that of the source.',
  );
  const taken = source.some(
    (instance) =>
      instance.sopInstanceUID === sopInstanceUID || instance.seriesInstanceUID === seriesInstanceUID,
  );
  findings.check(
    Boolean(sopInstanceUID) && Boolean(seriesInstanceUID) && !taken,
    'own identity',
    'The object has not got instance and series UIDs of its own.',
  );
  verifyForbidden(dataSet, source, findings);
}

/** Attributes that readers stumble over: retired code schemes, frame numbers of single frames. */
function verifyForbidden(dataSet: DataSet, source: readonly SourceInstance[], findings: Findings): void {
  const singleFrame = source.every(({ frameNumber }) => frameNumber === undefined);
  walkElements(dataSet, (tag, owner) => {
    if (tag === 'x00081160' && singleFrame)
      findings.add('frame number', 'A single-frame source has no ReferencedFrameNumber.');
    if (tag === 'x00080102' && /^(SRT|99SDM|SNM3)$/.test(plainText(owner, tag) ?? '')) {
      findings.add('retired code', 'A code of a retired scheme is used.');
    }
  });
}

/**
 * Whether an object went to the right patient. A legal ID must be the same, character by character; an illegal one (too
 * long, control characters, backslash) can only be carried over cleaned, and is compared by its letters and digits.
 */
function samePatientId(written: string | undefined, source: string | undefined): boolean {
  const wanted = (source ?? '').trim();
  const got = (written ?? '').trim();
  if (wanted === got) return true;
  const legal = wanted.length <= 64 && !/[\p{C}\p{Zl}\p{Zp}\\]/u.test(wanted);
  if (legal) return false;
  const core = (text: string) => text.replace(/[^\p{L}\p{N}]/gu, '');
  return core(wanted).startsWith(core(got)) && (core(got) !== '' || core(wanted.slice(0, 64)) === '');
}
