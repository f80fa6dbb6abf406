// Installs the locked packages when they are missing or older than the lock file. Shared by `npm start` and `npm test`.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const MINIMUM_NODE_MAJOR = 20;

/** Exits with a sentence when Node is too old: everything after this may use its syntax freely. */
export function requireNode() {
  const major = Number(process.versions.node.split('.')[0]);
  if (major >= MINIMUM_NODE_MAJOR) return;
  console.error(`Lacuna needs Node ${MINIMUM_NODE_MAJOR} or newer; this is ${process.version}.`);
  process.exit(1);
}

/** `npm ci` unless node_modules already matches package-lock.json (npm leaves its own copy of the lock inside). */
export function ensureInstalled() {
  const lock = path.join(ROOT, 'package-lock.json');
  const installed = path.join(ROOT, 'node_modules', '.package-lock.json');
  if (fs.existsSync(installed) && fs.statSync(installed).mtimeMs >= fs.statSync(lock).mtimeMs) return;
  console.log('Installing packages (npm ci) ...');
  const started = Date.now();
  const npm = process.env.npm_execpath
    ? [process.execPath, [process.env.npm_execpath]]
    : [process.platform === 'win32' ? 'npm.cmd' : 'npm', []];
  const result = spawnSync(
    npm[0],
    [...npm[1], 'ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'],
    {
      cwd: ROOT,
      stdio: 'inherit',
    },
  );
  if (result.status !== 0) {
    console.error('npm ci failed: see the lines above. A registry must be reachable for the first start.');
    process.exit(1);
  }
  fs.utimesSync(installed, new Date(), new Date());
  console.log(`Packages installed in ${((Date.now() - started) / 1000).toFixed(0)} s.`);
}
