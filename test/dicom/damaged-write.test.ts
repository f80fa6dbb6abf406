import { expect, it } from '@jest/globals';
import { releaseSegmentation } from '@lacuna/core/dicom/release.ts';
import type { SegmentationRequest, WrittenSegmentation } from '@lacuna/core/dicom/segmentation-types.ts';
import { writeSegmentation } from '@lacuna/core/dicom/segmentation-writer.ts';

const SIDE = 512;

/** Two segments, every pixel decided by a formula of its place. */
function request(slices: number): SegmentationRequest {
  let n = 0;
  const source = Array.from({ length: slices }, (_, z) => ({
    sopInstanceUID: `2.25.${1000 + z}`,
    sopClassUID: '1.2.840.10008.5.1.4.1.1.4',
    studyInstanceUID: '2.25.1',
    seriesInstanceUID: '2.25.2',
    frameOfReferenceUID: '2.25.9',
    rows: SIDE,
    columns: SIDE,
    pixelSpacing: [0.9, 0.9] as const,
    imagePositionPatient: [-115, -115, z * 0.7] as const,
    imageOrientationPatient: [1, 0, 0, 0, 1, 0] as const,
  }));
  const masks = (seed: number) =>
    source.map((_, z) =>
      Uint8Array.from({ length: SIDE * SIDE }, (_, i) => ((i * 31 + z * 17 + seed) % 7 === 0 ? 1 : 0)),
    );
  const algorithm = { name: 'DiffusionAD', version: '0.1.0', parameters: { seed: 1 } };
  return {
    source,
    segments: [
      { method: 'latent-bernoulli', label: 'a', masks: masks(0), algorithm },
      { method: 'diffusion-ad', label: 'b', masks: masks(3), algorithm },
    ],
    seriesNumber: 900,
    contentDate: new Date(2026, 0, 2),
    uid: () => `2.25.${9000 + n++}`,
    softwareVersion: '0.1.0',
  };
}

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
  expect(() => releaseSegmentation(request(3), faulty)).toThrow(
    expect.objectContaining({ name: 'LacunaError', code: 'verification-failed' }),
  );
});
