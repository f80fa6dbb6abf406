import { valueBytes } from './element-values.ts';
import { damaged, type MultiframeFile, readMultiframeFile } from './multiframe-file.ts';
import { readSegments, type SegmentInFile } from './segmentation-file.ts';

/** A finished label map as its bytes say it is; nothing is checked against anything yet. */
export interface LabelMapFile extends MultiframeFile {
  /** The background, segment 0, among them where it is described. */
  readonly segments: readonly SegmentInFile[];
  /** Segment numbers, one byte a pixel, a view; frames without gaps. */
  readonly labels: Uint8Array;
}

/**
 * Reads a label map of 8 bits.
 * @throws LacunaError `corrupt-file` | `unsupported-transfer-syntax`
 */
export function readLabelMapFile(bytes: Uint8Array): LabelMapFile {
  const file = readMultiframeFile(bytes);
  const labels = valueBytes(file.dataSet, 'x7fe00010');
  const pixels = file.frames.length * file.rows * file.columns;
  if (!labels) throw damaged('its pixel data are missing or cut short');
  if (labels.length !== pixels + (pixels % 2)) {
    throw damaged('its pixel data have another length than its frames of one byte a pixel');
  }
  return { ...file, labels, segments: readSegments(file.dataSet) };
}

/** One frame, a view, row-major. */
export function frameLabels({ labels, rows, columns }: LabelMapFile, frame: number): Uint8Array {
  return labels.subarray(frame * rows * columns, (frame + 1) * rows * columns);
}
