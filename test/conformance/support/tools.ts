import { spawnSync } from 'node:child_process';
import { test } from '@jest/globals';

export interface ToolOutput {
  status: number | null;
  /** Standard output and error together. */
  text: string;
}

/** Runs a program and waits, five minutes at most: the machine may be busy with other things. */
export function runTool(program: string, ...args: readonly string[]): ToolOutput {
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    encoding: 'utf8',
    timeout: 300_000,
    maxBuffer: 64 * 1024 * 1024,
  });
  if (error) throw error;
  return { status, text: `${stdout}${stderr}` };
}

export function isInstalled(program: string): boolean {
  return spawnSync(program, ['--version'], { stdio: 'ignore', timeout: 20_000 }).error === undefined;
}

/**
 * A test that needs something of the machine. Without it, the test is skipped under a name that says so, except in
 * continuous integration, where it fails: nothing may go unjudged there in silence.
 */
export function testWith(needs: Readonly<Record<string, unknown>>, name: string, body: () => void): void {
  const missing = Object.keys(needs).filter((need) => !needs[need]);
  if (missing.length === 0) test(name, body, 300_000);
  else if (process.env.CI === 'true') {
    test(name, () => {
      throw new Error(`Not on this machine: ${missing.join(', ')}.`);
    });
  } else test.skip(`${name} (not on this machine: ${missing.join(', ')})`, body);
}
