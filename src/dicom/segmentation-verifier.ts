import { readSegmentationFile } from './segmentation-file.ts';
import type { SourceInstance } from './source.ts';
import { verifyFrames } from './verify-frames.ts';
import { verifyHistory } from './verify-history.ts';
import { verifyIdentity } from './verify-identity.ts';
import { verifySegments } from './verify-segments.ts';
import { verification } from './verification.ts';
import type { ExpectedObject, ExpectedSegment, Verification } from './verify-types.ts';

export type { ExpectedSegment, Verification } from './verify-types.ts';

/**
 * Compares the finished bytes of a BINARY segmentation with its source series, by code that shares nothing with the writer.
 *
 * Within 1e-3 mm at every pixel: position, orientation and spacing of each frame against the image it refers to; further
 * references, identity, provenance and file meta information.
 *
 * @param source all instances of the series, in any order
 * @param expected per segment the masks that must be found bit by bit, each non-empty slice exactly once; segments without
 *   any pixel are passed over as the writer leaves them out. Without it only the file itself is judged
 */
export function verifySegmentation(
  bytes: Uint8Array,
  source: readonly SourceInstance[],
  expected?: readonly ExpectedSegment[],
  { predecessors = [] }: ExpectedObject = {},
): Verification {
  return verification(source, (findings) => {
    const file = readSegmentationFile(bytes);
    const filled = expected && filledSegments(expected);
    for (const { masks } of filled ?? []) {
      findings.check(masks.length === source.length, 'request', 'The expected masks are not one per image.');
    }
    verifyIdentity(file, source, findings);
    verifyHistory(file.dataSet, filled && { edits: editedIn(filled), predecessors }, findings);
    verifySegments(file.segments, new Set(file.frames.map((f) => f.segmentNumber)), filled, findings);
    verifyFrames(file, source, filled, findings);
    return file.frames.length;
  });
}

/** Segments without any pixel are left out by the writer. */
export const filledSegments = (expected: readonly ExpectedSegment[]): readonly ExpectedSegment[] =>
  expected.filter(({ masks }) => masks.some((mask) => mask?.some((value) => value !== 0)));

export const editedIn = (expected: readonly ExpectedSegment[]): number =>
  expected.filter(({ edit }) => edit !== undefined).length;
