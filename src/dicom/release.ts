import { LacunaError } from '../errors.ts';
import { verifyLabelMap } from './label-map-verifier.ts';
import { type Verification, verifySegmentation } from './segmentation-verifier.ts';
import {
  type SegmentationRequest,
  writeSegmentation,
  type WrittenSegmentation,
} from './segmentation-writer.ts';

export type ReleasedSegmentation =
  | (Extract<WrittenSegmentation, { kind: 'written' }> & {
      /** Non-empty slices; of a BINARY one all segments together. */ readonly frames: number;
    })
  | Extract<WrittenSegmentation, { kind: 'empty' }>;

/** Findings carried in an error; a broken writer could have thousands. */
const MOST_FINDINGS = 50;

/**
 * The only way for a segmentation to leave Lacuna: written, then its finished bytes parsed again by code that shares
 * nothing with the writer and compared with source and masks.
 *
 * @param write replaced in tests by a writer with a fault
 * @throws LacunaError `verification-failed` with the findings; nothing is handed out then. And what the writer throws.
 */
export function releaseSegmentation(
  request: SegmentationRequest,
  write: (request: SegmentationRequest) => WrittenSegmentation = writeSegmentation,
): ReleasedSegmentation {
  const written = write(request);
  if (written.kind === 'empty') return written;
  const verify = request.encoding === 'labelmap' ? verifyLabelMap : verifySegmentation;
  const verification = verify(written.bytes, request.source, request.segments, request);
  return { ...written, frames: discardUnverified(verification, 'segmentation') };
}

/**
 * The rule of release: what differs from its source does not leave.
 * @returns frames of a verified object
 * @throws LacunaError `verification-failed` with the findings
 */
export function discardUnverified(verification: Verification, what: string): number {
  if (verification.kind === 'verified') return verification.frames;
  throw new LacunaError(
    'verification-failed',
    `The written DICOM ${what} does not agree with its source images, so it was discarded. Save the result as NIfTI instead, and please report this.`,
    { findings: verification.findings.slice(0, MOST_FINDINGS), count: verification.findings.length },
  );
}
