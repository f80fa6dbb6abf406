import { LacunaError, type LacunaErrorCode, throwIfCancelled } from '@lacuna/core/errors.ts';
import { METHOD_IDS } from '@lacuna/core/inference/detector.ts';
import type { Engine } from '@lacuna/core/inference/engine.ts';
import { BrainBox } from './brain-box.ts';
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
import { CollectedOutput, joined, scoredPixels } from './case-volumes.ts';
import { boxOf, cropped, positionsInBox } from './cropped-volume.ts';
import { HealthyMaps } from './healthy-maps.ts';
import { PreviewChoice } from './preview-choice.ts';
import { type ProtocolCaseFigures, protocolCase } from './protocol-case.ts';
import { inputHash, readCase } from './read-case.ts';
import { scoredOutputs, sliceOutputs } from './scored-outputs.ts';
import { settingsHash } from './settings-hash.ts';
import { addHealthy, countOf, emptyHealthy, sliceFigures } from './slice-figures.ts';

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
  const collected = new Map(outputs.map(({ id }) => [id, new CollectedOutput(id)]));
  const healthy = new Map(outputs.map(({ id }) => [id, emptyHealthy()]));
  const preview = new PreviewChoice(truth);
  const healthyMaps = extras.healthyMaps ? new HealthyMaps() : undefined;
  const derivatives = extras.derivatives ? caseDerivatives(source, outputs) : undefined;
  const slices: CaseSlice[] = [];
  const positions: Uint32Array[] = [];
  const times: Partial<Record<ScoredId, number[]>> = {};
  const minimumAreaMm2 = engine.manifest.minimumRegionAreaMm2;
  let brainPixels = 0;
  const brain = new Uint8Array(series.slices.length * planeSize);
  for (const [index, slice] of series.slices.entries()) {
    throwIfCancelled(signal);
    const run = await sliceOutputs(engine, prepared, index, slice, settings.seed, signal);
    for (const method of METHOD_IDS) inferenceMs += run.ms[method]!;
    const plane = truth?.[index];
    const box = new BrainBox(run.brainMask, slice.geometry);
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
      const part = box.crop(map);
      const mask = box.mask(part, thresholds[thresholds.default], minimumAreaMm2);
      const own = collected.get(id)!.add(map, mask, scored);
      if (inTruth === 0)
        addHealthy(healthy.get(id)!, output, own, (point) =>
          box.hasRegion(part, thresholds[point], minimumAreaMm2),
        );
      methods[id] = sliceFigures(run.scores[id]!, own, inside, inTruth);
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
  const all = joined(positions, Uint32Array);
  const box = boxOf(all, shape);
  const inBox = positionsInBox(all, shape, box);
  const regions = truthRegions(cropped(whole, shape, box), box.shape, inBox);
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
      masked: store.masked(),
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
