import { LacunaError, type LacunaErrorCode, throwIfCancelled } from '@lacuna/core/errors.ts';
import { METHOD_IDS } from '@lacuna/core/inference/detector.ts';
import type { Engine } from '@lacuna/core/inference/engine.ts';
import { OPERATING_POINTS, type OperatingPoint } from '@lacuna/core/inference/manifest-types.ts';
import { averagePrecision } from '@lacuna/core/metrics/index.ts';
import { BrainRows } from './brain-rows.ts';
import { caseDerivatives } from './case-derivatives.ts';
import { caseMethod, truthRegions } from './case-method.ts';
import { type Collected, caseImage, caseTruth } from './case-record.ts';
import type {
  CaseExtras,
  CaseInput,
  CaseMethod,
  CaseResult,
  CaseSettings,
  CaseSlice,
  EvaluatedCase,
  ScoredId,
  SliceFigures,
} from './case-types.ts';
import { CollectedOutput, scoredPixels } from './case-volumes.ts';
import { boxOf, cropped, positionsInBox } from './cropped-volume.ts';
import { HealthyMaps } from './healthy-maps.ts';
import { PreviewChoice } from './preview-choice.ts';
import { type ProtocolCaseFigures, protocolCase } from './protocol-case.ts';
import { inputHash, readCase } from './read-case.ts';
import { type ScoredOutput, scoredOutputs, sliceOutputs } from './scored-outputs.ts';
import { settingsHash } from './settings-hash.ts';

export interface CaseContext {
  /** Root of the data set on this machine. */
  root: string;
  extras?: CaseExtras;
  signal?: AbortSignal;
}

/** Not the case's fault: it may be tried again. */
const NOT_THE_CASE: readonly LacunaErrorCode[] = [
  'cancelled',
  'timeout',
  'worker-crashed',
  'backend-unavailable',
  'bad-output',
  'weights-missing',
  'weights-altered',
  'weights-invalid',
  'store-failed',
];

/**
 * Evaluates one case: the same case, weights, settings and back-end give the same result on every machine, `timing` apart. A case
 * that cannot be scored is a result too, with its reason.
 * @throws LacunaError what is not the case's fault, e.g. `cancelled`, `bad-output`
 */
export async function evaluateCase(
  input: CaseInput,
  engine: Engine,
  settings: CaseSettings,
  context: CaseContext,
): Promise<CaseResult> {
  try {
    return await evaluate(input, engine, settings, context);
  } catch (thrown) {
    throwIfCancelled(context.signal);
    if (!(thrown instanceof LacunaError) || NOT_THE_CASE.includes(thrown.code)) throw thrown;
    return { kind: 'skipped', id: input.id, code: thrown.code, reason: thrown.message };
  }
}

async function evaluate(
  input: CaseInput,
  engine: Engine,
  settings: CaseSettings,
  { root, extras = {}, signal }: CaseContext,
): Promise<EvaluatedCase> {
  const started = performance.now();
  const { source, truth, warnings } = await readCase(root, input, signal);
  const hash = await inputHash(root, input);
  const loadMs = performance.now() - started;
  const series = source.source;
  const { rows, columns } = sameMatrix(series.slices.map(({ geometry }) => geometry));
  const planeSize = rows * columns;

  const inferenceStarted = performance.now();
  const prepared = await engine.prepareSeries(series, signal);
  let inferenceMs = performance.now() - inferenceStarted;
  const outputs = scoredOutputs(engine.manifest, settings.baselines);
  const collected = new Map(
    outputs.map(({ id }) => [id, new CollectedOutput(id, series.slices.length, planeSize)]),
  );
  const healthy = new Map(outputs.map(({ id }) => [id, emptyHealthy()]));
  const preview = new PreviewChoice(truth);
  const healthyMaps = extras.healthyMaps ? new HealthyMaps() : undefined;
  const derivatives = extras.derivatives ? caseDerivatives(source, outputs) : undefined;
  const slices: CaseSlice[] = [];
  const positions: Uint32Array[] = [];
  const times: Partial<Record<ScoredId, number[]>> = {};
  let brainPixels = 0;
  const brain = new Uint8Array(series.slices.length * planeSize);
  for (const [index, slice] of series.slices.entries()) {
    throwIfCancelled(signal);
    const run = await sliceOutputs(engine, prepared, index, slice, settings.seed, signal);
    for (const method of METHOD_IDS) inferenceMs += run.ms[method]!;
    const plane = truth?.[index];
    const brainRows = new BrainRows(run.brainMask, slice.geometry);
    const scored = scoredPixels(run.brainMask, plane);
    positions.push(scored.map((i) => i + index * planeSize));
    const inBrain = countOf(run.brainMask);
    brain.set(run.brainMask, index * planeSize);
    const inTruth = plane ? countOf(plane) : 0;
    brainPixels += inBrain;
    const inside = new Uint8Array(scored.length);
    if (plane) for (let k = 0; k < inside.length; k++) inside[k] = plane[scored[k]!]!;
    const methods: Partial<Record<ScoredId, SliceFigures>> = {};
    for (const output of outputs) {
      const { id, thresholds } = output;
      const map = run.maps[id]!;
      const cut = (point: OperatingPoint) =>
        brainRows.mask(map, thresholds[point], engine.manifest.minimumRegionAreaMm2);
      const mask = cut(thresholds.default);
      const store = collected.get(id)!;
      store.add(index, map, mask, scored);
      if (inTruth === 0) addHealthy(healthy.get(id)!, output, store.lastScores(), mask, cut);
      methods[id] = sliceFigures(run.scores[id]!, mask, plane, inTruth, store.lastScores(), inside);
      derivatives?.add(id, index, map, mask);
      if (inBrain > 0) (times[id] ??= []).push(run.ms[id]!);
    }
    slices.push({ slice: index + 1, key: slice.key, brainPixels: inBrain, truthPixels: inTruth, methods });
    preview.offer(slice, index, run, engine.manifest, prepared.intensityMedian);
    if (inTruth === 0) healthyMaps?.add(run);
  }

  const metricsStarted = performance.now();
  const image = caseImage(source, prepared.intensityMedian);
  const whole = new Uint8Array(series.slices.length * planeSize);
  truth?.forEach((plane, index) => whole.set(plane, index * planeSize));
  const shape = [series.slices.length, rows, columns] as const;
  const all = joined(positions);
  const box = boxOf(all, shape);
  const regions = truthRegions(cropped(whole, shape, box), box.shape);
  const inBox = positionsInBox(all, shape, box);
  const methods: Partial<Record<ScoredId, CaseMethod>> = {};
  const scores: Partial<Record<ScoredId, Uint8Array>> = {};
  const protocol: Partial<Record<ScoredId, ProtocolCaseFigures>> = {};
  for (const { id, thresholds, source: thresholdSource } of outputs) {
    const store = collected.get(id)!;
    const own = store.scores();
    const threshold = thresholds[thresholds.default];
    const foreign = protocolCase(settings.protocol, {
      scores: own,
      positions: all,
      truth: whole,
      brain,
      shape,
      threshold,
    });
    if (foreign) protocol[id] = foreign;
    const { figures, file } = caseMethod(regions, {
      scores: own,
      positions: inBox,
      mask: cropped(store.mask, shape, box),
      voxelMl: image.voxelMl,
    });
    scores[id] = file;
    methods[id] = {
      threshold,
      thresholdSource,
      ...figures,
      healthy: healthy.get(id)!,
    };
  }
  const state: Collected = { regions, voxelMl: image.voxelMl, scored: all.length, brainPixels };
  const files = await derivatives?.files();
  const now = performance.now();
  return {
    kind: 'evaluated',
    record: {
      schema: 'lacuna-case/1',
      id: input.id,
      subject: input.subject,
      settingsHash: settingsHash(engine, settings),
      inputHash: hash,
      backend: engine.backend.id,
      image,
      truth: caseTruth(input, slices, state),
      scoredPixels: all.length,
      brainPixels,
      methods,
      ...(settings.protocol !== 'native' && { protocol }),
      slices,
      warnings: [...warnings, ...(derivatives?.warnings ?? [])],
      timing: {
        totalMs: now - started,
        loadMs,
        msPerSlice: Object.fromEntries(
          Object.entries(times).map(([id, list]) => [id, list.reduce((a, b) => a + b, 0) / list.length]),
        ),
        inferenceMs,
        metricsMs: now - metricsStarted,
      },
    },
    scores,
    preview: preview.bytes(),
    ...(files && { derivatives: files }),
    ...(healthyMaps && { healthyMaps: healthyMaps.bytes() }),
  };
}

function sameMatrix(geometries: readonly { rows: number; columns: number }[]): {
  rows: number;
  columns: number;
} {
  const { rows, columns } = geometries[0]!;
  if (geometries.some((geometry) => geometry.rows !== rows || geometry.columns !== columns))
    throw new LacunaError(
      'invalid-argument',
      'The images of the series differ in matrix; volumes cannot be compared with a truth.',
    );
  return { rows, columns };
}

const emptyHealthy = () => ({
  pixels: 0,
  reaching: { fpr1: 0, fpr5: 0, fpr10: 0 },
  inMask: 0,
  slices: 0,
  slicesWithCandidate: { fpr1: 0, fpr5: 0, fpr10: 0 },
});

/**
 * Adds a slice without truth: what of its brain is taken for abnormal. Slices without brain do not count.
 * @param scores at the brain pixels
 */
function addHealthy(
  healthy: ReturnType<typeof emptyHealthy>,
  { thresholds }: ScoredOutput,
  scores: Float32Array,
  mask: Uint8Array,
  cut: (point: OperatingPoint) => Uint8Array,
): void {
  if (scores.length === 0) return;
  healthy.slices++;
  healthy.pixels += scores.length;
  healthy.inMask += countOf(mask);
  for (const point of OPERATING_POINTS) {
    const reaching = countReaching(scores, thresholds[point]);
    healthy.reaching[point] += reaching;
    if (reaching === 0) continue;
    const regions = point === thresholds.default ? mask : cut(point);
    if (regions.includes(1)) healthy.slicesWithCandidate[point]++;
  }
}

function countReaching(scores: Float32Array, threshold: number): number {
  let count = 0;
  for (let k = 0; k < scores.length; k++) if (scores[k]! > 0 && scores[k]! >= threshold) count++;
  return count;
}

function sliceFigures(
  score: number,
  mask: Uint8Array,
  plane: Uint8Array | undefined,
  inTruth: number,
  scores: Float32Array,
  inside: Uint8Array,
): SliceFigures {
  const candidatePixels = countOf(mask);
  let truePositivePixels = 0;
  if (plane && inTruth > 0 && candidatePixels > 0)
    for (let i = 0; i < plane.length; i++) truePositivePixels += mask[i]! & plane[i]!;
  const both = candidatePixels + inTruth;
  return {
    score,
    candidatePixels,
    truePositivePixels,
    dice: both === 0 ? null : (2 * truePositivePixels) / both,
    ap: inTruth === 0 ? null : averagePrecision(scores, inside),
  };
}

function joined(parts: readonly Uint32Array[]): Uint32Array {
  const all = new Uint32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

function countOf(mask: Uint8Array): number {
  let count = 0;
  for (let i = 0; i < mask.length; i++) count += mask[i]!;
  return count;
}
