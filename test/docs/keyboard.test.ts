import { expect, test } from '@jest/globals';
import fs from 'node:fs';
import path from 'node:path';
import { HOTKEYS } from '@lacuna/extension';

test('docs/keyboard.md names every key and no other', () => {
  const text = fs.readFileSync(path.resolve(import.meta.dirname, '../../docs/keyboard.md'), 'utf8');
  const rows = text.split('\n').filter((line) => /^\| `/.test(line));
  const named = rows.flatMap((row) => [...row.split('|')[1]!.matchAll(/`([^`]+)`/g)].map(([, key]) => key!));
  expect([...named].sort()).toEqual(HOTKEYS.flatMap(({ keys }) => keys).sort());
});
