import { expect, test } from '@jest/globals';
import { RunQueue } from '@lacuna/core/inference/run-queue.ts';

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

test('of 100 overlapping calls at most one is in flight, in the order of asking (I9)', async () => {
  const queue = new RunQueue();
  let inFlight = 0;
  let most = 0;
  const order: number[] = [];
  await Promise.all(
    Array.from({ length: 100 }, (_, i) =>
      queue
        .run(async () => {
          most = Math.max(most, ++inFlight);
          await pause(i % 3);
          order.push(i);
          inFlight--;
          if (i % 10 === 0) throw new Error('this one fails');
          return i;
        })
        .catch(() => -1),
    ),
  );
  expect(most).toBe(1);
  expect(order).toEqual(Array.from({ length: 100 }, (_, i) => i));
});

test('a failure reaches its own caller only', async () => {
  const queue = new RunQueue();
  const failed = queue.run(() => Promise.reject(new Error('mine')));
  const fine = queue.run(() => Promise.resolve(1));
  await expect(failed).rejects.toThrow('mine');
  await expect(fine).resolves.toBe(1);
});

test('a synchronous throw of a task does not stop the queue', async () => {
  const queue = new RunQueue();
  const thrown = queue.run((): Promise<number> => {
    throw new Error('at once');
  });
  await expect(thrown).rejects.toThrow('at once');
  await expect(queue.run(() => Promise.resolve(2))).resolves.toBe(2);
});

test('cancelling settles at once, even in flight; the next task still waits for the one in flight', async () => {
  const queue = new RunQueue();
  const controller = new AbortController();
  let finish!: () => void;
  let begun!: () => void;
  const inFlight = new Promise<void>((resolve) => (begun = resolve));
  let ended = false;
  const first = queue.run(async () => {
    begun();
    await new Promise<void>((resolve) => (finish = resolve));
    ended = true;
  }, controller.signal);
  let nextBegan = false;
  const second = queue.run(() => Promise.resolve((nextBegan = true)));
  await inFlight;
  controller.abort();
  await expect(first).rejects.toMatchObject({ code: 'cancelled' });
  await pause(20);
  expect([ended, nextBegan]).toEqual([false, false]);
  finish();
  await expect(second).resolves.toBe(true);
  expect(ended).toBe(true);
});

test('a task cancelled while it waits never starts', async () => {
  const queue = new RunQueue();
  const controller = new AbortController();
  let started = false;
  const blocker = queue.run(() => pause(30));
  const waiting = queue.run(() => Promise.resolve((started = true)), controller.signal);
  controller.abort();
  await expect(waiting).rejects.toMatchObject({ code: 'cancelled' });
  await blocker;
  await queue.run(() => Promise.resolve());
  expect(started).toBe(false);
});

test('a run that never settles ends in a timeout, and those behind it do too (I10)', async () => {
  const queue = new RunQueue(30);
  const hung = queue.run(() => new Promise<never>(() => undefined));
  const behind = queue.run(() => Promise.resolve());
  await expect(hung).rejects.toMatchObject({ code: 'timeout' });
  await expect(behind).rejects.toMatchObject({ code: 'timeout' });
  expect(queue.hung).toBe(true);
});

test('between two runs that block the thread other messages get their turn', async () => {
  const queue = new RunQueue();
  let turns = 0;
  const timer = setInterval(() => turns++, 0);
  const block = () => {
    const until = performance.now() + 10;
    while (performance.now() < until);
    return Promise.resolve();
  };
  for (let i = 0; i < 10; i++) await queue.run(block);
  clearInterval(timer);
  expect(turns).toBeGreaterThanOrEqual(8);
});

test('the most urgent waiting task is next, as urgency stands at its turn', async () => {
  const queue = new RunQueue();
  const signals = Array.from({ length: 4 }, () => new AbortController().signal);
  let wanted = 1;
  queue.urgency = (signal) => (signal === signals[wanted] ? 0 : 1);
  const order: number[] = [];
  await Promise.all(
    signals.map((signal, i) =>
      queue.run(async () => {
        order.push(i);
        wanted = 3; // the person has scrolled on
        return Promise.resolve();
      }, signal),
    ),
  );
  expect(order).toEqual([1, 3, 0, 2]);
});
