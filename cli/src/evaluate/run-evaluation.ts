import { cancelled, LacunaError } from '@lacuna/core/errors.ts';
import type { CalibrationInput } from '@lacuna/core/inference/calibration-file.ts';
import { isWebRoot } from '../dicomweb/address.ts';
import { sendCredentialsTo } from '../dicomweb/credentials.ts';
import type { ProgressOutput } from '../progress-line.ts';
import { writeBids } from './bids-output.ts';
import { CaseProgress } from './case-progress.ts';
import { type PoolRequest, runPool } from './case-pool.ts';
import type { CaseExtras, CaseInput, CaseSettings } from './case-types.ts';
import type { ProtocolId } from './protocol-id.ts';
import { datasetName, type DatasetRequest, findCases } from './find-cases.ts';
import type { PoolTask } from './pool-messages.ts';
import { inputHash } from './read-case.ts';
import { isComplete, isSkipped, readStored, removePartials } from './result-files.ts';
import { type ScoredOutput, scoredOutputs } from './scored-outputs.ts';
import { seedFolder, writeSeedSpread } from './seed-spread.ts';
import { settingsHash } from './settings-hash.ts';
import type { Summary } from './summary-types.ts';
import { type RunFacts, writeSummary } from './summary.ts';
import { type EngineChoice, openEngine } from './weights-choice.ts';

export interface EvaluationRequest extends DatasetRequest {
  engine: EngineChoice;
  protocol: ProtocolId;
  /** The first seed; with several, the following numbers. */
  seed: number;
  seeds: number;
  jobs: number;
  extras: CaseExtras;
  /** Also write BIDS derivatives. */
  bids: boolean;
}

/** How the cases get done: here on the cores of this machine, or by whoever else can. */
export interface CaseExecutor {
  run(work: ExecutorWork, signal: AbortSignal): Promise<void>;
}

export interface ExecutorWork extends Omit<PoolRequest, 'jobs'> {
  weights: { id: string; sha256: string };
  calibration: CalibrationInput | undefined;
  settingsHash(settings: CaseSettings): string;
  /** Takes one sentence for the user. */
  tell(sentence: string): void;
}

/** What is known of weights and settings once the engine has been opened. */
type Opened = Pick<RunFacts, 'engine' | 'outputs'> & {
  calibration: CalibrationInput | undefined;
  settingsOf(seed: number): CaseSettings;
  hashOf(settings: CaseSettings): string;
};

/**
 * Evaluates a data set into a folder; what an earlier, interrupted run of the same settings has finished there is taken over.
 * @throws LacunaError `cancelled` with everything finished so far kept; `empty-result` when no case could be scored
 */
export async function runEvaluation(
  request: EvaluationRequest,
  stderr: ProgressOutput,
  signal: AbortSignal,
  executor: CaseExecutor = localPool(request.jobs),
): Promise<Summary> {
  const started = performance.now();
  const tell = (sentence: string) => stderr.write(`${sentence}\n`);
  if (isWebRoot(request.root)) sendCredentialsTo(request.root);
  const dataset = await findCases(request, signal);
  for (const warning of dataset.warnings) tell(`Note: ${warning}`);
  for (const { id, reason } of dataset.skipped) tell(`Skipped ${id}: ${reason}`);
  const opened = await openOnce(request, signal);
  const { manifest, backend } = opened.engine;
  tell(
    `${dataset.cases.length} cases (${dataset.layout}); ${manifest.id} ${manifest.version} on ${backend.detail}${backend.fallbackReason ? ` (${backend.fallbackReason})` : ''}`,
  );

  const seeds = Array.from({ length: request.seeds }, (_, i) => request.seed + i);
  const tasks: PoolTask[] = [];
  let resumed = 0;
  for (const seed of seeds) {
    const out = seedFolder(request.out, seed, request.seed);
    await removePartials(out);
    const settings = opened.settingsOf(seed);
    for (const input of dataset.cases) {
      if (signal.aborted) throw cancelled();
      if (await isDone(request, out, input, opened.hashOf(settings), signal)) resumed++;
      else tasks.push({ input, settings, out });
    }
  }
  if (resumed > 0) tell(`${resumed} results of an earlier run are taken over.`);
  const failures = new Map<string, { case: string; reason: string }>();
  if (tasks.length > 0)
    await execute(executor, { request, opened, tasks, failures, stderr, total: tasks.length }, signal);

  const facts = (seed: number): RunFacts => ({
    out: seedFolder(request.out, seed, request.seed),
    dataset: {
      name: datasetName(request.root),
      layout: dataset.layout,
      sequence: request.sequence,
    },
    caseIds: dataset.cases.map(({ id }) => id),
    skipped: [
      ...dataset.skipped.map(({ id, reason }) => ({ case: id, reason })),
      ...[...failures].filter(([key]) => key.startsWith(`${seed} `)).map(([, failure]) => failure),
    ],
    warnings: sequenceWarning(request.sequence, manifest.sequence, dataset.warnings),
    settings: opened.settingsOf(seed),
    settingsHash: opened.hashOf(opened.settingsOf(seed)),
    engine: opened.engine,
    outputs: opened.outputs,
    run: {
      wallMs: performance.now() - started,
      casesRun: tasks.length - failures.size,
      casesResumed: resumed,
    },
  });
  const summaries: Summary[] = [];
  for (const seed of seeds) summaries.push(await writeSummary(facts(seed)));
  const first = seeds.length > 1 ? await writeSeedSpread(request.out, seeds, summaries) : summaries[0]!;
  if (first.dataset.cases === 0)
    throw new LacunaError(
      'empty-result',
      `None of the ${dataset.cases.length} cases could be scored: ${first.skipped[0]?.reason ?? ''} All reasons are in summary.json.`,
    );
  if (request.bids) await writeBids(request.out, dataset.cases, first);
  return first;
}

/** The cases on worker processes of this machine. */
function localPool(jobs: number): CaseExecutor {
  return { run: (work, signal) => runPool({ ...work, jobs }, signal) };
}

async function openOnce(request: EvaluationRequest, signal: AbortSignal): Promise<Opened> {
  const { engine, baselines, calibration } = await openEngine(request.engine, signal);
  // the workers open engines of their own
  await engine.dispose();
  const { manifest, weightsSha256, backend } = engine;
  const outputs: ScoredOutput[] = scoredOutputs(manifest, baselines);
  return {
    engine: { manifest, weightsSha256, backend },
    outputs,
    calibration,
    settingsOf: (seed) => ({ seed, protocol: request.protocol, ...(baselines && { baselines }) }),
    hashOf: (settings) => settingsHash(engine, settings),
  };
}

async function isDone(
  { root, extras }: EvaluationRequest,
  out: string,
  input: CaseInput,
  hash: string,
  signal: AbortSignal,
): Promise<boolean> {
  const stored = await readStored(out, input.id);
  if (!stored || stored.settingsHash !== hash) return false;
  if (stored.inputHash !== (await inputHash(root, input, signal))) return false;
  return isSkipped(stored) || isComplete(out, stored, extras);
}

interface Work {
  request: EvaluationRequest;
  opened: Opened;
  tasks: readonly PoolTask[];
  failures: Map<string, { case: string; reason: string }>;
  stderr: ProgressOutput;
  total: number;
}

async function execute(
  executor: CaseExecutor,
  { request, opened, tasks, failures, stderr, total }: Work,
  signal: AbortSignal,
): Promise<void> {
  const progress = new CaseProgress(stderr, total);
  let done = 0;
  const settle = ({ input }: PoolTask, sentence: string | undefined) => {
    done++;
    if (sentence) progress.tell(`Skipped ${input.id}: ${sentence}`);
    progress.step();
  };
  const work: ExecutorWork = {
    choice: request.engine,
    root: request.root,
    extras: request.extras,
    tasks,
    weights: { id: opened.engine.manifest.id, sha256: opened.engine.weightsSha256 },
    calibration: opened.calibration,
    settingsHash: opened.hashOf,
    tell: (sentence) => progress.tell(sentence),
    onDone: (task, { skipped }) => settle(task, skipped),
    onFailure(task, reason) {
      failures.set(`${task.settings.seed} ${task.input.id}`, { case: task.input.id, reason });
      settle(task, reason);
    },
  };
  try {
    await executor.run(work, signal);
  } catch (thrown) {
    if (signal.aborted)
      throw new LacunaError(
        'cancelled',
        `Cancelled: ${done} of ${total} cases were finished and are kept. The same command goes on with the rest.`,
      );
    throw thrown;
  } finally {
    progress.end();
  }
}

function sequenceWarning(asked: string, known: string, warnings: readonly string[]): string[] {
  return asked.toLowerCase() === known.toLowerCase()
    ? [...warnings]
    : [
        ...warnings,
        `The weights know ${known}; the images are ${asked}: the figures say how far they carry over.`,
      ];
}
