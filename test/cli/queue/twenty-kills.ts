// The full run that the normal tests do in small: node --import tsx test/cli/queue/twenty-kills.ts [kills] [cases]
// An evaluation over a queue whose workers are killed at random moments must give the files of one on a single machine.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { image, mask, put, SQUARES } from '../evaluate/small-set.ts';
import { withoutTimes } from '../evaluate/without-times.ts';
import { killedRun, lacuna } from './support/killed-run.ts';
import { startRedis } from './support/redis-server.ts';

const [kills = 20, cases = 150] = process.argv.slice(2).map(Number);
const weights = path.resolve(import.meta.dirname, '../../fixtures/weights-tiny');
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'lacuna-kills-'));
const dataset = path.join(folder, 'set');
for (let i = 0; i < cases; i++) {
  const name = `case-${String(i).padStart(4, '0')}`;
  const squares = SQUARES[i % SQUARES.length]!;
  put(dataset, `${name}/${name}_flair.nii.gz`, image(squares, 0.5 + i / cases));
  put(dataset, `${name}/${name}_seg.nii.gz`, mask(squares));
}
const server = await startRedis();
try {
  const timed = async <T>(what: string, action: () => Promise<T>): Promise<T> => {
    const started = performance.now();
    const result = await action();
    console.log(`${what}: ${((performance.now() - started) / 1000).toFixed(1)} s`);
    return result;
  };
  const alone = path.join(folder, 'alone');
  const queue = path.join(folder, 'queue');
  const one = await timed('one machine, one job', () =>
    lacuna(['evaluate', dataset, '--out', alone, '--weights', weights, '--jobs', '1']),
  );
  assert.equal(one.code, 0, one.stderr);
  const killed = await timed('queue, three workers', () =>
    killedRun({ url: server.url, dataset, out: queue, weights, workers: 3, kills }),
  );
  assert.equal(killed.result.code, 0, killed.result.stderr);
  assert.equal(killed.kills, kills, 'the run was over before all were killed: give more cases');
  const [expected, found] = [withoutTimes(alone), withoutTimes(queue)];
  const names = [...new Set([...Object.keys(expected), ...Object.keys(found)])];
  const different = names.filter((name) => !isDeepStrictEqual(expected[name], found[name]));
  assert.deepEqual(different, []);
  console.log(`${kills} workers killed; ${Object.keys(found).length} files of ${cases} cases are the same.`);
} finally {
  await server.stop();
  fs.rmSync(folder, { recursive: true, force: true });
}
