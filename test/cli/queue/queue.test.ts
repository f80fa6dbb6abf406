/** The queue on a real server: every case once, whatever happens to workers, coordinator and server. */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect, jest, test } from '@jest/globals';
import { Redis } from 'ioredis';
import { sha256 } from '../../../cli/src/queue/terms.ts';
import {
  countingRun,
  expectedSquares,
  squares,
  startWorker,
  type WorkerProcess,
} from './support/counting-run.ts';
import { type RedisServer, serverProgram, startRedis } from './support/redis-server.ts';

jest.setTimeout(120_000);
const onServer = serverProgram || process.env.CI === 'true' ? test : test.skip;

let server: RedisServer;
let workers: WorkerProcess[] = [];
const start = (...options: Parameters<typeof startWorker> extends [string, ...infer Rest] ? Rest : never) => {
  const worker = startWorker(server.url, ...options);
  workers.push(worker);
  return worker;
};
const until = async (condition: () => boolean): Promise<void> => {
  while (!condition()) await sleep(20);
};

beforeAll(async () => {
  if (serverProgram) server = await startRedis();
});
afterEach(async () => {
  for (const { child } of workers) child.kill('SIGKILL');
  await Promise.all(workers.map(({ ended }) => ended));
  workers = [];
  if (!serverProgram) return;
  const redis = new Redis(server.url);
  await redis.flushall();
  redis.disconnect();
});
afterAll(async () => server?.stop());

onServer('three workers share the cases; each result arrives once, with its bytes', async () => {
  for (let i = 0; i < 3; i++) start({ msPerCase: 60 });
  const collected = await countingRun(server.url, 40).finish();
  expect(squares(collected)).toEqual(expectedSquares(40));
  expect(new Set(collected.results.map(({ pid }) => pid)).size).toBe(3);
  expect(collected.failures).toEqual([]);
});

onServer(
  'workers that are killed at work: their cases go to others, nothing is lost, nothing comes twice',
  async () => {
    for (let i = 0; i < 3; i++) start({ msPerCase: 150 });
    const running = countingRun(server.url, 30);
    const done = running.finish();
    for (let kills = 0; kills < 4; kills++) {
      const victim = workers[kills]!;
      const before = victim.began.length;
      await until(() => victim.began.length > before);
      await sleep(40);
      victim.child.kill('SIGKILL');
      start({ msPerCase: 150 });
    }
    expect(squares(await done)).toEqual(expectedSquares(30));
  },
);

onServer(
  'a worker that joins late and one that leaves with Ctrl-C: its case is given back at once',
  async () => {
    const leaving = start({ msPerCase: 3000, stalledAfterMs: 60_000 });
    const done = countingRun(server.url, 2).finish();
    await until(() => leaving.began.length === 1);
    start({ msPerCase: 10, stalledAfterMs: 60_000 });
    leaving.child.kill('SIGINT');
    expect(await leaving.ended).toBe(0);
    expect(leaving.stderr()).toMatch(/given back/);
    // long before anyone could take the worker for dead
    const started = performance.now();
    expect(squares(await done)).toEqual(expectedSquares(2));
    expect(performance.now() - started).toBeLessThan(20_000);
  },
);

onServer(
  'a case that cannot be done is tried three times, then told with its reason; the others are done',
  async () => {
    const worker = start({ msPerCase: 1 });
    const collected = await countingRun(server.url, 4, { throws: { 2: 'The file is damaged.' } }).finish();
    expect(collected.failures).toEqual([{ id: 'case-2', reason: 'The file is damaged.' }]);
    expect(squares(collected)).toEqual(expectedSquares(4).filter((line) => !line.startsWith('case-2 ')));
    expect(worker.began.filter((number) => number === 2)).toHaveLength(3);
  },
);

onServer(
  'a worker with other weights refuses with a sentence; one that joined before gets no case',
  async () => {
    const early = start({ weights: sha256('other weights') });
    await until(() => /Waiting for cases/.test(early.stderr()));
    const running = countingRun(server.url, 3);
    const done = running.finish();
    await sleep(500);
    const late = start({ weights: sha256('other weights') });
    expect(await late.ended).toBe(3);
    expect(late.stderr()).toMatch(/has the weights test-weights.*Start it with --weights/);
    start();
    expect(squares(await done)).toEqual(expectedSquares(3));
    expect([early.began, late.began]).toEqual([[], []]);
  },
);

onServer(
  'a worker that lacks the data gives its case back and leaves; it does not spoil the case',
  async () => {
    const unfit = start();
    const running = countingRun(server.url, 1, { throws: { 0: 'unfit' } });
    const abort = new AbortController();
    const done = running.finish(abort.signal);
    expect(await unfit.ended).toBe(3);
    expect(unfit.stderr()).toMatch(/given back[\s\S]*The data is not here/);
    expect(running.collected.failures).toEqual([]);
    abort.abort();
    await expect(done).rejects.toMatchObject({ code: 'cancelled' });
  },
);

onServer(
  'a coordinator that is cancelled leaves nothing to do; started again it takes what was finished meanwhile',
  async () => {
    const worker = start({ msPerCase: 800 });
    const abort = new AbortController();
    const first = countingRun(server.url, 6);
    const cancelled = first.finish(abort.signal);
    await until(() => worker.began.length === 2);
    abort.abort();
    await expect(cancelled).rejects.toMatchObject({ code: 'cancelled' });
    const written = first.collected.results.length;
    await sleep(2500); // the worker finishes the case it was at, and begins no other
    expect(worker.began).toHaveLength(2);
    const second = countingRun(server.url, 6, { from: written });
    const collected = await second.finish();
    expect(squares({ ...collected, results: [...first.collected.results, ...collected.results] })).toEqual(
      expectedSquares(6),
    );
    expect(worker.began).toHaveLength(6);
  },
);

onServer('results that are gone from the server are made again', async () => {
  start({ msPerCase: 5 });
  const redis = new Redis(server.url);
  let lost = 0;
  const thief = setInterval(() => {
    void redis.keys('lacuna:result:*').then(async ([key]) => {
      if (key && lost < 2) lost += await redis.del(key);
    });
  }, 5);
  const collected = await countingRun(server.url, 20).finish();
  clearInterval(thief);
  redis.disconnect();
  expect(lost).toBe(2);
  expect(squares(collected)).toEqual(expectedSquares(20));
});

onServer('no queue there: a sentence without the password, within seconds', async () => {
  const worker = startWorker('redis://user:secret@127.0.0.1:9');
  expect(await worker.ended).toBe(3);
  expect(worker.stderr()).toMatch(/redis:\/\/127\.0\.0\.1:9 cannot be reached/);
  expect(worker.stderr()).not.toMatch(/secret/);
});
