// What this machine offers to the tests. Nothing here installs anything: .ci/run does.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { ROOT } from './install.mjs';

const BROWSERS = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/** Path of a Chromium or Chrome, or undefined. CHROMIUM wins over the usual places. */
export function findBrowser() {
  return [process.env.CHROMIUM, ...BROWSERS].find((file) => file && fs.existsSync(file));
}

/** The first Python that imports every module named, or undefined. LACUNA_PYTHON wins, then .venv, then python3. */
export function findPython(...modules) {
  const candidates = [process.env.LACUNA_PYTHON, path.join(ROOT, '.venv/bin/python'), 'python3'];
  const wanted = modules.length ? modules : ['numpy', 'pydicom'];
  const program = `import importlib.util as u, sys; sys.exit(any(u.find_spec(m) is None for m in ${JSON.stringify(wanted)}))`;
  return candidates.find(
    (python) => python && spawnSync(python, ['-c', program], { stdio: 'ignore' }).status === 0,
  );
}

/** The folder of real MRI used by some tests; a user's machine does not have it. */
export function dataFolder() {
  const folder = process.env.LACUNA_DATA ?? path.resolve(ROOT, '../shared/data');
  return fs.existsSync(folder) ? folder : undefined;
}

const onPath = (program) =>
  (process.env.PATH ?? '')
    .split(path.delimiter)
    .some((folder) => fs.existsSync(path.join(folder, program))) || fs.existsSync(`/usr/sbin/${program}`);

/** One sentence for each thing that some test would use and that is not here. */
export function missingTools() {
  const lines = [];
  if (!findBrowser()) lines.push('Chromium: browser tests');
  if (!findPython()) lines.push('Python with pydicom: independent DICOM checks, training tests');
  if (!dataFolder()) lines.push('real MRI (../shared/data): tests on patients and hostile files');
  for (const [program, what] of [
    ['dciodvfy', 'DICOM conformance of written objects'],
    ['dcmdump', 'dcmtk reading of written objects'],
    ['Orthanc', 'round trip through a real DICOM server'],
    ['redis-server', 'evaluation over a queue'],
  ])
    if (!onPath(program)) lines.push(`${program}: ${what}`);
  lines.push('GPU: WebGPU runs on a software adapter only');
  return lines;
}
