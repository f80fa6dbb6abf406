import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { runTool } from './tools.ts';

const HERE = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');

interface Allowed {
  message: string;
  reason: string;
}
const allowed = JSON.parse(fs.readFileSync(path.join(HERE, 'allow-list.json'), 'utf8')) as Allowed[];

/** What dciodvfy says of a file, but for reviewed messages; its exit status is 1 for any error, an allowed one included. */
export function openMessages(file: string): string[] {
  const messages = runTool('dciodvfy', '-new', file)
    .text.split('\n')
    .filter((line) => /^(Error|Warning) - /.test(line));
  return messages.filter((line) => !allowed.some(({ message }) => line.includes(message)));
}

/** The JSON object that a Python judge prints about case folders. */
export function judgement(python: string, script: string, folders: readonly string[]): unknown {
  const { text } = runTool(python, path.join(HERE, script), ...folders);
  const line = text.split('\n').find((part) => part.startsWith('{'));
  if (!line) throw new Error(`${script} gave no result: ${text.slice(-2000)}`);
  return JSON.parse(line) as unknown;
}
