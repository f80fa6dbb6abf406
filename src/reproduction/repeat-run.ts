import { consensusMap } from '../anomaly/consensus.ts';
import { thresholdMask } from '../anomaly/mask.ts';
import { tailScale } from '../anomaly/tail-score.ts';
import { LacunaError, throwIfCancelled } from '../errors.ts';
import { type AxialView, onSourceSlices } from '../imaging/reformat.ts';
import type { SliceGeometry } from '../imaging/series.ts';
import { METHOD_IDS, type MethodId } from '../inference/detector.ts';
import type { RecordedRun } from '../inference/recorded-run.ts';
import type { MapRunner, SliceMaps } from './map-runner.ts';

export interface RepeatOptions {
  readonly onSlice?: (done: number, total: number) => void;
  readonly signal?: AbortSignal;
  /** Of a sagittal or coronal series, whose axial slices are run: the way back to its images. */
  readonly reformatted?: Reformatted | undefined;
}

export interface Reformatted {
  readonly view: AxialView;
  /** Of the images themselves, in their order. */
  readonly images: readonly SliceGeometry[];
}

/**
 * Runs again what an object records and gives the masks.
 *
 * @param slices geometry of the whole series, feet to head; of a sagittal or coronal one of its axial slices
 * @returns one mask per slice; null for slices that were not run. Of a sagittal or coronal series one per image
 * @throws LacunaError `weights-missing` when the runner has other weights than the object names, `invalid-argument` when
 *   the series has other slices, and what the runner throws
 */
export async function repeatWith(
  runner: MapRunner,
  slices: readonly SliceGeometry[],
  run: RecordedRun,
  { onSlice, signal, reformatted }: RepeatOptions = {},
): Promise<readonly (Uint8Array | null)[]> {
  if (runner.weightsSha256 !== run.weightsSha256) throw otherWeights(run, runner);
  const total = slices.length;
  const indices = run.analysedSlices ?? slices.map((_, i) => i);
  if ((run.sliceCount ?? total) !== total || indices.some((index) => index >= total)) {
    throw new LacunaError(
      'invalid-argument',
      `The object was made from ${run.sliceCount ?? 'more'} slices, the series at hand has ${total}. Give the whole series.`,
    );
  }
  const { seed, latentBernoulli, diffusionAd } = run;
  const masks: (Uint8Array | null)[] = slices.map(() => null);
  const maps: (Float32Array | null)[] = slices.map(() => null);
  const onImages = reformatted !== undefined && run.masksOnSource;
  const outputMap = mapOf(run);
  let done = 0;
  await runner.run(
    {
      indices,
      methods: run.output === 'consensus' ? METHOD_IDS : [run.output],
      settings: { seed, latentBernoulli, diffusionAd },
    },
    (index, ofSlice) => {
      throwIfCancelled(signal);
      const map = outputMap(ofSlice);
      if (onImages) maps[index] = map;
      else masks[index] = maskOf(map, slices[index]!, run);
      onSlice?.(++done, indices.length);
    },
    signal,
  );
  if (!reformatted) return masks;
  const { view, images } = reformatted;
  if (!onImages) return onSourceSlices<Uint8Array>(view, masks, (length) => new Uint8Array(length));
  return onSourceSlices<Float32Array>(view, maps, (length) => new Float32Array(length)).map((map, i) =>
    maskOf(map, images[i]!, run),
  );
}

const maskOf = (map: Float32Array, geometry: SliceGeometry, run: RecordedRun): Uint8Array =>
  thresholdMask(map, geometry, run.threshold, run.minimumRegionAreaMm2);

/** The map that the recorded threshold is applied to. */
function mapOf({ output, consensus }: RecordedRun): (maps: SliceMaps) => Float32Array {
  if (output !== 'consensus') return (maps) => maps[output]!;
  const rule = consensus.map(({ method, weight, healthyTail, rangeEnd }) => ({
    method,
    weight,
    scale: tailScale(healthyTail, rangeEnd),
  }));
  return (maps) => consensusMap(rule, maps as Record<MethodId, Float32Array>);
}

export function otherWeights(
  run: Pick<RecordedRun, 'weightsId' | 'weightsSha256'>,
  found?: Pick<MapRunner, 'weightsId' | 'weightsSha256'>,
): LacunaError {
  const here = found ? ` At hand: ${found.weightsId} (SHA-256 ${found.weightsSha256.slice(0, 12)}...).` : '';
  return new LacunaError(
    'weights-missing',
    `The object was made with the weights ${run.weightsId} (SHA-256 ${run.weightsSha256.slice(0, 12)}...), which are not at hand, so it cannot be repeated.${here}`,
    { weightsSha256: run.weightsSha256 },
  );
}
