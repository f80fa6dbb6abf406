/** 1,000 slices cancelled and resumed at random: nothing lost, nothing twice, memory back where it was. */
import { spawnSync } from 'node:child_process';
import { expect, jest, test } from '@jest/globals';

jest.setTimeout(300_000);

test('1,000 slices, both methods, cancelled and resumed at random while the screen moves about', () => {
  const script = 'test/inference/support/thousand-slices.ts';
  const child = spawnSync(process.execPath, ['--expose-gc', '--import', 'tsx', script], { encoding: 'utf8' });
  expect(child.stderr.replace(/.*(Warning|--trace-warnings).*\n?/g, '')).toBe('');
  const found = JSON.parse(child.stdout) as Record<string, number>;
  expect(found['cancellations']).toBeGreaterThanOrEqual(5);
  expect(found['twice']).toBe(0); // it ends when nothing is missing, so nothing is lost
  // What was begun when a run was cancelled may be computed again: at most the unit under way and those overtaken.
  expect(found['encoders']).toBeGreaterThanOrEqual(1000);
  expect(found['encoders']).toBeLessThanOrEqual(1000 + 4 * found['cancellations']!);
  expect(found['mostInFlight']).toBe(1);
  expect(found['end']! / found['start']!).toBeLessThan(1.1);
});
