import { LacunaError } from '../errors.ts';
import { plainText } from './element-values.ts';
import { frameLabels, readLabelMapFile } from './label-map-file.ts';
import { type FrameInFile, type MultiframeFile, parseObject } from './multiframe-file.ts';
import { readSegmentationFile, type SegmentInFile } from './segmentation-file.ts';
import type { SourceInstance } from './source.ts';
import { sourceKey } from './source-key.ts';
import { unpackFrame } from './unpack-bits.ts';

export interface DecodedSegment {
  readonly number: number;
  readonly label: string;
  /** AUTOMATIC, SEMIAUTOMATIC or MANUAL. */
  readonly algorithmType: string;
  readonly algorithmName: string;
  /** What the object names it by, where it is followed through objects. */
  readonly trackingUID: string | undefined;
  /** Per source instance in the given order, rows*columns of 0 and 1; null where the segment has no frame. */
  readonly masks: readonly (Uint8Array | null)[];
}

const LABEL_MAP_CLASS = '1.2.840.10008.5.1.4.1.1.66.7';

/** Segments without the background, and the masks of each frame by segment. */
interface Masked {
  readonly file: MultiframeFile;
  readonly segments: readonly SegmentInFile[];
  readonly masksOf: (frame: number) => readonly (readonly [segment: number, mask: Uint8Array])[];
}

/**
 * The masks of a BINARY segmentation or a label map, back on the source instances that its frames refer to.
 *
 * Assignment is by reference only; whether the frames lie where the instances lie is for the verifiers to say.
 * @throws LacunaError `corrupt-file` | `unsupported-transfer-syntax`; `verification-failed` when a frame refers to no or
 *   several of the instances, or two frames of a segment to the same one
 */
export function decodeSegmentation(
  bytes: Uint8Array,
  source: readonly SourceInstance[],
): readonly DecodedSegment[] {
  const { file, segments, masksOf } = isLabelMap(bytes) ? labelMap(bytes) : binary(bytes);
  const indexOf = new Map(source.map((slice, i) => [sourceKey(slice), i]));
  const found = new Map<number, (Uint8Array | null)[]>();
  file.frames.forEach((frame, f) => {
    const index = sourceIndex(frame, f, file, source, indexOf);
    for (const [segment, mask] of masksOf(f)) {
      const masks = found.get(segment) ?? source.map(() => null);
      if (masks[index]) throw mismatch(`Frame ${f + 1} repeats a slice of its segment.`);
      masks[index] = mask;
      found.set(segment, masks);
    }
  });
  return segments.map(({ number = 0, label = '', algorithmType = '', algorithmName = '', item }) => ({
    number,
    label,
    algorithmType,
    algorithmName,
    trackingUID: plainText(item, 'x00620021'),
    masks: found.get(number) ?? source.map(() => null),
  }));
}

/** Whether an object is of the class of label maps. @throws LacunaError as `parseObject` */
export function isLabelMap(bytes: Uint8Array): boolean {
  return plainText(parseObject(bytes), 'x00080016') === LABEL_MAP_CLASS;
}

function binary(bytes: Uint8Array): Masked {
  const file = readSegmentationFile(bytes);
  const { segments, frames, packed, rows, columns } = file;
  return {
    file,
    segments,
    masksOf: (f) => {
      const number = frames[f]!.segmentNumber;
      if (number === undefined) throw mismatch(`Frame ${f + 1} belongs to no segment.`);
      return [[number, unpackFrame(packed, f, rows * columns)]];
    },
  };
}

function labelMap(bytes: Uint8Array): Masked {
  const file = readLabelMapFile(bytes);
  return {
    file,
    segments: file.segments.filter(({ number }) => number !== 0),
    masksOf: (f) => {
      const labels = frameLabels(file, f);
      const masks = new Map<number, Uint8Array>();
      labels.forEach((label, i) => {
        if (label === 0) return;
        const mask = masks.get(label) ?? new Uint8Array(labels.length);
        mask[i] = 1;
        masks.set(label, mask);
      });
      return [...masks];
    },
  };
}

function sourceIndex(
  { references }: FrameInFile,
  f: number,
  { rows, columns }: MultiframeFile,
  source: readonly SourceInstance[],
  indexOf: ReadonlyMap<string, number>,
): number {
  const index = references.length === 1 ? indexOf.get(references[0]?.key ?? '') : undefined;
  const instance = index === undefined ? undefined : source[index];
  if (index === undefined || !instance) {
    throw mismatch(`Frame ${f + 1} does not refer to one image of the series.`);
  }
  if (instance.rows !== rows || instance.columns !== columns) {
    throw mismatch(`Frame ${f + 1} has another matrix than the image it refers to.`);
  }
  return index;
}

function mismatch(sentence: string): LacunaError {
  return new LacunaError(
    'verification-failed',
    `${sentence} The segmentation does not belong to this series.`,
  );
}
