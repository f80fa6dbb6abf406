import type { ParametricMapRequest } from '@lacuna/core/dicom/parametric-map-writer.ts';
import type { SourceInstance } from '@lacuna/core/dicom/source.ts';
import { numbers, segmentOf } from './request.ts';

/**
 * One map per instance, values of 0..1 at random with a third of zeros, so that no map looks like another or like itself
 * mirrored; null for the instances listed in `missing`.
 */
export function randomMaps(
  source: readonly SourceInstance[],
  seed: number,
  missing: readonly number[] = [],
): (Float32Array | null)[] {
  const next = numbers(seed);
  return source.map(({ rows, columns }, i) =>
    missing.includes(i)
      ? null
      : Float32Array.from({ length: rows * columns }, () => Math.max(0, (next() - 1 / 3) * 1.5)),
  );
}

export function mapRequest(
  source: readonly SourceInstance[],
  maps: ParametricMapRequest['maps'],
  changes: Partial<ParametricMapRequest> = {},
): ParametricMapRequest {
  let next = 0;
  return {
    source,
    method: 'latent-bernoulli',
    maps,
    mapRange: [0, 1],
    algorithm: segmentOf([]).algorithm,
    seriesNumber: 951,
    contentDate: new Date(2026, 0, 2, 3, 4, 5),
    uid: () => `2.25.98${++next}`,
    softwareVersion: '0.1.0',
    ...changes,
  };
}
