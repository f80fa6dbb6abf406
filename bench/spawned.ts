import { spawn } from 'node:child_process';
import readline from 'node:readline';
import type { Asked } from './asked.ts';

/** A contender in a process that speaks JSON lines; what it writes to stderr is told only when it fails. */
export function spawnContender(command: string, args: readonly string[], env: NodeJS.ProcessEnv): Asked {
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'pipe'], env: { ...process.env, ...env } });
  let complaints = '';
  child.stderr.on('data', (text: Buffer) => (complaints = (complaints + text.toString()).slice(-2000)));
  const lines = readline.createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  return {
    async ask(request) {
      child.stdin.write(`${JSON.stringify(request)}\n`);
      for (;;) {
        const { value, done } = await lines.next();
        if (done) throw new Error(`The contender ended without an answer. ${complaints.trim()}`);
        if (!value.startsWith('{')) continue; // a library's own remark
        const reply = JSON.parse(value) as { answer?: never; error?: string };
        if (reply.error !== undefined) throw new Error(reply.error);
        return reply.answer as never;
      }
    },
    async end() {
      child.kill();
      await ended;
    },
  };
}
