import type { KeyImagesRequest } from '@lacuna/core/dicom/key-image-writer.ts';
import type { SourceInstance } from '@lacuna/core/dicom/source.ts';
import { keyImages } from '@lacuna/core/key-images/choose.ts';
import { reportRequest } from './report-request.ts';

/** Key images of the regions of a random map on the instances, which must be in the order of their normal. */
export function keyImageRequest(source: readonly SourceInstance[]): KeyImagesRequest {
  const { candidates, algorithm } = reportRequest(source);
  let n = 0;
  const images = keyImages({
    candidates,
    geometry: source.map((instance) => ({
      ...instance,
      rowSpacingMm: instance.pixelSpacing[0],
      columnSpacingMm: instance.pixelSpacing[1],
    })),
    pixels: (z) =>
      Float32Array.from({ length: source[z]!.rows * source[z]!.columns }, (_, i) => (i * 37) % 211),
    methodName: 'Latent Bernoulli diffusion',
    colour: [255, 176, 0],
  });
  return {
    source,
    method: 'latent-bernoulli',
    images,
    algorithm,
    seriesNumber: 991,
    contentDate: new Date(2026, 0, 2, 3, 4, 5),
    uid: () => `2.25.96${++n}`,
    softwareVersion: '0.1.0',
  };
}
