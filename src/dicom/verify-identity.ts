import { walkElements } from './element-values.ts';
import type { SegmentationFile } from './segmentation-file.ts';
import type { SourceInstance } from './source.ts';
import type { Findings } from './verify-findings.ts';
import { elementChecks, verifyImageObject, verifyObject } from './verify-object.ts';

const SEG_CLASS = '1.2.840.10008.5.1.4.1.1.66.4';

/** File meta information, patient, study, and what kind of object this says it is. */
export function verifyIdentity(
  { dataSet, frames, rows, columns, packed }: SegmentationFile,
  source: readonly SourceInstance[],
  findings: Findings,
): void {
  const { is, isNumber } = elementChecks(dataSet, findings);
  verifyObject(dataSet, { sopClassUID: SEG_CLASS, modality: 'SEG' }, source, findings);
  is('x00620001', 'BINARY', 'SegmentationType');
  verifyImageObject(dataSet, source, findings);
  isNumber('x00280002', 1, 'SamplesPerPixel');
  isNumber('x00280100', 1, 'BitsAllocated');
  isNumber('x00280101', 1, 'BitsStored');
  isNumber('x00280102', 0, 'HighBit');
  is('x00280008', String(frames.length), 'NumberOfFrames');
  verifyPadding(packed, frames.length * rows * columns, findings);
  walkElements(dataSet, (tag) => {
    if (tag === 'x00281052' || tag === 'x00281053') findings.add('rescale', 'A mask must not be rescaled.');
  });
}

/** Nothing but zeros after the last frame, and no more than the one byte that makes the length even. */
function verifyPadding(packed: Uint8Array, bits: number, findings: Findings): void {
  const bytes = Math.ceil(bits / 8);
  const expected = bytes + (bytes % 2);
  const lastBits = bits % 8 === 0 ? 0 : (packed[bytes - 1] ?? 0) >> (bits % 8);
  const clean = packed.length === expected && lastBits === 0 && packed.subarray(bytes).every((v) => v === 0);
  findings.check(clean, 'padding', 'The pixel data are longer than the frames or padded with something.');
}
