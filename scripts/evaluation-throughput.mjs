// What a second worker and the queue are worth: equal copies of one case, evaluated by one worker, by two, and by one worker over a
// queue (redis-server must be installed), with one thread each. Run it on a machine that does nothing else.
//   node --import tsx scripts/evaluation-throughput.mjs <case folder> [--cases n] [--weights <id or dir>]
// Rates are taken from the times at which the results were written, so that starting up counts in none of them. The figures of all
// runs must be the same.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { withoutTimes } from '../test/cli/evaluate/without-times.ts';
import { startRedis } from '../test/cli/queue/support/redis-server.ts';
import { ROOT } from './install.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    cases: { type: 'string', default: '8' },
    weights: { type: 'string' },
    'without-queue': { type: 'boolean', default: false },
  },
});
const [source] = positionals;
const count = Number(values.cases);
const weights = values.weights ? ['--weights', values.weights] : [];
if (!source || !(count >= 4)) {
  console.error(
    'Usage: node --import tsx scripts/evaluation-throughput.mjs <case folder> [--cases n, at least 4]',
  );
  process.exit(2);
}
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'lacuna-throughput-'));
const dataset = path.join(folder, 'set');
const stem = path.basename(path.resolve(source));
for (let i = 0; i < count; i++) {
  const name = `copy-${String(i).padStart(2, '0')}`;
  fs.mkdirSync(path.join(dataset, name), { recursive: true });
  for (const file of fs.readdirSync(source).filter((file) => /_(flair|seg)\.nii/.test(file)))
    fs.copyFileSync(path.join(source, file), path.join(dataset, name, file.replace(stem, name)));
}

/** The command line of Lacuna, to its end. */
function lacuna(...words) {
  const child = spawn(process.execPath, [path.join(ROOT, 'cli/bin/lacuna.mjs'), ...words], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let stderr = '';
  child.stderr.on('data', (chunk) => (stderr += chunk));
  const ended = new Promise((resolve, reject) =>
    child.once('exit', (code) => (code === 0 ? resolve() : reject(new Error(stderr)))),
  );
  return { child, ended };
}

/** Cases a minute while `workers` of them were at work, from the first results on. */
async function rateOf(what, workers, ...options) {
  const out = path.join(folder, what.replaceAll(' ', '-'));
  const started = performance.now();
  await lacuna('evaluate', dataset, '--out', out, '--threads', '1', ...weights, ...options).ended;
  const wall = (performance.now() - started) / 1000;
  const written = fs
    .readdirSync(path.join(out, 'cases'))
    .map((name) => fs.statSync(path.join(out, 'cases', name)).mtimeMs)
    .sort((a, b) => a - b);
  const rate = (count - workers) / ((written.at(-1) - written[workers - 1]) / 60_000);
  console.log(`${what}: ${rate.toFixed(2)} cases a minute (${wall.toFixed(1)} s with start and summary)`);
  return { rate, files: withoutTimes(out) };
}

try {
  const one = await rateOf('one worker', 1, '--jobs', '1');
  const two = await rateOf('two workers', 2, '--jobs', '2');
  assert.deepEqual(two.files, one.files);
  console.log(`Two workers: ${(two.rate / one.rate).toFixed(2)} times the throughput of one.`);
  if (!values['without-queue']) {
    const server = await startRedis();
    const worker = lacuna(
      'worker',
      '--queue',
      server.url,
      '--threads',
      '1',
      '--idle-limit',
      '600',
      ...weights,
    );
    worker.ended.catch(() => undefined);
    try {
      const queue = await rateOf('one worker over a queue', 1, '--queue', server.url);
      assert.deepEqual(queue.files, one.files);
      console.log(`The queue costs ${(100 * (one.rate / queue.rate - 1)).toFixed(1)} %.`);
    } finally {
      worker.child.kill('SIGTERM');
      await server.stop();
    }
  }
} finally {
  fs.rmSync(folder, { recursive: true, force: true });
}
