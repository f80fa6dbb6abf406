// `npm start`: installs and builds what is missing or old, then serves. `npm run dev` builds again on every change.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { ROOT, ensureInstalled, requireNode } from './install.mjs';
import { ensureBuilt, vite } from './build.mjs';

requireNode();
ensureInstalled();
ensureBuilt();

const children = [];
const run = (command, args) => {
  const child = spawn(command, args, { cwd: ROOT, stdio: 'inherit' });
  children.push(child);
  return child;
};

const server = run(process.execPath, ['--import', 'tsx', path.join(ROOT, 'viewer/server/main.ts')]);
if (process.argv.includes('--watch')) run(...vite('--watch'));

// Ctrl+C reaches the children by itself; a signal to this process alone is passed on.
for (const signal of ['SIGINT', 'SIGTERM'])
  process.on(signal, () => children.forEach((child) => child.kill(signal)));
server.on('exit', (code, signal) => {
  for (const child of children) if (child !== server) child.kill();
  process.exitCode = signal ? 1 : (code ?? 1);
});
