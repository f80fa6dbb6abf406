import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { cancelled, LacunaError, type LacunaErrorCode } from '@lacuna/core/errors.ts';
import type { CaseExtras } from './case-types.ts';
import type { FromWorker, PoolTask, ToWorker } from './pool-messages.ts';
import type { EngineChoice } from './weights-choice.ts';

const ENTRY = fileURLToPath(new URL('../../bin/evaluate-worker.mjs', import.meta.url));
/** A case during which its worker ended is tried once more, on a fresh one. */
const ATTEMPTS = 2;
/** A cancelled process stops between two slices; onnxruntime cannot be interrupted within one. */
const CANCEL_PATIENCE_MS = 10_000;
/** Codes for which no other case would fare better: the run stops. */
const FATAL: readonly string[] = [
  'store-failed',
  'weights-missing',
  'weights-altered',
  'weights-invalid',
  'backend-unavailable',
];

export interface PoolRequest {
  jobs: number;
  choice: EngineChoice;
  root: string;
  extras: CaseExtras;
  tasks: readonly PoolTask[];
  onDone(task: PoolTask, outcome: { skipped: string | undefined; ms: number }): void;
  /** The case could not be finished, for a reason that is not its own; a later run tries it again. */
  onFailure(task: PoolTask, reason: string): void;
}

/**
 * Runs cases on worker processes: a fault that ends a process costs one attempt at one case. Memory is that of one case per worker.
 * @throws LacunaError `cancelled` when the signal is aborted, after every worker has let go of its case; what no worker can work with
 */
export async function runPool(request: PoolRequest, signal: AbortSignal): Promise<void> {
  const waiting = request.tasks.map((task) => ({ task, attempts: 0 }));
  const state: PoolState = { ...request, waiting, signal, stopped: undefined, failedStarts: 0 };
  const count = Math.min(request.jobs, waiting.length);
  await Promise.all(Array.from({ length: count }, () => superviseWorker(state)));
  if (state.stopped) throw state.stopped;
  if (signal.aborted) throw cancelled();
}

interface Attempt {
  task: PoolTask;
  attempts: number;
}

interface PoolState extends PoolRequest {
  waiting: Attempt[];
  signal: AbortSignal;
  /** What ends the whole run. */
  stopped: LacunaError | undefined;
  /** Processes that ended before they were ready; a few can be bad luck, many are not. */
  failedStarts: number;
}

/** Keeps one place of the pool busy, with a new process where one ended, until there is nothing left to do. */
async function superviseWorker(state: PoolState): Promise<void> {
  while (state.waiting.length > 0 && !state.signal.aborted && !state.stopped) await workerLife(state);
}

/** One process from start to end. */
function workerLife(state: PoolState): Promise<void> {
  return new Promise((resolve) => {
    const child = fork(ENTRY, [], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'], execArgv: [] });
    let current: Attempt | undefined;
    let ready = false;
    const send = (message: ToWorker) => child.connected && child.send(message);
    let patience: NodeJS.Timeout | undefined;
    const onAbort = () => {
      // one that starts or has nothing to do has nothing to lose
      if (!current) return void child.kill('SIGKILL');
      send({ kind: 'cancel' });
      // results are written atomically: a process that does not let go can be ended without losing any
      patience = setTimeout(() => child.kill('SIGKILL'), CANCEL_PATIENCE_MS);
    };
    state.signal.addEventListener('abort', onAbort);

    const next = () => {
      current = state.signal.aborted || state.stopped ? undefined : state.waiting.shift();
      // its results are written and told: its end need not wait for the runtime to let go
      if (!current) return void child.kill('SIGKILL');
      current.attempts++;
      send({ kind: 'run', task: current.task });
    };
    child.on('message', (message: FromWorker) => {
      if (message.kind === 'ready') ready = true;
      if (message.kind === 'failed') onFailed(state, current, message);
      if (message.kind === 'done' && current)
        state.onDone(current.task, { skipped: message.skipped, ms: message.ms });
      current = undefined;
      next();
    });
    child.once('error', () => child.kill('SIGKILL'));
    child.once('exit', (code, signalName) => {
      state.signal.removeEventListener('abort', onAbort);
      clearTimeout(patience);
      if (current && !state.signal.aborted) giveBack(state, current, signalName ?? `exit status ${code}`);
      else if (!ready && !state.signal.aborted && ++state.failedStarts >= ATTEMPTS * state.jobs)
        state.stopped ??= new LacunaError(
          'worker-crashed',
          'A worker process of the evaluation could not be started.',
          { code, signalName },
        );
      resolve();
    });
    send({ kind: 'open', choice: state.choice, root: state.root, extras: state.extras });
    watchStart(child);
  });
}

/** A process that neither starts nor fails would hold the run for ever. */
function watchStart(child: ChildProcess): void {
  const timer = setTimeout(() => child.kill('SIGKILL'), 600_000);
  child.once('message', () => clearTimeout(timer));
  child.once('exit', () => clearTimeout(timer));
}

function onFailed(
  state: PoolState,
  current: Attempt | undefined,
  { code, message }: Extract<FromWorker, { kind: 'failed' }>,
): void {
  if (code === 'cancelled') return;
  if (!current || FATAL.includes(code)) state.stopped ??= new LacunaError(code as LacunaErrorCode, message);
  else giveBack(state, current, message);
}

function giveBack(state: PoolState, attempt: Attempt, why: string): void {
  if (attempt.attempts < ATTEMPTS) state.waiting.unshift(attempt);
  else
    state.onFailure(
      attempt.task,
      `The case could not be finished in ${ATTEMPTS} attempts (${why}). Run the same command again to try once more.`,
    );
}
