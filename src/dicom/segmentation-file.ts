import type { DataSet } from 'dicom-parser';
import { items, plainText, unicodeText, unsignedShort, valueBytes } from './element-values.ts';
import { damaged, type FrameInFile, type MultiframeFile, readMultiframeFile } from './multiframe-file.ts';

/** A finished SEG as its bytes say it is; nothing is checked against anything yet, absent values stay undefined. */
export interface SegmentationFile extends MultiframeFile {
  readonly segments: readonly SegmentInFile[];
  readonly frames: readonly SegmentFrameInFile[];
  /** One bit a pixel, least significant bit first, frames without gaps. */
  readonly packed: Uint8Array;
}

export interface SegmentFrameInFile extends FrameInFile {
  readonly segmentNumber: number | undefined;
}

export interface SegmentInFile {
  readonly number: number | undefined;
  readonly label: string | undefined;
  readonly algorithmType: string | undefined;
  readonly algorithmName: string | undefined;
  readonly item: DataSet;
}

/**
 * Reads a BINARY DICOM Segmentation.
 * @throws LacunaError `corrupt-file` | `unsupported-transfer-syntax` always typed, whatever the parser throws
 */
export function readSegmentationFile(bytes: Uint8Array): SegmentationFile {
  const file = readMultiframeFile(bytes);
  const { dataSet, rows, columns, frames } = file;
  const packed = valueBytes(dataSet, 'x7fe00010');
  if (!packed) throw damaged('its pixel data are missing or cut short');
  if (packed.length < Math.ceil((frames.length * rows * columns) / 8)) {
    throw damaged('its pixel data are shorter than its frames');
  }
  return {
    ...file,
    packed,
    segments: readSegments(dataSet),
    frames: frames.map((frame) => {
      const identification = frame.group('x0062000a');
      return { ...frame, segmentNumber: identification && unsignedShort(identification, 'x0062000b') };
    }),
  };
}

/** The described segments, in the order of the file. */
export const readSegments = (dataSet: DataSet): readonly SegmentInFile[] =>
  items(dataSet, 'x00620002').map(segment);

function segment(item: DataSet): SegmentInFile {
  return {
    number: unsignedShort(item, 'x00620004'),
    label: unicodeText(item, 'x00620005'),
    algorithmType: plainText(item, 'x00620008'),
    algorithmName: unicodeText(item, 'x00620009'),
    item,
  };
}
