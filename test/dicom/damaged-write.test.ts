import { expect, it } from '@jest/globals';
import { releaseSegmentation } from '@lacuna/core/dicom/release.ts';
import type { SegmentationRequest, WrittenSegmentation } from '@lacuna/core/dicom/segmentation-types.ts';
import { writeSegmentation } from '@lacuna/core/dicom/segmentation-writer.ts';
import { largeSegmentation } from './support/large-segmentation.ts';

it.each<[string, (bytes: Uint8Array) => Uint8Array]>([
  [
    'one bit of the pixel data turned',
    (bytes) => bytes.map((value, i) => (i === bytes.length - 1 ? value ^ 0x80 : value)),
  ],
  ['the end cut off', (bytes) => bytes.slice(0, -2)],
  ['no bytes', () => new Uint8Array()],
])('hands nothing out when the writer gives %s', (_, damage) => {
  const faulty = (wanted: SegmentationRequest): WrittenSegmentation => {
    const written = writeSegmentation(wanted);
    return written.kind === 'empty' ? written : { ...written, bytes: damage(written.bytes) };
  };
  expect(() => releaseSegmentation(largeSegmentation(3), faulty)).toThrow(
    expect.objectContaining({ name: 'LacunaError', code: 'verification-failed' }),
  );
});
