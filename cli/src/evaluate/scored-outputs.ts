import { consensusMap, type ConsensusRule } from '@lacuna/core/anomaly/consensus.ts';
import { sliceScore } from '@lacuna/core/anomaly/score.ts';
import { METHOD_IDS, type MethodId } from '@lacuna/core/inference/detector.ts';
import type { Engine } from '@lacuna/core/inference/engine.ts';
import {
  brainMaskOnSource,
  type GridResult,
  mapOnSource,
  reconstructionOnSource,
} from '@lacuna/core/inference/grid-result.ts';
import { consensusRule, mapCalibration } from '@lacuna/core/inference/map-calibration.ts';
import type { Thresholds, WeightsManifest } from '@lacuna/core/inference/manifest-types.ts';
import type { SourceSlice } from '@lacuna/core/imaging/series.ts';
import { BASELINE_SOURCE, BASELINE_THRESHOLDS, baselineMap } from './baseline.ts';
import { BASELINE_IDS, type BaselineThresholds, type ScoredId } from './case-types.ts';

/** One output of a case: where its map is cut, and where that threshold comes from. */
export interface ScoredOutput {
  id: ScoredId;
  thresholds: Thresholds;
  source: string;
}

/** Everything that is scored with these weights: both methods, the consensus where it is calibrated, the baselines. */
export function scoredOutputs(manifest: WeightsManifest, baselines: BaselineThresholds = {}): ScoredOutput[] {
  const origin = manifest.calibrationFile ? 'calibration file' : `weights ${manifest.id} ${manifest.version}`;
  const outputs: ScoredOutput[] = [];
  for (const id of [...METHOD_IDS, 'consensus'] as const) {
    const calibration = mapCalibration(manifest, id);
    if (!calibration) continue;
    const { thresholds } = calibration;
    outputs.push({ id, thresholds, source: `${thresholds.default} of the ${origin}` });
  }
  for (const id of BASELINE_IDS) {
    const thresholds = baselines[id] ?? BASELINE_THRESHOLDS[id];
    const from = baselines[id] ? 'calibration file' : BASELINE_SOURCE;
    outputs.push({ id, thresholds, source: `${thresholds.default} of ${from}` });
  }
  return outputs;
}

/** The maps of all outputs on one slice, with the score of each. */
export interface SliceOutputs {
  brainMask: Uint8Array;
  maps: Readonly<Partial<Record<ScoredId, Float32Array>>>;
  /** Methods: the engine's, on the model grid; others: the mean of the 50 largest pixels of the map on the source grid. */
  scores: Readonly<Partial<Record<ScoredId, number>>>;
  /** What an output took beyond what it is made from. */
  ms: Readonly<Partial<Record<ScoredId, number>>>;
  /** On the source grid; made when asked for, since only the slice that is shown needs it. */
  reconstruction(method: MethodId): Float32Array;
}

type Prepared = Awaited<ReturnType<Engine['prepareSeries']>>;

/** Runs both methods on one slice and derives the other outputs. @throws LacunaError what the engine throws */
export async function sliceOutputs(
  engine: Engine,
  prepared: Prepared,
  index: number,
  slice: SourceSlice,
  seed: number,
  signal?: AbortSignal,
): Promise<SliceOutputs> {
  const results = {} as Record<MethodId, GridResult>;
  const maps: Partial<Record<ScoredId, Float32Array>> = {};
  const scores: Partial<Record<ScoredId, number>> = {};
  const ms: Partial<Record<ScoredId, number>> = {};
  const mapping = prepared.mapping(slice.geometry);
  let brainMask: Uint8Array = new Uint8Array(0);
  for (const method of METHOD_IDS) {
    const started = performance.now();
    const result = await engine.detectGrid(prepared, index, method, { seed }, signal);
    const empty = result.status === 'no-brain';
    // both methods have the mask of the slice
    if (brainMask.length === 0)
      brainMask = empty ? new Uint8Array(slice.pixels.length) : brainMaskOnSource(result, mapping);
    results[method] = result;
    maps[method] = empty ? new Float32Array(slice.pixels.length) : mapOnSource(result, brainMask, mapping);
    scores[method] = result.score;
    ms[method] = performance.now() - started;
  }
  const derive = (id: ScoredId, map: () => Float32Array) => {
    const started = performance.now();
    const made = map();
    maps[id] = made;
    scores[id] = sliceScore(insideBrain(made, brainMask));
    ms[id] = performance.now() - started;
  };
  const rule = ruleOf(engine.manifest);
  if (rule)
    derive('consensus', () =>
      consensusMap(rule, {
        'latent-bernoulli': maps['latent-bernoulli']!,
        'diffusion-ad': maps['diffusion-ad']!,
      }),
    );
  for (const id of BASELINE_IDS)
    derive(id, () => baselineMap(id, slice, brainMask, prepared.intensityMedian));
  return {
    brainMask,
    maps,
    scores,
    ms,
    reconstruction: (method) =>
      reconstructionOnSource(results[method], brainMask, mapping, slice.pixels, engine.unitOf(prepared)),
  };
}

function insideBrain(map: Float32Array, brainMask: Uint8Array): Float32Array {
  const inside = new Float32Array(map.length);
  let n = 0;
  for (let i = 0; i < map.length; i++) if (brainMask[i] !== 0) inside[n++] = map[i]!;
  return inside.subarray(0, n);
}

const rules = new WeakMap<WeightsManifest, { rule: ConsensusRule<MethodId> | undefined }>();

function ruleOf(manifest: WeightsManifest): ConsensusRule<MethodId> | undefined {
  let known = rules.get(manifest);
  if (!known) rules.set(manifest, (known = { rule: consensusRule(manifest) }));
  return known.rule;
}
