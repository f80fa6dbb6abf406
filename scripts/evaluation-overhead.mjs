// How the time of evaluating one case is spent, and the share outside the detectors.
//   node scripts/evaluation-overhead.mjs <data set> [--repeat n] [--threads n] [--weights <id or dir>] [--cpu]
// Takes the first case, as a worker of `lacuna evaluate` does it: read, both methods, metrics, files written. One row a repeat; the
// share is a ratio of one run, so that other work on the machine weighs on both sides of it. --cpu counts processor time instead of time
// elapsed, which other work disturbs less.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { register } from 'tsx/esm/api';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    repeat: { type: 'string', default: '3' },
    threads: { type: 'string', default: '1' },
    weights: { type: 'string' },
    cpu: { type: 'boolean', default: false },
  },
});
const [root] = positionals;
if (!root) {
  console.error('Usage: node scripts/evaluation-overhead.mjs <data set> [--repeat n] [--threads n]');
  process.exit(2);
}
if (values.cpu) {
  performance.now = () => {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1000;
  };
}
register({ tsconfig: false });
const { findCases } = await import('../cli/src/evaluate/find-cases.ts');
const { openEngine, weightsFolder } = await import('../cli/src/evaluate/weights-choice.ts');
const { evaluateCase } = await import('../cli/src/evaluate/evaluate-case.ts');
const { settingsHash } = await import('../cli/src/evaluate/settings-hash.ts');
const { writeResult } = await import('../cli/src/evaluate/result-files.ts');

const { cases } = await findCases({
  root,
  out: path.join(root, 'none'),
  sequence: 'flair',
  unmasked: 'auto',
});
const { engine } = await openEngine({
  weights: await weightsFolder(values.weights),
  backend: 'auto',
  threads: Number(values.threads),
});
const settings = { seed: 0, protocol: 'native' };
const out = fs.mkdtempSync(path.join(os.tmpdir(), 'lacuna-overhead-'));
console.log('| run | total | read | detectors | slices | metrics | write | outside the detectors |');
console.log('|---|---|---|---|---|---|---|---|');
for (let run = 1; run <= Number(values.repeat); run++) {
  const started = performance.now();
  const result = await evaluateCase(cases[0], engine, settings, { root });
  if (result.kind === 'skipped') throw new Error(result.reason);
  const { record } = result;
  const writing = performance.now();
  await writeResult(out, result, {
    settingsHash: settingsHash(engine, settings),
    inputHash: record.inputHash,
  });
  const ended = performance.now();
  const { loadMs, inferenceMs, metricsMs, totalMs } = record.timing;
  const total = ended - started;
  const seconds = [
    total,
    loadMs,
    inferenceMs,
    totalMs - loadMs - inferenceMs - metricsMs,
    metricsMs,
    ended - writing,
  ];
  console.log(
    `| ${run} | ${seconds.map((ms) => `${(ms / 1000).toFixed(2)} s`).join(' | ')} | ${((100 * (total - inferenceMs)) / total).toFixed(1)} % |`,
  );
}
fs.rmSync(out, { recursive: true });
process.exit(0);
