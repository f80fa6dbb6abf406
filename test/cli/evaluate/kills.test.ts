/** An evaluation whose processes are killed at random, the coordinator and single workers: nothing lost, nothing twice. */
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, jest, test } from '@jest/globals';
import { deriveKey, uniforms } from '@lacuna/core/random.ts';
import { temporaryFolder, TINY } from '../support/folders.ts';
import { BIN, lacuna } from '../support/run-cli.ts';
import { image, mask, put, SQUARES } from './small-set.ts';
import { withoutTimes } from './without-times.ts';

/** 20 and more on demand. */
const KILLS = Number(process.env.LACUNA_KILLS ?? 4);
jest.setTimeout(180_000 + KILLS * 90_000);
const folder = temporaryFolder();
const set = path.join(folder, 'set');
for (let n = 0; n < 6; n++) {
  const squares = SQUARES[n % SQUARES.length]!;
  put(set, `case${n}/case${n}_flair.nii.gz`, image(squares, 1 + n / 5));
  put(set, `case${n}/case${n}_seg.nii.gz`, mask(squares));
}
const args = (out: string) => ['evaluate', set, '--out', out, '--weights', TINY, '--jobs', '2'];

/** Worker processes of a run; Linux has the children of a process listed. */
const workersOf = (pid: number): number[] =>
  (fs.existsSync(`/proc/${pid}/task/${pid}/children`)
    ? fs.readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')
    : ''
  )
    .split(' ')
    .filter((text) => text !== '' && isWorker(Number(text)))
    .map(Number);

function isWorker(pid: number): boolean {
  try {
    return fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('evaluate-worker');
  } catch {
    return false;
  }
}

test(`${KILLS} kills`, async () => {
  const [whole, killed] = [path.join(folder, 'whole'), path.join(folder, 'killed')];
  const started = performance.now();
  expect((await lacuna(args(whole))).code).toBe(0);
  const usual = performance.now() - started;
  const draws = uniforms(deriveKey(11, 'kills'), 0, 2 * KILLS);
  let [coordinators, workers] = [0, 0];
  const seen: number[] = [];
  for (let kill = 0; kill < KILLS; kill++) {
    // what is done is removed, so that every kill meets work
    if (kill % 3 === 0) fs.rmSync(path.join(killed, 'cases'), { recursive: true, force: true });
    const child = spawn(process.execPath, [BIN, ...args(killed)], { stdio: 'ignore' });
    const ended = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
    await Promise.race([sleep(usual * (0.2 + 0.7 * draws[2 * kill]!)), ended]);
    const victims = child.exitCode === null ? workersOf(child.pid!) : [];
    seen.push(...victims);
    if (child.exitCode === null && (draws[2 * kill + 1]! < 0.6 || victims.length === 0)) {
      child.kill('SIGKILL');
      coordinators++;
      await ended;
    } else if (child.exitCode === null) {
      process.kill(victims[0]!, 'SIGKILL');
      workers++;
      // the run gets over the loss of a worker by itself
      expect(await ended).toBe(0);
    }
  }
  expect(coordinators + workers).toBeGreaterThan(0);
  expect((await lacuna(args(killed))).code).toBe(0);
  expect(withoutTimes(killed)).toEqual(withoutTimes(whole));
  // workers end with their coordinator, however it ends
  await sleep(1000);
  expect(seen.filter(isWorker)).toEqual([]);
});
