/** What runs next: the slice on the screen before all others, with no work lost, lost track of, or done twice. */
import { expect, jest, test } from '@jest/globals';
import { METHOD_IDS } from '@lacuna/core/inference/detector.ts';
import { RunQueue } from '@lacuna/core/inference/run-queue.ts';
import { MOST_UNDELIVERED, Scheduler } from '@lacuna/core/inference/worker/scheduler.ts';
import type { WorkUnit } from '@lacuna/core/inference/worker/work-list.ts';

jest.setTimeout(30_000);

const pause = (ms = 0) => new Promise<void>((resolve) => setTimeout(resolve, ms));
const range = (count: number) => Array.from({ length: count }, (_, i) => i);
const request = (order: readonly number[], seriesKey = 's') => ({
  seriesKey,
  order,
  methods: METHOD_IDS,
  settings: { seed: 1 },
});
const nameOf = ({ sliceIndex, method }: WorkUnit) => `${sliceIndex} ${method[0]}`;

/** Three model runs a unit, as a method makes; the page takes results at once unless told otherwise. */
function bench({ take = true, fail = (_unit: WorkUnit): boolean => false, fetchMs = 0 } = {}) {
  const queue = new RunQueue();
  const events: string[] = [];
  const modelRuns: string[] = [];
  const begun: string[] = [];
  const scheduler: Scheduler<string> = new Scheduler<string>(
    {
      async compute(unit, signal) {
        begun.push(nameOf(unit));
        if (fetchMs > 0) await pause(fetchMs);
        for (let i = 0; i < 3; i++) {
          await queue.run(() => pause(1), signal);
          modelRuns.push(nameOf(unit));
        }
        if (fail(unit)) throw new Error('this one fails');
        return nameOf(unit);
      },
      deliver: (unit, result) => {
        events.push(`${unit.runId}: ${result}`);
        if (take) setTimeout(() => scheduler.taken(), 0);
      },
      finished: (runId) => events.push(`${runId} finished`),
      failed: (runId, thrown) => events.push(`${runId} failed: ${(thrown as Error).message}`),
    },
    queue,
  );
  const delivered = () => events.filter((event) => event.includes(': ') && !event.includes('failed'));
  const ended = (runId: number) =>
    events.some((event) => event.startsWith(`${runId} f`)) ? Promise.resolve() : undefined;
  const until = async (runId: number) => {
    while (!ended(runId)) await pause(1);
  };
  return { scheduler, events, modelRuns, begun, delivered, until };
}
const slices = (delivered: readonly string[]) => [
  ...new Set(delivered.map((event) => Number(/: (\d+)/.exec(event)![1]))),
];

test('without a focus the order is the one asked for, all methods of a slice before the next', async () => {
  const { scheduler, delivered, until } = bench();
  scheduler.add(1, request([2, 0, 1]));
  await until(1);
  expect(delivered()).toEqual(['1: 2 l', '1: 2 d', '1: 0 l', '1: 0 d', '1: 1 l', '1: 1 d']);
});

test('the slice on the screen is first, then those ahead of the scrolling, then the rest by distance', async () => {
  const { scheduler, delivered, until } = bench();
  scheduler.look({ seriesKey: 's', sliceIndex: 10, direction: 1 });
  scheduler.add(1, request(range(24)));
  await until(1);
  expect(slices(delivered())).toEqual([
    ...range(9).map((i) => 10 + i),
    ...[9, 8, 7, 6, 5, 4, 3, 2],
    ...[1, 19, 0, 20, 21, 22, 23],
  ]);
});

test('scrolling downwards looks ahead downwards', async () => {
  const { scheduler, delivered, until } = bench();
  scheduler.look({ seriesKey: 's', sliceIndex: 3, direction: -1 });
  scheduler.add(1, request(range(6)));
  await until(1);
  expect(slices(delivered())).toEqual([3, 2, 1, 0, 4, 5]);
});

test('a slice scrolled to overtakes the one under way between two model runs, and nothing is begun twice', async () => {
  const { scheduler, modelRuns, begun, until } = bench();
  scheduler.look({ seriesKey: 's', sliceIndex: 0, direction: 1 });
  scheduler.add(1, request(range(20)));
  while (modelRuns.length < 7) await pause(0); // in the middle of slice 1
  expect(modelRuns.at(-1)).toBe('1 l');
  const before = modelRuns.length;
  scheduler.look({ seriesKey: 's', sliceIndex: 15, direction: 1 });
  await until(1);
  const after = modelRuns.slice(before);
  // At most the model run in flight comes before it; its methods are complete before anything else goes on.
  expect(after.filter((name, i) => i < 7 && name.startsWith('15 ')).length).toBeGreaterThanOrEqual(6);
  expect(new Set(begun).size).toBe(begun.length);
  expect(begun).toHaveLength(40);
  expect(modelRuns).toHaveLength(120);
});

test('while the slice on the screen is fetched, no model run of another slice begins', async () => {
  const { scheduler, modelRuns, until } = bench({ fetchMs: 15 });
  scheduler.look({ seriesKey: 's', sliceIndex: 0, direction: 1 });
  scheduler.add(1, request(range(20)));
  while (modelRuns.length < 7) await pause(0);
  scheduler.look({ seriesKey: 's', sliceIndex: 15, direction: 1 });
  const before = modelRuns.length;
  await until(1);
  const others = modelRuns.slice(before).findIndex((name) => name.startsWith('15 '));
  expect(others).toBeLessThanOrEqual(1); // the one in flight
});

test('a slice on the screen that cannot be fetched holds the others up for a moment only', async () => {
  const { scheduler, modelRuns, until } = bench({ fetchMs: 400 });
  scheduler.add(1, request([0]));
  await until(1);
  scheduler.add(2, request([1]));
  await pause(390); // slice 1 is about to have its first model run
  scheduler.look({ seriesKey: 's', sliceIndex: 9, direction: 0 });
  scheduler.add(3, request([9]));
  await pause(200);
  expect(modelRuns.filter((name) => name.startsWith('1 ')).length).toBeGreaterThan(0);
  expect(modelRuns.some((name) => name.startsWith('9 '))).toBe(false);
  await until(3);
});

test('scrolling through quickly begins no more than a few slices, and all are delivered once', async () => {
  const { scheduler, delivered, until, modelRuns } = bench();
  scheduler.look({ seriesKey: 's', sliceIndex: 0, direction: 1 });
  scheduler.add(1, request(range(60)));
  for (const sliceIndex of range(60)) {
    await pause(2);
    scheduler.look({ seriesKey: 's', sliceIndex, direction: 1 });
  }
  const open = new Set(modelRuns).size - delivered().length;
  expect(open).toBeLessThanOrEqual(16);
  await until(1);
  expect(delivered()).toHaveLength(120);
  expect(new Set(delivered()).size).toBe(120);
});

test('the run of a series that is not on the screen waits for the one that is', async () => {
  const { scheduler, delivered, until } = bench();
  scheduler.add(1, request(range(4), 'hidden'));
  scheduler.look({ seriesKey: 's', sliceIndex: 0, direction: 0 });
  scheduler.add(2, request(range(4)));
  await until(1);
  const own = delivered().map((event) => event[0]);
  expect(own.indexOf('2')).toBeLessThanOrEqual(1); // the unit begun before goes on meanwhile
  expect(own.lastIndexOf('2')).toBeLessThan(own.lastIndexOf('1') - 4);
});

test('back-pressure: a page that takes nothing gets a bounded number, and all once it takes them', async () => {
  const { scheduler, delivered, until } = bench({ take: false });
  scheduler.add(1, request(range(10)));
  await pause(200);
  expect(delivered()).toHaveLength(MOST_UNDELIVERED);
  scheduler.look({ seriesKey: 's', sliceIndex: 7, direction: 0 });
  await pause(100);
  expect(delivered().slice(MOST_UNDELIVERED)).toEqual(['1: 7 l', '1: 7 d']); // what is seen may go beyond, boundedly
  scheduler.look({ seriesKey: 's', sliceIndex: 8, direction: 0 });
  await pause(100);
  expect(delivered()).toHaveLength(MOST_UNDELIVERED + 2);
  const taking = setInterval(() => scheduler.taken(), 1);
  await until(1);
  clearInterval(taking);
  expect(new Set(delivered()).size).toBe(20);
});

test('cancelling settles the run at once and leaves the others; a failure ends its own run only', async () => {
  const { scheduler, events, until } = bench({
    fail: ({ runId, sliceIndex }) => runId === 2 && sliceIndex === 1,
  });
  scheduler.add(1, request(range(50)));
  scheduler.add(2, request(range(3)));
  scheduler.add(3, request([0, 1]));
  await pause(20);
  scheduler.cancel(1);
  expect(events.at(-1)).toMatch(/^1 failed: .*cancelled/i);
  const before = events.filter((event) => event.startsWith('1: ')).length;
  await until(3);
  expect(events.filter((event) => event.startsWith('1: '))).toHaveLength(before);
  expect(events).toContain('2 failed: this one fails');
  expect(events.filter((event) => event.startsWith('3: '))).toHaveLength(4);
  scheduler.cancel(1); // again: nothing happens
  expect(events.filter((event) => event.includes('failed'))).toHaveLength(2);
});

test('a run of nothing is finished', () => {
  const { scheduler, events } = bench();
  scheduler.add(1, request([]));
  expect(events).toEqual(['1 finished']);
});
