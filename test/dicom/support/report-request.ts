import { candidateRegions } from '@lacuna/core/anomaly/candidate-regions.ts';
import type { RegionExport } from '@lacuna/core/dicom/release-measurement-report.ts';
import type { SourceInstance } from '@lacuna/core/dicom/source.ts';
import { numbers, segmentOf } from './request.ts';

/** Regions of a random map on the instances, which must be in the order of their normal; a few to dozens. */
export function reportRequest(source: readonly SourceInstance[], seed = 4, above = 0.95): RegionExport {
  const next = numbers(seed);
  const maps = source.map(({ rows, columns }) => Float32Array.from({ length: rows * columns }, next));
  const masks = maps.map((map) => Uint8Array.from(map, (value) => (value > above ? 1 : 0)));
  const slices = source.map((instance) => ({
    ...instance,
    rowSpacingMm: instance.pixelSpacing[0],
    columnSpacingMm: instance.pixelSpacing[1],
  }));
  let n = 0;
  return {
    source,
    method: 'latent-bernoulli',
    candidates: candidateRegions(slices, masks, maps, { midlineXMm: -98, otherMasks: masks }),
    algorithm: segmentOf([]).algorithm,
    seriesNumber: 971,
    segmentationSeriesNumber: 981,
    contentDate: new Date(2026, 0, 2, 3, 4, 5),
    uid: () => `2.25.97${++n}`,
    softwareVersion: '0.1.0',
  };
}
