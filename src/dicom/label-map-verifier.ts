import { unsignedShort } from './element-values.ts';
import { frameLabels, type LabelMapFile, readLabelMapFile } from './label-map-file.ts';
import { editedIn, filledSegments } from './segmentation-verifier.ts';
import type { SourceInstance } from './source.ts';
import type { Findings } from './verify-findings.ts';
import { verifyHistory } from './verify-history.ts';
import { elementChecks, verifyImageObject, verifyObject } from './verify-object.ts';
import { verifyPlacement } from './verify-placement.ts';
import { verifySegments } from './verify-segments.ts';
import { verification } from './verification.ts';
import type { ExpectedObject, ExpectedSegment, Verification } from './verify-types.ts';

const LABEL_MAP_CLASS = '1.2.840.10008.5.1.4.1.1.66.7';

/**
 * Compares the finished bytes of a label map with its source series as `verifySegmentation` does for a BINARY one; shares
 * nothing with the writer.
 */
export function verifyLabelMap(
  bytes: Uint8Array,
  source: readonly SourceInstance[],
  expected?: readonly ExpectedSegment[],
  { predecessors = [] }: ExpectedObject = {},
): Verification {
  return verification(source, (findings) => {
    const file = readLabelMapFile(bytes);
    const filled = expected && filledSegments(expected);
    verifyIdentity(file, source, findings);
    verifyHistory(file.dataSet, filled && { edits: editedIn(filled), predecessors }, findings);
    const [background, ...segments] = file.segments;
    findings.check(
      background?.number === 0 && background.label === 'Background',
      'background',
      'The first described segment is not the background.',
    );
    verifySegments(segments, new Set(file.labels), filled, findings);
    verifyLabels(file, source, filled, findings);
    return file.frames.length;
  });
}

function verifyIdentity(
  { dataSet, frames, labels, rows, columns }: LabelMapFile,
  source: readonly SourceInstance[],
  findings: Findings,
): void {
  const { is, isNumber } = elementChecks(dataSet, findings);
  verifyObject(dataSet, { sopClassUID: LABEL_MAP_CLASS, modality: 'SEG' }, source, findings);
  verifyImageObject(dataSet, source, findings);
  is('x00620001', 'LABELMAP', 'SegmentationType');
  is('x00620013', 'NO', 'SegmentsOverlap');
  is('x00280004', 'MONOCHROME2', 'PhotometricInterpretation');
  isNumber('x00280002', 1, 'SamplesPerPixel');
  isNumber('x00280100', 8, 'BitsAllocated');
  isNumber('x00280101', 8, 'BitsStored');
  isNumber('x00280102', 7, 'HighBit');
  is('x00280008', String(frames.length), 'NumberOfFrames');
  findings.check(
    unsignedShort(dataSet, 'x00280120') === 0 &&
      labels.subarray(frames.length * rows * columns).every((value) => value === 0),
    'padding',
    'The pixels outside all segments are not said to be 0, or the data are padded with something.',
  );
}

/** Place of every frame, no slice twice, and each pixel in the segment whose mask holds it. */
function verifyLabels(
  file: LabelMapFile,
  source: readonly SourceInstance[],
  expected: readonly ExpectedSegment[] | undefined,
  findings: Findings,
): void {
  const described = new Set(file.segments.map(({ number }) => number));
  const seen = new Set<number>();
  for (const { name, number, index } of verifyPlacement(file, file.frames, source, findings)) {
    findings.check(!seen.has(index), 'duplicate', `${name} repeats slice ${index + 1}.`);
    seen.add(index);
    const labels = frameLabels(file, number);
    const masks = expected?.map((segment) => segment.masks[index]);
    let [set, strange, different] = [0, 0, 0];
    for (let i = 0; i < labels.length; i++) {
      const label = labels[i]!;
      if (label !== 0) set++;
      if (!described.has(label)) strange++;
      if (!masks) continue;
      const wanted = masks.findIndex((mask) => (mask?.[i] ?? 0) !== 0) + 1;
      if (label !== wanted) different++;
    }
    findings.check(set > 0, 'empty frame', `${name} is empty.`);
    findings.check(strange === 0, 'segment', `${name} holds numbers of no described segment.`);
    findings.check(different === 0, 'pixels', `${name} differs from its masks in ${different} pixels.`);
  }
  source.forEach((_, i) => {
    const filled = expected?.some(({ masks }) => masks[i]?.some((value) => value !== 0));
    if (filled && !seen.has(i)) findings.add('missing slice', `Slice ${i + 1} is missing.`);
  });
}
