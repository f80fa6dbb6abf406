import type { SegmentationRequest, SegmentRequest } from '@lacuna/core/dicom/segmentation-writer.ts';
import type { SourceInstance } from '@lacuna/core/dicom/source.ts';

/** Repeatable numbers of 0..1 (a linear congruential generator; only variety is asked of it). */
export function numbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
}

/**
 * One mask per instance with about `share` of the pixels set at random, so that a mirrored, shifted or bit-reversed mask
 * never looks like itself; null for the instances listed in `empty`.
 */
export function randomMasks(
  source: readonly SourceInstance[],
  seed: number,
  share = 0.3,
  empty: readonly number[] = [],
): (Uint8Array | null)[] {
  const next = numbers(seed);
  return source.map(({ rows, columns }, i) => {
    if (empty.includes(i)) return null;
    const mask = Uint8Array.from({ length: rows * columns }, () => Number(next() < share));
    mask[(i * 3) % mask.length] = 1;
    return mask;
  });
}

export function segmentOf(
  masks: SegmentRequest['masks'],
  changes: Partial<SegmentRequest> = {},
): SegmentRequest {
  return {
    method: 'latent-bernoulli',
    label: 'Anomaly candidate, latent Bernoulli',
    masks,
    algorithm: {
      name: 'Latent Bernoulli diffusion',
      version: '0.1.0',
      parameters: {
        weights: 'ab'.repeat(32),
        seed: 42,
        L: 1,
        P: 0.5,
        steps: 1,
        threshold: 0.25,
        backend: 'wasm',
      },
    },
    ...changes,
  };
}

export function requestOf(
  source: readonly SourceInstance[],
  segments: readonly SegmentRequest[],
  changes: Partial<SegmentationRequest> = {},
): SegmentationRequest {
  let next = 0;
  return {
    source,
    segments,
    seriesNumber: 901,
    contentDate: new Date(2026, 0, 2, 3, 4, 5),
    uid: () => `2.25.99${++next}`,
    softwareVersion: '0.1.0',
    ...changes,
  };
}
