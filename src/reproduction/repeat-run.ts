import { consensusMap } from '../anomaly/consensus.ts';
import { thresholdMask } from '../anomaly/mask.ts';
import { tailScale } from '../anomaly/tail-score.ts';
import { LacunaError, throwIfCancelled } from '../errors.ts';
import type { SourceSeries } from '../imaging/series.ts';
import { METHOD_IDS, type MethodId } from '../inference/detector.ts';
import type { Engine } from '../inference/engine.ts';
import type { RecordedRun } from '../inference/recorded-run.ts';

export interface RepeatOptions {
  readonly onSlice?: (done: number, total: number) => void;
  readonly signal?: AbortSignal;
}

/** Puts masks of the slices that were run on the images of the source, where these are others. */
export type OntoSource = (masks: readonly (Uint8Array | null)[]) => readonly (Uint8Array | null)[];

/**
 * Runs again what an object records and gives the masks.
 *
 * @param source the whole series, feet to head
 * @returns one mask per slice; null for slices that were not run
 * @throws LacunaError `weights-missing` when the engine has other weights than the object names, `invalid-argument` when
 *   the series has other slices, and what the engine throws
 */
export async function repeatRun(
  engine: Engine,
  source: SourceSeries,
  run: RecordedRun,
  { onSlice, signal }: RepeatOptions = {},
): Promise<readonly (Uint8Array | null)[]> {
  if (engine.weightsSha256 !== run.weightsSha256) throw otherWeights(run, engine);
  const total = source.slices.length;
  const indices = run.analysedSlices ?? source.slices.map((_, i) => i);
  if ((run.sliceCount ?? total) !== total || indices.some((index) => index >= total)) {
    throw new LacunaError(
      'invalid-argument',
      `The object was made from ${run.sliceCount ?? 'more'} slices, the series at hand has ${total}. Give the whole series.`,
    );
  }
  const { seed, latentBernoulli, diffusionAd } = run;
  const prepared = await engine.prepareSeries(source, signal);
  const mapOf = async (index: number, method: MethodId) =>
    (await engine.detectSlice(prepared, index, method, { seed, latentBernoulli, diffusionAd }, signal))
      .anomalyMap;
  const rule = run.consensus.map(({ method, weight, healthyTail, rangeEnd }) => ({
    method,
    weight,
    scale: tailScale(healthyTail, rangeEnd),
  }));
  const masks: (Uint8Array | null)[] = source.slices.map(() => null);
  let done = 0;
  for (const index of indices) {
    throwIfCancelled(signal);
    const map =
      run.output === 'consensus'
        ? consensusMap(rule, {
            [METHOD_IDS[0]]: await mapOf(index, METHOD_IDS[0]),
            [METHOD_IDS[1]]: await mapOf(index, METHOD_IDS[1]),
          } as Record<MethodId, Float32Array>)
        : await mapOf(index, run.output);
    masks[index] = thresholdMask(
      map,
      source.slices[index]!.geometry,
      run.threshold,
      run.minimumRegionAreaMm2,
    );
    onSlice?.(++done, indices.length);
  }
  return masks;
}

export function otherWeights(
  run: Pick<RecordedRun, 'weightsId' | 'weightsSha256'>,
  found?: { readonly weightsSha256: string; readonly manifest: { readonly id: string } },
): LacunaError {
  const here = found
    ? ` At hand: ${found.manifest.id} (SHA-256 ${found.weightsSha256.slice(0, 12)}...).`
    : '';
  return new LacunaError(
    'weights-missing',
    `The object was made with the weights ${run.weightsId} (SHA-256 ${run.weightsSha256.slice(0, 12)}...), which are not at hand, so it cannot be repeated.${here}`,
    { weightsSha256: run.weightsSha256 },
  );
}
