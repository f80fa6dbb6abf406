import { LacunaError } from '../errors.ts';
import { readSegmentationFile } from './segmentation-file.ts';
import type { SourceInstance } from './source.ts';
import { sourceKey } from './source-key.ts';
import { unpackFrame } from './unpack-bits.ts';

export interface DecodedSegment {
  readonly number: number;
  readonly label: string;
  /** AUTOMATIC, SEMIAUTOMATIC or MANUAL. */
  readonly algorithmType: string;
  readonly algorithmName: string;
  /** Per source instance in the given order, rows*columns of 0 and 1; null where the segment has no frame. */
  readonly masks: readonly (Uint8Array | null)[];
}

/**
 * The masks of a BINARY segmentation, back on the source instances that its frames refer to.
 *
 * Assignment is by reference only; whether the frames lie where the instances lie is for `verifySegmentation` to say.
 * @throws LacunaError `corrupt-file` | `unsupported-transfer-syntax`; `verification-failed` when a frame refers to no or
 *   several of the instances, or two frames of a segment to the same one
 */
export function decodeSegmentation(
  bytes: Uint8Array,
  source: readonly SourceInstance[],
): readonly DecodedSegment[] {
  const file = readSegmentationFile(bytes);
  const indexOf = new Map(source.map((slice, i) => [sourceKey(slice), i]));
  const pixels = file.rows * file.columns;
  const masksOf = new Map<number, (Uint8Array | null)[]>();
  file.frames.forEach(({ references, segmentNumber }, f) => {
    const index = references.length === 1 ? indexOf.get(references[0]?.key ?? '') : undefined;
    const instance = index === undefined ? undefined : source[index];
    if (index === undefined || !instance || segmentNumber === undefined) {
      throw mismatch(`Frame ${f + 1} does not refer to one image of the series.`);
    }
    if (instance.rows !== file.rows || instance.columns !== file.columns) {
      throw mismatch(`Frame ${f + 1} has another matrix than the image it refers to.`);
    }
    const masks = masksOf.get(segmentNumber) ?? source.map(() => null);
    if (masks[index]) throw mismatch(`Frame ${f + 1} repeats a slice of its segment.`);
    masks[index] = unpackFrame(file.packed, f, pixels);
    masksOf.set(segmentNumber, masks);
  });
  return file.segments.map(({ number = 0, label = '', algorithmType = '', algorithmName = '' }) => ({
    number,
    label,
    algorithmType,
    algorithmName,
    masks: masksOf.get(number) ?? source.map(() => null),
  }));
}

function mismatch(sentence: string): LacunaError {
  return new LacunaError(
    'verification-failed',
    `${sentence} The segmentation does not belong to this series.`,
  );
}
