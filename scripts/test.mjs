// `npm test`: every runner, and one plain line at the end that sums them up.
// What this machine cannot run is named; with CI=true nothing but GPU-only checks may be skipped.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { ROOT, ensureInstalled, requireNode } from './install.mjs';
import { findBrowser, findPython, missingTools } from './environment.mjs';

requireNode();
ensureInstalled();

const ci = process.env.CI === 'true';
const total = { passed: 0, failed: 0, skipped: 0 };
const notRun = [];
/** First lines of what failed, told again at the end. */
const failures = [];
const only = process.argv.slice(2); // e.g. `npm test -- jest browser`

/** Runs a program to its end; what it prints on its error output is shown at once. */
function run(command, args, env = {}) {
  const began = performance.now();
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, ...env },
    });
    const parts = [];
    child.stdout.on('data', (part) => parts.push(part));
    child.once('error', reject);
    child.once('close', (status) => {
      const stdout = Buffer.concat(parts).toString('utf8');
      resolve({ status, stdout, seconds: (performance.now() - began) / 1000 });
    });
  });
}

function add(name, counts, { seconds } = {}) {
  for (const key of Object.keys(total)) total[key] += counts[key] ?? 0;
  const time = seconds === undefined ? '' : ` (${seconds.toFixed(0)} s)`;
  console.log(
    `[${name}] ${counts.passed} passed, ${counts.failed} failed, ${counts.skipped ?? 0} skipped${time}`,
  );
  if (counts.failed) failures.push(name);
}

/** A tool that only says yes or no counts as one check. */
async function check(name, args) {
  const result = await run(process.execPath, args);
  process.stdout.write(result.stdout);
  add(name, result.status === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 }, result);
}

/** A runner that prints `N passed, N failed` (with `, N skipped`) last; no such line is a failure. */
function lastLine(name, result) {
  process.stdout.write(result.stdout);
  const found = [...result.stdout.matchAll(/^(\d+) passed, (\d+) failed(?:, (\d+) skipped)?$/gm)].at(-1);
  if (!found) return add(name, { passed: 0, failed: 1 }, result);
  const counts = { passed: Number(found[1]), failed: Number(found[2]), skipped: Number(found[3] ?? 0) };
  if (result.status !== 0 && counts.failed === 0) counts.failed = 1;
  add(name, counts, result);
  for (const [, what, why] of result.stdout.matchAll(/^ {2}FAIL (.*)\n(.*)$/gm))
    failures.push(`    ${what}: ${why}`);
}

function leaveOut(name, reason) {
  notRun.push(`${name}: ${reason}`);
  if (ci) add(name, { passed: 0, failed: 1 });
}

const runners = {
  typecheck: () => check('typecheck', ['node_modules/typescript/bin/tsc', '--noEmit']),
  lint: () => check('lint', ['node_modules/eslint/bin/eslint.js', '.', '--max-warnings=0']),
  format: () =>
    check('format', ['node_modules/prettier/bin/prettier.cjs', '--check', '--log-level=warn', '.']),
  jest: async () => {
    const counts = path.join(os.tmpdir(), `lacuna-jest-${process.pid}.json`);
    const python = findPython();
    const env = { LACUNA_JEST_COUNTS: counts, ...(python ? { LACUNA_PYTHON: python } : {}) };
    const result = await run(
      process.execPath,
      ['--experimental-vm-modules', '--no-warnings', 'node_modules/jest/bin/jest.js', '--silent'],
      env,
    );
    process.stdout.write(result.stdout);
    const found = fs.existsSync(counts)
      ? JSON.parse(fs.readFileSync(counts, 'utf8'))
      : { passed: 0, failed: 1 };
    fs.rmSync(counts, { force: true });
    if (ci && found.skipped) {
      console.log(`${found.skipped} Jest tests were skipped although CI=true: counted as failures.`);
      found.failed += found.skipped;
      found.skipped = 0;
    }
    add('jest', found, result);
    for (const what of found.names ?? []) failures.push(`    ${what}`);
  },
  pytest: async () => {
    const python = findPython('torch', 'onnxruntime', 'nibabel', 'pydicom', 'pytest');
    if (!python)
      return leaveOut('pytest', 'no Python with the packages of test/requirements.txt (see docs/testing.md)');
    const result = await run(python, [
      '-m',
      'pytest',
      '-q',
      '-p',
      'no:cacheprovider',
      'models/training/tests',
    ]);
    process.stdout.write(result.stdout);
    const count = (word) =>
      Number(new RegExp(`(\\d+) ${word}`).exec(result.stdout.trim().split('\n').at(-1) ?? '')?.[1] ?? 0);
    const counts = {
      passed: count('passed'),
      failed: count('failed') + count('errors?'),
      skipped: count('skipped'),
    };
    if (result.status !== 0 && counts.failed === 0) counts.failed = 1;
    if (ci) [counts.failed, counts.skipped] = [counts.failed + counts.skipped, 0];
    return add('pytest', counts, result);
  },
  browser: async () => {
    if (!findBrowser()) return leaveOut('browser', 'no Chromium found (set CHROMIUM to its path)');
    const build = await run(process.execPath, ['scripts/build.mjs']);
    process.stdout.write(build.stdout);
    if (build.status !== 0) return add('browser', { passed: 0, failed: 1 });
    const files = fs
      .readdirSync(path.join(ROOT, 'test/browser'))
      .filter((f) => f.endsWith('.ts'))
      .sort();
    for (const file of files)
      lastLine(`browser ${file}`, await run(process.execPath, ['--import', 'tsx', `test/browser/${file}`]));
  },
};

/** Runners that take one core each and no times go side by side. */
const TURNS = [['typecheck', 'lint', 'format'], ['jest'], ['pytest'], ['browser']];
for (const names of TURNS) {
  const wanted = names.filter((name) => only.length === 0 || only.includes(name));
  if (wanted.length === 0) continue;
  console.log(`\n== ${wanted.join(', ')}`);
  await Promise.all(wanted.map((name) => runners[name]()));
}

const absent = missingTools();
if (absent.length || notRun.length)
  console.log('\nNot available here, so the checks that need it did not run:');
for (const line of [...notRun, ...absent]) console.log(`  - ${line}`);
if (failures.length) console.log(['\nFailed:', ...failures.map((line) => `  ${line}`)].join('\n'));
console.log(
  `\n${total.passed} passed, ${total.failed} failed${total.skipped ? `, ${total.skipped} skipped` : ''}`,
);
process.exitCode = total.failed ? 1 : 0;
