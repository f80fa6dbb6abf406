/** docs/hazards.md promises checks: each file named there exists and holds the check it names. */
import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';

const ROOT = path.resolve(import.meta.dirname, '../..');
const rows = fs
  .readFileSync(path.join(ROOT, 'docs/hazards.md'), 'utf8')
  .split('\n')
  .filter((line) => /^\| H\d+ /.test(line))
  .map((line) => line.split('|').map((cell) => cell.trim()));

describe('hazards', () => {
  test('are numbered without gaps, and every invariant from I1 to I18 is someone’s control', () => {
    expect(rows.map(([, hazard]) => /^H(\d+)/.exec(hazard!)![1])).toEqual(rows.map((_, i) => String(i + 1)));
    const controls = rows.map(([, , control]) => control).join(' ');
    const named = [...controls.matchAll(/\bI(\d+)\b/g)].map(([, number]) => Number(number));
    expect([...new Set(named)].sort((a, b) => a - b)).toEqual(Array.from({ length: 18 }, (_, i) => i + 1));
  });

  test.each(rows.map(([, hazard, , checks]) => [hazard!, checks!]))('%s', (_, checks) => {
    const named = [...checks.matchAll(/`([^`]+)`(?: "([^"]+)")?/g)];
    expect(named.length).toBeGreaterThan(0);
    for (const [, file, name] of named) {
      const source = fs.readFileSync(path.join(ROOT, file!), 'utf8');
      expect(source).toMatch(/\b(test|it|describe|check)(\.each)?\(/);
      if (name !== undefined) expect(source).toContain(name);
    }
  });
});
