import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { python } from './folders.ts';

const SCRIPT = fileURLToPath(new URL('compare_volumes.py', import.meta.url));

/** What nibabel or pydicom finds different; empty when all is equal. */
export function differences(...args: readonly string[]): string {
  if (!python) throw new Error('Python with nibabel, numpy and pydicom is missing (test/requirements.txt)');
  const { status, stdout, stderr } = spawnSync(python, [SCRIPT, ...args], { encoding: 'utf8' });
  return status === 0 ? '' : `${stdout}${stderr}`;
}
