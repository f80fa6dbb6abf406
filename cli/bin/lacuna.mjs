#!/usr/bin/env node
// Runs the TypeScript sources as they are; tsx is one of the packages that `npm ci` installs.
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

try {
  const { register } = await import('tsx/esm/api');
  register({ tsconfig: false });
} catch {
  process.stderr.write(`Lacuna's packages are not installed. Run "npm ci" in ${root}\n`);
  process.exit(3);
}

const { main } = await import('../src/main.ts');
process.exitCode = await main(process.argv.slice(2));
