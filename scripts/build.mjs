// Builds the viewer when a source is newer than the last build. `node scripts/build.mjs --force` builds always.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { ROOT } from './install.mjs';

const STAMP = path.join(ROOT, 'viewer/dist/.built');
/** What the built viewer is made of. The server's own files are not: they run from source. */
const SOURCES = [
  ...['src', 'extension', 'modes', 'models/weights', 'package-lock.json'],
  ...['boot', 'build', 'config', 'ohif-distribution', 'vite.config.ts', 'package.json'].map(
    (name) => `viewer/${name}`,
  ),
];

/** Time in ms of the newest file at or below `file`; 0 when there is none. */
function newest(file) {
  const stat = fs.statSync(file, { throwIfNoEntry: false });
  if (!stat) return 0;
  if (!stat.isDirectory()) return stat.mtimeMs;
  // A folder's own time tells of files that were removed.
  const inside = fs
    .readdirSync(file)
    .filter((name) => name !== 'node_modules' && name !== 'dist' && !name.startsWith('.'));
  return Math.max(stat.mtimeMs, ...inside.map((name) => newest(path.join(file, name))));
}

/** True when the viewer is not built or a source is newer than the build. */
export function isStale() {
  const built = newest(STAMP);
  return built === 0 || SOURCES.some((source) => newest(path.join(ROOT, source)) > built);
}

export function vite(...args) {
  return [
    process.execPath,
    [path.join(ROOT, 'node_modules/vite/bin/vite.js'), 'build', ...args, path.join(ROOT, 'viewer')],
  ];
}

/** Builds where needed; exits with a sentence when the build fails. */
export function ensureBuilt({ force = false } = {}) {
  if (!force && !isStale()) return;
  console.log('Building the viewer ...');
  const started = Date.now();
  const [command, args] = vite();
  const result = spawnSync(command, args, { cwd: ROOT, stdio: 'inherit' });
  if (result.status !== 0) {
    console.error('The viewer could not be built: see the lines above.');
    process.exit(1);
  }
  console.log(`Viewer built in ${((Date.now() - started) / 1000).toFixed(1)} s.`);
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  ensureBuilt({ force: process.argv.includes('--force') });
