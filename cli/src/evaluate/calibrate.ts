import fs from 'node:fs/promises';
import path from 'node:path';
import { calibrateMap, type MapCalibrationFigures } from '@lacuna/core/anomaly/calibration.ts';
import { consensusMap, type ConsensusRule } from '@lacuna/core/anomaly/consensus.ts';
import { tailScale } from '@lacuna/core/anomaly/tail-score.ts';
import { LacunaError } from '@lacuna/core/errors.ts';
import { METHOD_IDS, type MethodId } from '@lacuna/core/inference/detector.ts';
import { sortFloat32 } from '@lacuna/core/metrics/sort-floats.ts';
import type { ProgressOutput } from '../progress-line.ts';
import { LACUNA_VERSION } from '../version.ts';
import { BASELINE_IDS } from './case-types.ts';
import { CALIBRATED_IDS, type CalibratedId, readHealthyMaps } from './healthy-maps.ts';
import { walkScores } from './pooled-metrics.ts';
import { healthyMapsFile, writeAtomically } from './result-files.ts';
import { type EvaluationRequest, runEvaluation } from './run-evaluation.ts';
import { encodeScores } from './score-file.ts';
import type { Summary } from './summary-types.ts';
import { openEngine } from './weights-choice.ts';

export type CalibrationRequest = Omit<
  EvaluationRequest,
  'extras' | 'bids' | 'seeds' | 'protocol' | 'unmasked'
> & {
  /** The file to write; `out` is the folder to work in. */
  file: string;
  description: string | undefined;
};

/** Upper end of the consensus: orders of magnitude of the healthy false-positive rate. */
const CONSENSUS_RANGE = [0, 6] as const;
const EVEN_WEIGHTS = { 'latent-bernoulli': 0.5, 'diffusion-ad': 0.5 } as const;
/** Below this many pixels the rarest rates of the tail are guesses. */
const FEW_PIXELS = 100_000;

/**
 * Runs the methods on a healthy set and writes a calibration file: thresholds and tables of both methods and the consensus, and the
 * thresholds of the intensity baselines. Slices with truth, where a case has a mask, are left out. An interrupted run goes on.
 * @throws LacunaError `empty-result` without any healthy brain
 */
export async function calibrate(
  request: CalibrationRequest,
  stderr: ProgressOutput,
  signal: AbortSignal,
): Promise<void> {
  const { out, file } = request;
  const summary = await runEvaluation(
    {
      ...request,
      unmasked: 'healthy',
      protocol: 'native',
      seeds: 1,
      extras: { healthyMaps: true },
      bids: false,
    },
    stderr,
    signal,
  );
  const { engine } = await openEngine(request.engine, signal);
  await engine.dispose();
  const { manifest, weightsSha256 } = engine;
  const ids = await scoredCases(out, summary);
  const cohort = { cases: 0, slices: 0, pixels: 0 };
  for (const id of ids) {
    const { slices, rows } = readHealthyMaps(await fs.readFile(healthyMapsFile(out, id)));
    if (slices === 0) continue;
    cohort.cases++;
    cohort.slices += slices;
    cohort.pixels += rows.length / CALIBRATED_IDS.length;
    for (const output of CALIBRATED_IDS)
      await writeAtomically(sortedFile(out, id, output), sorted(column(rows, output)));
  }
  if (cohort.pixels < FEW_PIXELS)
    stderr.write(
      `Note: only ${cohort.pixels} healthy brain pixels; false-positive rates below ${(10 / Math.max(1, cohort.pixels)).toExponential(0)} are guesses.\n`,
    );
  const figures = Object.fromEntries(
    CALIBRATED_IDS.map((output) => [output, figuresOf(ids.map((id) => sortedFile(out, id, output)))]),
  ) as Record<CalibratedId, MapCalibrationFigures>;
  const weights = manifest.consensus?.weights ?? EVEN_WEIGHTS;
  const rule: ConsensusRule<MethodId> = METHOD_IDS.map((method) => ({
    method,
    weight: weights[method],
    scale: tailScale(figures[method].calibration.healthyTail, manifest.methods[method].mapRange[1]),
  }));
  for (const id of ids) {
    const { rows } = readHealthyMaps(await fs.readFile(healthyMapsFile(out, id)));
    if (rows.length === 0) continue;
    const maps = Object.fromEntries(METHOD_IDS.map((m) => [m, column(rows, m)])) as Record<
      MethodId,
      Float32Array
    >;
    await writeAtomically(sortedFile(out, id, 'consensus'), sorted(consensusMap(rule, maps)));
  }
  const { thresholds } = figuresOf(ids.map((id) => sortedFile(out, id, 'consensus')));
  const content = {
    schema: 'lacuna-calibration/1',
    weightsId: manifest.id,
    weightsSha256,
    cohort: {
      ...cohort,
      description: request.description ?? `${summary.dataset.name}, ${cohort.cases} healthy cases`,
    },
    createdBy: `lacuna ${LACUNA_VERSION}`,
    seed: request.seed,
    methods: Object.fromEntries(METHOD_IDS.map((id) => [id, figures[id]])),
    consensus: { weights, thresholds, mapRange: CONSENSUS_RANGE },
    baselines: Object.fromEntries(BASELINE_IDS.map((id) => [id, { thresholds: figures[id].thresholds }])),
  };
  await writeAtomically(path.resolve(file), `${JSON.stringify(content, null, 2)}\n`);
  await fs.rm(out, { recursive: true, force: true });
}

const sortedFile = (out: string, id: string, output: CalibratedId | 'consensus') =>
  path.join(out, 'sorted', `${id}.${output}.bin`);

async function scoredCases(out: string, { skipped }: Summary): Promise<string[]> {
  const left = new Set(skipped.map((one) => one.case));
  const names = await fs.readdir(path.join(out, 'healthy')).catch(() => []);
  const ids = names
    .filter((name) => name.endsWith('.f32') && !name.startsWith('.'))
    .map((name) => name.slice(0, -4))
    .filter((id) => !left.has(id))
    .sort();
  if (ids.length === 0) throw new LacunaError('empty-result', 'No case of the set could be run.');
  return ids;
}

function column(rows: Float32Array, output: CalibratedId): Float32Array {
  const [k, stride] = [CALIBRATED_IDS.indexOf(output), CALIBRATED_IDS.length];
  return Float32Array.from({ length: rows.length / stride }, (_, n) => rows[n * stride + k]!);
}

const sorted = (values: Float32Array): Uint8Array =>
  encodeScores({
    negatives: sortFloat32(values),
    positives: new Float32Array(0),
    regionSizes: new Uint32Array(0),
    regions: 0,
  });

function figuresOf(files: readonly string[]): MapCalibrationFigures {
  return calibrateMap((visit) => void walkScores(files, (value, _, count) => visit(value, count)));
}
