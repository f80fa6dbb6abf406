import { plainText, unicodeText, unsignedShort, valueBytes, walkElements } from './element-values.ts';
import type { SegmentationFile } from './segmentation-file.ts';
import type { SourceInstance } from './source.ts';
import type { Findings } from './verify-findings.ts';

const SEG_CLASS = '1.2.840.10008.5.1.4.1.1.66.4';

/** File meta information, patient, study, and what kind of object this says it is. */
export function verifyIdentity(
  { dataSet, frames, rows, columns, packed }: SegmentationFile,
  source: readonly SourceInstance[],
  findings: Findings,
): void {
  const is = (tag: string, wanted: string | undefined, name: string) =>
    findings.check(plainText(dataSet, tag) === wanted, name, `${name} is not as it must be.`);
  const isNumber = (tag: string, wanted: number, name: string) =>
    findings.check(unsignedShort(dataSet, tag) === wanted, name, `${name} is not ${wanted}.`);
  const first = source[0];
  const sopInstanceUID = plainText(dataSet, 'x00080018');
  const seriesInstanceUID = plainText(dataSet, 'x0020000e');

  const version = valueBytes(dataSet, 'x00020001');
  findings.check(
    version?.length === 2 && version[0] === 0 && version[1] === 1,
    'file meta version',
    'FileMetaInformationVersion is missing or wrong.',
  );
  is('x00020002', SEG_CLASS, 'MediaStorageSOPClassUID');
  is('x00020003', sopInstanceUID, 'MediaStorageSOPInstanceUID');
  is('x00080016', SEG_CLASS, 'SOPClassUID');
  is('x00080060', 'SEG', 'Modality');
  is('x00620001', 'BINARY', 'SegmentationType');
  is('x00189004', 'RESEARCH', 'ContentQualification');
  isNumber('x00280002', 1, 'SamplesPerPixel');
  isNumber('x00280100', 1, 'BitsAllocated');
  isNumber('x00280101', 1, 'BitsStored');
  isNumber('x00280102', 0, 'HighBit');
  is('x00280008', String(frames.length), 'NumberOfFrames');
  verifyPadding(packed, frames.length * rows * columns, findings);

  is('x0020000d', first?.studyInstanceUID, 'StudyInstanceUID');
  is('x00200052', first?.frameOfReferenceUID, 'FrameOfReferenceUID');
  findings.check(
    samePatientId(unicodeText(dataSet, 'x00100020'), first?.patientID),
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
  verifyForbidden({ dataSet }, findings);
}

/** Nothing but zeros after the last frame, and no more than the one byte that makes the length even. */
function verifyPadding(packed: Uint8Array, bits: number, findings: Findings): void {
  const bytes = Math.ceil(bits / 8);
  const expected = bytes + (bytes % 2);
  const lastBits = bits % 8 === 0 ? 0 : (packed[bytes - 1] ?? 0) >> (bits % 8);
  const clean = packed.length === expected && lastBits === 0 && packed.subarray(bytes).every((v) => v === 0);
  findings.check(clean, 'padding', 'The pixel data are longer than the frames or padded with something.');
}

/** Attributes that readers stumble over: rescaling of masks, retired code schemes, frame numbers of single frames. */
function verifyForbidden({ dataSet }: Pick<SegmentationFile, 'dataSet'>, findings: Findings): void {
  walkElements(dataSet, (tag, owner) => {
    if (tag === 'x00281052' || tag === 'x00281053') findings.add('rescale', 'A mask must not be rescaled.');
    if (tag === 'x00081160')
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
