import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { promisify } from 'node:util';
import { describeThrown } from '../../src/errors.ts';
import { graphicsEnvironment } from '../machine.ts';
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
  const run = async <T>(script: string, env: NodeJS.ProcessEnv): Promise<T | undefined> => {
    try {
      return await printed<T>(script, env);
    } catch (thrown) {
      failures.push(`${script}: ${describeThrown(thrown).slice(0, 500)}`);
      return undefined;
    }
  };
  const slices = await run<Soak['slices']>('test/inference/support/thousand-slices.ts', {});
  const buffers = await run<GpuBuffers>('bench/soak/gpu-buffers.ts', graphicsEnvironment());
  return { ...(slices && { slices }), ...(buffers && { buffers }), failures };
}

/** What a script prints on its last line, as JSON. */
export async function printed<T>(script: string, env: NodeJS.ProcessEnv): Promise<T> {
  const { stdout } = await promisify(execFile)(process.execPath, ['--expose-gc', '--import', tsx, script], {
    env: { ...process.env, ...env },
  });
  return JSON.parse(stdout.trim().split('\n').at(-1)!) as T;
}
