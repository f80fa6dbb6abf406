import { consensusMap } from '@lacuna/core/anomaly/consensus.ts';
import { sliceScore } from '@lacuna/core/anomaly/score.ts';
import { LacunaError } from '@lacuna/core/errors.ts';
import type { MethodId } from '@lacuna/core/inference/detector.ts';
import { consensusRule } from '@lacuna/core/inference/map-calibration.ts';
import type { WeightsManifest } from '@lacuna/core/inference/manifest-types.ts';
import { resolveThreshold } from './detect-options.ts';
import { type MethodOutcome, type RunRequest, scoreSlice } from './run-methods.ts';

/**
 * What the outcomes of both methods say together, on the source grid; no inference. The score of a slice is the mean of
 * the 50 largest pixels of its consensus map, its time that of both methods and of combining them.
 * @throws LacunaError `invalid-argument` without a consensus in the manifest or without an outcome of each method
 */
export function consensusOutcome(
  outcomes: readonly MethodOutcome[],
  manifest: WeightsManifest,
  { series, indices, threshold: choice }: RunRequest,
): MethodOutcome {
  const rule = consensusRule(manifest);
  const parts = rule?.map(({ method }) => [method, outcomes.find((o) => o.method === method)] as const);
  if (!rule || !parts || parts.some(([, outcome]) => outcome === undefined)) {
    throw new LacunaError('invalid-argument', 'A consensus needs calibrated weights and both methods.');
  }
  const threshold = resolveThreshold(manifest, 'consensus', choice);
  const maps: Float32Array[] = series.slices.map(({ pixels }) => new Float32Array(pixels.length));
  const masks: Uint8Array[] = series.slices.map(({ pixels }) => new Uint8Array(pixels.length));
  const scores = indices.map((index, i) => {
    const started = performance.now();
    const slice = series.slices[index]!;
    const ofMethods = parts.map(([, outcome]) => outcome!.scores[i]!);
    const map = consensusMap(
      rule,
      Object.fromEntries(parts.map(([id, outcome]) => [id, outcome!.maps[index]!])) as Record<
        MethodId,
        Float32Array
      >,
    );
    const result = {
      anomalyMap: map,
      status: ofMethods.some(({ status }) => status === 'done') ? ('done' as const) : ('no-brain' as const),
      score: sliceScore(map),
      elapsedMs: 0,
    };
    const scored = scoreSlice(slice, index, result, threshold.value, manifest.minimumRegionAreaMm2);
    maps[index] = map;
    masks[index] = scored.mask;
    const inference = ofMethods.reduce((sum, { elapsedMs }) => sum + elapsedMs, 0);
    return { ...scored.score, elapsedMs: inference + Math.round(performance.now() - started) };
  });
  const midlineXMm = parts[0]?.[1]?.midlineXMm;
  return { method: 'consensus', threshold, maps, masks, scores, midlineXMm };
}
