/** An evaluation over a queue gives the bytes of one on a single machine, also when workers are killed. */
import fs from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { image, mask, put, SQUARES } from '../evaluate/small-set.ts';
import { withoutTimes } from '../evaluate/without-times.ts';
import { temporaryFolder, TINY } from '../support/folders.ts';
import { killedRun, lacuna } from './support/killed-run.ts';
import { type RedisServer, serverProgram, startRedis } from './support/redis-server.ts';

jest.setTimeout(600_000);
const onServer = serverProgram || process.env.CI === 'true' ? test : test.skip;
const folder = temporaryFolder();
const dataset = path.join(folder, 'set');
const alone = path.join(folder, 'alone');

let server: RedisServer | undefined;
beforeAll(async () => {
  for (let i = 0; i < 9; i++) {
    const name = `case-${i}`;
    const squares = SQUARES[i % 3]!;
    put(dataset, `${name}/${name}_flair.nii.gz`, image(squares, 0.6 + 0.1 * i));
    put(dataset, `${name}/${name}_seg.nii.gz`, mask(squares));
  }
  // refused, the same way on every machine
  put(dataset, 'case-9/case-9_flair.nii.gz', 'not an image');
  put(dataset, 'case-9/case-9_seg.nii.gz', mask(SQUARES[0]!));
  const { code, stderr } = await lacuna([
    'evaluate',
    dataset,
    '--out',
    alone,
    '--weights',
    TINY,
    '--jobs',
    '1',
  ]);
  expect([code, stderr]).toEqual([0, expect.stringContaining('10 of 10 cases')]);
  if (serverProgram) server = await startRedis();
});
afterAll(async () => server?.stop());

onServer('three workers, two of them killed at work: the same files as on one machine', async () => {
  const out = path.join(folder, 'queue');
  const { result, kills } = await killedRun({
    url: server!.url, dataset, out, weights: TINY, workers: 3, kills: 2, longestWaitMs: 150,
  }); // prettier-ignore
  expect([result.code, result.stderr]).toEqual([0, expect.stringContaining('10 of 10 cases')]);
  expect(kills).toBeGreaterThan(0);
  expect(withoutTimes(out)).toEqual(withoutTimes(alone));
  expect(fs.existsSync(path.join(out, 'report.html'))).toBe(true);
});
