import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { coordinate, type QueueRun } from '../../../../cli/src/queue/coordinator.ts';
import { QUEUE_SCHEMA, sha256 } from '../../../../cli/src/queue/terms.ts';

const WORKER = fileURLToPath(new URL('counting-worker.ts', import.meta.url));
export const WEIGHTS = sha256('weights');
export const SEED = 7;

export interface WorkerProcess {
  child: ChildProcess;
  /** Numbers of the cases that it began. */
  began: number[];
  stderr: () => string;
  ended: Promise<number | null>;
}

export function startWorker(
  url: string,
  { msPerCase = 20, stalledAfterMs = 1000, weights = WEIGHTS } = {},
): WorkerProcess {
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', WORKER, url, String(msPerCase), String(stalledAfterMs), weights],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const began: number[] = [];
  let stderr = '';
  let rest = '';
  child.stdout.on('data', (text: Buffer) => {
    const lines = (rest + text.toString()).split('\n');
    rest = lines.pop()!;
    for (const line of lines) began.push(Number(line.replace('began ', '')));
  });
  child.stderr.on('data', (text: Buffer) => (stderr += text.toString()));
  const ended = new Promise<number | null>((resolve) => child.once('close', (code) => resolve(code)));
  return { child, began, stderr: () => stderr, ended };
}

export interface Collected {
  /** Every call of `onResult`, in order. */
  results: { id: string; square: number; hash: string; pid: number }[];
  failures: { id: string; reason: string }[];
  told: string[];
}

const settings = JSON.stringify({ seed: SEED });

/** Squares of 0 to `count` - 1 through the queue. */
export function countingRun(
  url: string,
  count: number,
  { runId = 'run', throws = {} as Readonly<Record<number, string>>, weights = WEIGHTS, from = 0 } = {},
): { collected: Collected; finish(signal?: AbortSignal): Promise<Collected> } {
  const collected: Collected = { results: [], failures: [], told: [] };
  const run: QueueRun = {
    url,
    announcement: {
      schema: QUEUE_SCHEMA, runId, software: 'test', weightsId: 'test-weights', weightsSha256: weights,
      settingsSha256: sha256(settings), dataRoot: '/data',
    }, // prettier-ignore
    settings,
    cases: Array.from({ length: count - from }, (_, i) => ({
      id: `case-${from + i}`,
      reference: { number: from + i, throws: throws[from + i] },
    })),
    async onResult(id, result) {
      const { square, bytes, pid } = result as { square: number; bytes: Uint8Array; pid: number };
      collected.results.push({ id, square, hash: Buffer.from(bytes).toString('hex'), pid });
    },
    async onFailure(id, reason) {
      collected.failures.push({ id, reason });
    },
    tell: (sentence) => collected.told.push(sentence),
  };
  return {
    collected,
    async finish(signal = new AbortController().signal) {
      await coordinate(run, signal);
      return collected;
    },
  };
}

/** What the queue has to give back: each case once, in the order of the ids. */
export const expectedSquares = (count: number): string[] =>
  Array.from({ length: count }, (_, i) => `case-${i} ${i * i + SEED} ${sha256(`${SEED}/${i}`)}`).sort();
export const squares = ({ results }: Collected): string[] =>
  results.map(({ id, square, hash }) => `${id} ${square} ${hash}`).sort();
