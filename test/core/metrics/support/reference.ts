/** Runs a Python reference on a file of cases and reads its one line of JSON. */
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const SCRIPTS = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');

/** How long a reference may take, s: importing PyTorch alone takes long on a busy machine. */
export const REFERENCE_SECONDS = 300;

/** What `script` says about the cases; typed arrays are passed as lists. @throws Error with its output when it fails */
export function askReference<Answer>(python: string, script: string, cases: unknown): Answer {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'lacuna-metrics-'));
  try {
    const file = path.join(folder, 'cases.json');
    const lists = (_: string, value: unknown) =>
      ArrayBuffer.isView(value) ? Array.from(value as Float32Array) : value;
    fs.writeFileSync(file, JSON.stringify(cases, lists));
    const { status, stdout, stderr, error } = spawnSync(python, [path.join(SCRIPTS, script), file], {
      encoding: 'utf8',
      timeout: REFERENCE_SECONDS * 1000,
      maxBuffer: 1 << 28,
    });
    const line = stdout?.split('\n').find((part) => part.startsWith('{'));
    if (error || status !== 0 || !line) {
      throw new Error(`${script} gave no result: ${error?.message ?? ''} ${stderr?.slice(-2000) ?? ''}`);
    }
    return JSON.parse(line) as Answer;
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

/** Collects the largest difference of each metric, so that the figures can be quoted. */
export class Differences {
  private readonly largest = new Map<string, number>();

  note(name: string, ours: number, theirs: number): number {
    const difference = Math.abs(ours - theirs);
    this.largest.set(name, Math.max(this.largest.get(name) ?? 0, difference));
    return difference;
  }

  toString(): string {
    return Array.from(this.largest, ([name, value]) => `${name}: ${value}`).join('\n');
  }
}
