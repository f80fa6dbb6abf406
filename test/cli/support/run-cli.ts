import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import zlib from 'node:zlib';
import { ROOT, TINY } from './folders.ts';

export const BIN = path.join(ROOT, 'cli/bin/lacuna.mjs');

export interface CliResult {
  code: number | null;
  stdout: string;
  stderr: string;
}

export interface CliOptions {
  cwd?: string;
  /** On top of the environment of the tests. */
  env?: Readonly<Record<string, string>>;
  bin?: string;
  /** Sends Ctrl-C as soon as this appears on stderr. */
  interruptAt?: RegExp;
}

/** Runs the command as a user does: a process of its own. */
export function lacuna(
  args: readonly string[],
  { cwd = ROOT, bin = BIN, env = {}, interruptAt }: CliOptions = {},
): Promise<CliResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [bin, ...args], { cwd, env: { ...process.env, ...env } });
    const result: CliResult = { code: null, stdout: '', stderr: '' };
    let interrupted = false;
    child.stdout.on('data', (text: Buffer) => (result.stdout += text.toString()));
    child.stderr.on('data', (text: Buffer) => {
      result.stderr += text.toString();
      if (interrupted || !interruptAt?.test(result.stderr)) return;
      interrupted = true;
      child.kill('SIGINT');
    });
    child.on('error', reject);
    child.on('close', (code) => resolve({ ...result, code }));
  });
}

/** `lacuna detect` with the tiny weights. */
export function detect(input: string, out: string, ...more: readonly string[]): Promise<CliResult> {
  const weights = more.includes('--weights') ? [] : ['--weights', TINY];
  return lacuna(['detect', input, '--out', out, ...weights, ...more]);
}

/** The fields of detect.json that tests look at. */
export interface Report {
  schema: string;
  notice: string;
  seed: number;
  backend: { id: string };
  weights: { id: string; sha256: string };
  input: {
    kind: string;
    slices: number;
    rows: number;
    columns: number;
    rowSpacingMm: number;
    columnSpacingMm: number;
    slicesRun: unknown;
  };
  minimumRegionAreaMm2: number;
  methods: Record<
    string,
    {
      threshold: { value: number; source: string };
      outputs: Record<string, string>;
      candidatePixels: number;
      slices: { slice: number; score: number; status: string }[];
    }
  >;
  warnings: string[];
}

export function report(out: string): Report {
  return JSON.parse(fs.readFileSync(path.join(out, 'detect.json'), 'utf8')) as Report;
}

/** The voxels of an output, in file order. */
export function voxels(out: string, name: string): Buffer {
  return zlib.gunzipSync(fs.readFileSync(path.join(out, name))).subarray(352);
}

export function floats(out: string, name: string): Float32Array {
  const bytes = Uint8Array.from(voxels(out, name));
  return new Float32Array(bytes.buffer);
}
