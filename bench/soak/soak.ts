import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import readline from 'node:readline';
import { describeThrown } from '../../src/errors.ts';
import type { GpuBuffers } from './gpu-buffers.ts';

/** What long work leaves behind. */
export interface Soak {
  /** Through client, worker host and scheduler with models that cost nothing, cancelled and resumed at random. */
  slices?: { slices: number; cancellations: number; twice: number; start: number; end: number };
  buffers?: GpuBuffers;
  /** Why one of them is missing. */
  failures: readonly string[];
}

const tsx = createRequire(import.meta.url).resolve('tsx');

export async function soak(): Promise<Soak> {
  const failures: string[] = [];
  const run = async <T>(script: string): Promise<T | undefined> => {
    try {
      return await printed<T>(script);
    } catch (thrown) {
      failures.push(`${script}: ${describeThrown(thrown).slice(0, 500)}`);
      return undefined;
    }
  };
  const slices = await run<Soak['slices']>('test/inference/support/thousand-slices.ts');
  const buffers = await run<GpuBuffers>('bench/soak/gpu-buffers.ts');
  return { ...(slices && { slices }), ...(buffers && { buffers }), failures };
}

/**
 * The JSON that a script prints; it is ended then, as Dawn takes minutes to leave by itself.
 * @throws Error with what it complained of, when it ends before
 */
export function printed<T>(script: string, env: NodeJS.ProcessEnv = {}): Promise<T> {
  const command = ['--expose-gc', '--import', tsx, script];
  const child = spawn(process.execPath, command, { env: { ...process.env, ...env } });
  let complaints = '';
  child.stderr.on('data', (text: Buffer) => (complaints = (complaints + text.toString()).slice(-2000)));
  return new Promise<T>((resolve, reject) => {
    readline.createInterface({ input: child.stdout }).on('line', (line) => {
      if (!line.startsWith('{')) return;
      resolve(JSON.parse(line) as T);
      child.kill('SIGKILL');
    });
    child.once('close', () => reject(new Error(complaints.trim() || `${script} printed nothing.`)));
  });
}
