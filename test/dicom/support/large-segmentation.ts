import type { SegmentationRequest } from '@lacuna/core/dicom/segmentation-types.ts';

/** Pixels along each side of a slice. */
export const SIDE = 512;

/** Headers of axial slices of 512 x 512 pixels, half a millimetre each way. */
export const largeStack = (slices: number) =>
  Array.from({ length: slices }, (_, z) => ({
    sopInstanceUID: `2.25.${1000 + z}`,
    sopClassUID: '1.2.840.10008.5.1.4.1.1.4',
    studyInstanceUID: '2.25.1',
    seriesInstanceUID: '2.25.2',
    frameOfReferenceUID: '2.25.9',
    rows: SIDE,
    columns: SIDE,
    pixelSpacing: [0.5, 0.5] as const,
    imagePositionPatient: [-128, -128, z * 0.5] as const,
    imageOrientationPatient: [1, 0, 0, 0, 1, 0] as const,
  }));

/** Two segments, every pixel decided by a formula of its place. */
export function largeSegmentation(slices: number): SegmentationRequest {
  let n = 0;
  const source = largeStack(slices);
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
