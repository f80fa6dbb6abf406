/** `lacuna evaluate` as a user runs it: a process of its own, on a small BraTS set with the tiny weights. */
import fs from 'node:fs';
import path from 'node:path';
import { beforeAll, expect, jest, test } from '@jest/globals';
import type { Summary } from '../../../cli/src/evaluate/summary-types.ts';
import { temporaryFolder, TINY } from '../support/folders.ts';
import { lacuna } from '../support/run-cli.ts';
import { bratsSet, mask, put, SLICES, SQUARES } from './small-set.ts';
import { withoutTimes } from './without-times.ts';

jest.setTimeout(600_000);
const folder = temporaryFolder();
const set = bratsSet(path.join(folder, 'set'));
const out = path.join(folder, 'out');
const evaluate = (target: string, ...more: string[]) =>
  lacuna(['evaluate', set, '--out', target, '--weights', TINY, ...more]);
const summaryOf = (target: string) =>
  JSON.parse(fs.readFileSync(path.join(target, 'summary.json'), 'utf8')) as Summary;
/** Everything a run writes but times, by file name. */
const contents = (target: string) => withoutTimes(target);

let first: Awaited<ReturnType<typeof evaluate>>;
beforeAll(async () => {
  // a mask that does not belong to its image
  put(set, 'Odd/Odd_flair.nii.gz', fs.readFileSync(path.join(set, 'Brats18_A_1/Brats18_A_1_flair.nii.gz')));
  put(set, 'Odd/Odd_seg.nii.gz', Buffer.from('not a mask'));
  first = await evaluate(out, '--jobs', '1');
});

test('every case is scored or named with its reason', () => {
  expect([first.code, first.stderr]).toEqual([0, expect.stringContaining('4 of 4 cases')]);
  const { dataset, skipped, methods, schema } = summaryOf(out);
  expect(schema).toBe('lacuna-evaluation/1');
  expect(dataset).toMatchObject({ cases: 3, cases_with_truth: 3, slices: 3 * SLICES, name: 'set' });
  expect(skipped.map((one) => one.case)).toEqual(['BraTS21_00009', 'Odd']);
  expect(skipped[0]!.reason).toContain('no flair image');
  expect(skipped[1]!.reason).toContain('mask');
  for (const { reason } of skipped) expect(first.stderr).toContain(reason);
  for (const method of Object.values(methods)) {
    expect(method.cases.dice.n).toBe(3);
    expect(method.lesions.tp + method.lesions.fn).toBe(3);
    for (const value of [method.pooled.ap, method.pooled.auroc, method.pooled.aupro30, method.pooled.dice])
      expect(value).toEqual(expect.any(Number));
  }
  expect(Object.keys(methods)).toEqual(
    expect.arrayContaining(['latent-bernoulli', 'diffusion-ad', 'baseline-intensity']),
  );
});

test('the truth marks the brightened squares: brightness finds them', () => {
  const { methods } = summaryOf(out);
  expect(methods['baseline-intensity']!.pooled.auroc!).toBeGreaterThan(0.9);
});

test('two jobs and a second run give the same files, times apart', async () => {
  const again = path.join(folder, 'again');
  expect((await evaluate(again, '--jobs', '2')).code).toBe(0);
  expect(contents(again)).toEqual(contents(out));
});

test('a second call takes over what is done; a changed case is run again', async () => {
  const copy = path.join(folder, 'copy');
  fs.cpSync(out, copy, { recursive: true });
  const { stderr } = await evaluate(copy, '--jobs', '1');
  expect(stderr).toContain('4 results of an earlier run are taken over');
  expect(contents(copy)).toEqual(contents(out));
  const file = 'Brats18_A_1/Brats18_A_1_seg.nii.gz';
  const before = fs.readFileSync(path.join(set, file));
  put(set, file, mask(SQUARES[2]!));
  const changed = await evaluate(copy, '--jobs', '1');
  put(set, file, before);
  expect(changed.stderr).toContain('3 results of an earlier run are taken over');
  expect(summaryOf(copy).dataset.sha256).not.toBe(summaryOf(out).dataset.sha256);
});

test('Ctrl-C ends with what is finished, and the same command goes on with the rest', async () => {
  const target = path.join(folder, 'stopped');
  const stopped = await lacuna(['evaluate', set, '--out', target, '--weights', TINY, '--jobs', '1'], {
    interruptAt: /of 4 cases/,
  });
  expect([stopped.code, stopped.stderr]).toEqual([130, expect.stringContaining('The same command goes on')]);
  expect(fs.existsSync(path.join(target, 'summary.json'))).toBe(false);
  expect(fs.readdirSync(path.join(target, 'cases')).length).toBeGreaterThan(0);
  const { code, stderr } = await evaluate(target, '--jobs', '1');
  expect([code, stderr]).toEqual([0, expect.stringContaining('taken over')]);
  expect(contents(target)).toEqual(contents(out));
});

test('a wrong option and a folder without cases are told', async () => {
  expect((await evaluate(out, '--jobs', '0')).code).toBe(2);
  const empty = path.join(folder, 'empty');
  fs.mkdirSync(empty);
  const { code, stderr } = await lacuna([
    'evaluate',
    empty,
    '--out',
    path.join(folder, 'o'),
    '--weights',
    TINY,
  ]);
  expect([code, stderr]).toEqual([2, expect.stringContaining('holds no case')]);
});
