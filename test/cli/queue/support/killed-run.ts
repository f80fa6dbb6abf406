import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { deriveKey, uniforms } from '@lacuna/core/random.ts';

const BIN = fileURLToPath(new URL('../../../../cli/bin/lacuna.mjs', import.meta.url));

export interface Ended {
  code: number | null;
  stderr: string;
}

/** One `lacuna` command from start to end; knows no test runner, so that a script can use it too. */
export function lacuna(args: readonly string[]): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [BIN, ...args], { stdio: ['ignore', 'ignore', 'pipe'] });
    let stderr = '';
    child.stderr.on('data', (text: Buffer) => (stderr += text.toString()));
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, stderr }));
  });
}

export interface KilledRun {
  url: string;
  dataset: string;
  out: string;
  weights: string;
  workers: number;
  /** Workers ended by SIGKILL at a random moment of their work, each replaced by another. */
  kills: number;
  /** Longest wait before each kill; a small set is done before long waits end. Default 2000. */
  longestWaitMs?: number;
  seed?: number;
}

/** `lacuna worker` processes that are kept at a number, whatever ends them. */
class Crew {
  private readonly members = new Map<ChildProcess, { working: boolean }>();
  private ended = false;
  /** What the workers wrote. */
  stderr = '';

  constructor(
    private readonly url: string,
    private readonly weights: string,
  ) {}

  add(): void {
    if (this.ended) return;
    const child = spawn(
      process.execPath,
      [BIN, 'worker', '--queue', this.url, '--weights', this.weights, '--stalled-after', '2'],
      { stdio: ['ignore', 'ignore', 'pipe'] },
    );
    const state = { working: false };
    this.members.set(child, state);
    child.stderr.on('data', (text: Buffer) => {
      this.stderr += text.toString();
      if (/Waiting for cases/.test(this.stderr)) state.working = true;
    });
    child.once('exit', () => {
      this.members.delete(child);
      this.add();
    });
  }

  /** A worker that has begun to take cases; waits for one. */
  async working(): Promise<ChildProcess[]> {
    for (;;) {
      const working = [...this.members].filter(([, { working: is }]) => is).map(([child]) => child);
      if (working.length > 0 || this.ended) return working;
      await sleep(50);
    }
  }

  async end(): Promise<void> {
    this.ended = true;
    const gone = [...this.members.keys()].map((child) => new Promise((done) => child.once('exit', done)));
    for (const child of this.members.keys()) child.kill('SIGKILL');
    await Promise.all(gone);
  }
}

/** `lacuna evaluate --queue` with workers, some of them killed. @returns how many were killed before the run was done */
export async function killedRun(run: KilledRun): Promise<{ result: Ended; kills: number; stderr: string }> {
  const crew = new Crew(run.url, run.weights);
  for (let i = 0; i < run.workers; i++) crew.add();
  let over = false;
  const evaluating = lacuna([
    'evaluate', run.dataset, '--out', run.out, '--weights', run.weights, '--queue', run.url,
  ]).finally(() => (over = true)); // prettier-ignore
  const draws = uniforms(deriveKey(run.seed ?? 0, 'kills'), 0, 2 * run.kills);
  let kills = 0;
  while (kills < run.kills && !over) {
    const working = await crew.working();
    await sleep((run.longestWaitMs ?? 2000) * (0.1 + 0.9 * draws[2 * kills]!));
    const victim = working[Math.floor(draws[2 * kills + 1]! * working.length)];
    if (over || !victim?.kill('SIGKILL')) continue;
    kills++;
  }
  const result = await evaluating;
  await crew.end();
  return { result, kills, stderr: crew.stderr };
}
