/** The client against the real host in one thread: every request settles, restarts are told, nothing comes twice. */
import { describe, expect, jest, test } from '@jest/globals';
import { LacunaError } from '@lacuna/core/errors.ts';
import { METHOD_IDS } from '@lacuna/core/inference/detector.ts';
import {
  type ClientOptions,
  type ClientStatus,
  type DeliveredResult,
  InferenceClient,
} from '@lacuna/core/inference/worker/client.ts';
import type { FromWorker } from '@lacuna/core/inference/worker/protocol.ts';
import { afterSuccess, nextRung } from '@lacuna/core/inference/worker/ladder.ts';
import { folderSource } from './support/bundles.ts';
import { FakeSessions } from './support/fake-sessions.ts';
import { FakeWorker } from './support/fake-worker.ts';
import { syntheticSeries } from './support/golden-series.ts';

jest.setTimeout(60_000);

const series = syntheticSeries();
const request = { seriesKey: series.key, order: [2, 0, 1, 3], methods: METHOD_IDS, settings: { seed: 1 } };
const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
const slow = () => new FakeSessions({ before: () => pause(15) });

/** Starts a client whose n-th worker is `workers[n]`, or the last one made again. */
async function start(workers: (() => FakeWorker)[], options: Partial<ClientOptions> = {}) {
  const made: FakeWorker[] = [];
  const statuses: ClientStatus[] = [];
  const client = await InferenceClient.start({
    createWorker: () => {
      const worker = workers[Math.min(made.length, workers.length - 1)]!();
      made.push(worker);
      return worker as unknown as Worker;
    },
    weightsUrl: 'http://127.0.0.1/weights/manifest.json',
    ortUrl: 'http://127.0.0.1/ort/',
    onStatus: (status) => statuses.push(status),
    ...options,
  });
  return {
    client,
    made,
    statuses,
    kinds: () => statuses.map((s) => s.kind).filter((kind) => kind !== 'loading'),
  };
}
const healthy = () => new FakeWorker(new FakeSessions());

/** A worker that crashes once, when the n-th message of a type is on its way out. */
const crashing = (type: FromWorker['type'], n: number) => () => {
  let seen = 0;
  return new FakeWorker(new FakeSessions(), {
    fromHost: (message, worker) => {
      if (message.type !== type || ++seen !== n) return true;
      worker.crash();
      return false;
    },
  });
};

describe('a healthy worker', () => {
  test('loads with progress, delivers each slice once in the order asked for, and counts down', async () => {
    const { client, statuses } = await start([healthy]);
    const loading = statuses.flatMap((s) => (s.kind === 'loading' ? [s] : []));
    expect(loading.at(-1)!.loadedBytes).toBe(loading.at(-1)!.totalBytes);
    expect(client.backend.detail).toBe('fake');
    expect(client.manifest.id).toBe('weights-tiny');

    const opened = await client.openSeries(series, series.slices);
    expect(opened).toMatchObject({ key: series.key, sliceCount: 5 });
    const results: DeliveredResult[] = [];
    const progress: [number, number, number | null][] = [];
    await client.run(request, {
      onSlice: (result) => results.push(result),
      onProgress: ({ done, total, secondsLeft }) => progress.push([done, total, secondsLeft]),
    });
    expect(results.map((r) => [r.sliceIndex, r.method])).toEqual(
      [2, 0, 1, 3].flatMap((i) => METHOD_IDS.map((method) => [i, method])),
    );
    expect(progress.map(([done]) => done)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
    expect(progress[0]![2]).toBeNull();
    expect(progress.at(-1)).toEqual([8, 8, 0]);
    client.dispose();
  });

  test('copies the pixels: the source is neither detached nor changed (I14)', async () => {
    const source = syntheticSeries();
    const before = source.slices.map(({ pixels }) => pixels.slice());
    const { client } = await start([healthy]);
    await client.openSeries(source, source.slices);
    await client.run({ ...request, order: [0] });
    source.slices.forEach(({ pixels }, i) => expect(pixels).toEqual(before[i]));
    client.dispose();
  });

  test('only the pixels of a slice travel, also when it is a view into a whole volume', async () => {
    const { client, made } = await start([healthy]);
    const area = series.slices[0]!.pixels.length;
    const volume = new Float32Array(area * 50);
    series.slices.forEach(({ pixels }, i) => volume.set(pixels, i * area));
    await client.openSeries(
      series,
      series.slices.map((s, i) => ({ ...s, pixels: volume.subarray(i * area, (i + 1) * area) })),
    );
    const sent = made[0]!.received.flatMap((message) =>
      message.type === 'slice-data' ? [message.slice!] : [],
    );
    expect(sent).toHaveLength(5);
    for (const { pixels } of sent) expect(pixels.buffer.byteLength).toBe(4 * area);
    expect(volume.byteLength).toBe(4 * area * 50);
    client.dispose();
  });

  test('both methods of a slice share one transfer', async () => {
    const { client, made } = await start([healthy]);
    await client.openSeries(series, series.slices);
    const transfers = () => made[0]!.received.filter((message) => message.type === 'slice-data').length;
    const before = transfers();
    await client.run({ ...request, order: [0, 1, 2] });
    expect(transfers() - before).toBe(3);
    client.dispose();
  });

  test('pixels read on demand are asked for when they are wanted, and a slice is read again later', async () => {
    const { client } = await start([healthy]);
    const reads: number[] = [];
    const onDemand = series.slices.map(({ key, geometry, pixels }, i) => ({
      key,
      geometry,
      read: () => {
        reads.push(i);
        return Promise.resolve(pixels.slice());
      },
    }));
    await client.openSeries(series, onDemand);
    const maps: Float32Array[] = [];
    await client.run({ ...request, order: [2] }, { onSlice: (result) => maps.push(result.anomalyMap) });
    const whole = await start([healthy]);
    await whole.client.openSeries(series, series.slices);
    const expected: Float32Array[] = [];
    const onSlice = (result: DeliveredResult) => expected.push(result.anomalyMap);
    await whole.client.run({ ...request, order: [2] }, { onSlice });
    expect(maps).toEqual(expected);
    expect(reads.filter((i) => i === 2).length).toBeLessThanOrEqual(2);
    client.dispose();
    whole.client.dispose();
  });

  test('a slice that cannot be read ends its run with the reason, and the client goes on', async () => {
    const { client, kinds } = await start([healthy]);
    let broken = false;
    const onDemand = series.slices.map(({ key, geometry, pixels }, i) => ({
      key,
      geometry,
      read: () =>
        broken && i === 0
          ? Promise.reject(new LacunaError('corrupt-file', 'gone'))
          : Promise.resolve(pixels.slice()),
    }));
    await client.openSeries(series, onDemand);
    broken = true;
    const run = client.run({ ...request, order: [1, 0] });
    await expect(run).rejects.toMatchObject({ code: 'corrupt-file', message: 'gone' });
    broken = false;
    await client.run({ ...request, order: [0] });
    expect(kinds()).toEqual(['ready']);
    client.dispose();
  });

  test('the slice looked at is sent along, once, while a run wants it', async () => {
    const { client, made } = await start([() => new FakeWorker(slow())]);
    await client.openSeries(series, series.slices);
    const sent = (index: number) =>
      made[0]!.received.filter((message) => message.type === 'slice-data' && message.index === index).length;
    const before = sent(3);
    client.look(series.key, 3, 1); // nothing runs yet
    expect(sent(3)).toBe(before);
    const run = client.run({ ...request, order: [0, 1, 2, 3] });
    client.look(series.key, 3, 1);
    await run;
    expect(sent(3)).toBe(before + 1);
    client.dispose();
  });

  test('closing a series that is still being read settles its opening', async () => {
    const { client } = await start([() => new FakeWorker(slow())]);
    const opening = client.openSeries(series, series.slices);
    client.closeSeries(series.key);
    await expect(opening).rejects.toMatchObject({ code: 'cancelled' });
    client.dispose();
  });

  test('a run may be asked for before its series is ready, and two runs at once both end', async () => {
    const { client } = await start([healthy]);
    const opening = client.openSeries(series, series.slices);
    const counts = [0, 0];
    await Promise.all([
      opening,
      client.run(request, { onSlice: () => counts[0]!++ }),
      client.run({ ...request, order: [3] }, { onSlice: () => counts[1]!++ }),
    ]);
    expect(counts).toEqual([8, 2]);
    client.dispose();
  });

  test('typed refusals arrive typed, and the client goes on', async () => {
    const { client, kinds } = await start([healthy]);
    const flat = series.slices.map((s) => ({ ...s, pixels: new Float32Array(s.pixels.length) }));
    await expect(client.openSeries({ key: 'flat' }, flat)).rejects.toMatchObject({ code: 'constant' });
    await expect(client.run({ ...request, seriesKey: 'unknown' })).rejects.toMatchObject({
      code: 'invalid-argument',
    });
    await client.openSeries(series, series.slices);
    await expect(client.run({ ...request, order: [77] })).rejects.toMatchObject({ code: 'invalid-argument' });
    await client.run({ ...request, order: [1] });
    client.closeSeries(series.key);
    await expect(client.run(request)).rejects.toMatchObject({ code: 'invalid-argument' });
    expect(kinds()).toEqual(['ready']);
    client.dispose();
  });
});

describe('cancelling', () => {
  test('settles within 500 ms, late results are dropped, and the next run works', async () => {
    const { client } = await start([() => new FakeWorker(slow())]);
    await client.openSeries(series, series.slices);
    const controller = new AbortController();
    let delivered = 0;
    let after = 0;
    const run = client.run(request, {
      signal: controller.signal,
      onSlice: () => {
        if (controller.signal.aborted) after++;
        if (++delivered === 2) setTimeout(() => controller.abort(), 5);
      },
    });
    const settled = run.catch((error: unknown) => ({ error, at: performance.now() }));
    await new Promise<void>((resolve) => controller.signal.addEventListener('abort', () => resolve()));
    const aborted = performance.now();
    const { error, at } = (await settled) as { error: unknown; at: number };
    expect(error).toMatchObject({ code: 'cancelled' });
    expect(at - aborted).toBeLessThan(500);
    await pause(200);
    expect(after).toBe(0);
    await client.run({ ...request, order: [0] }, { onSlice: () => delivered++ });
    expect(delivered).toBe(4);
    client.dispose();
  });

  test('before a run begins, and of a series on its way', async () => {
    const { client } = await start([() => new FakeWorker(slow())]);
    await expect(client.run(request, { signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: 'cancelled',
    });
    const controller = new AbortController();
    const opening = client.openSeries(series, series.slices, controller.signal);
    setTimeout(() => controller.abort(), 20);
    await expect(opening).rejects.toMatchObject({ code: 'cancelled' });
    client.dispose();
  });

  test('while starting', async () => {
    const controller = new AbortController();
    const worker = new FakeWorker(new FakeSessions(), { fromHost: () => false });
    const starting = InferenceClient.start(
      { createWorker: () => worker as unknown as Worker, weightsUrl: 'w', ortUrl: 'o' },
      controller.signal,
    );
    setTimeout(() => controller.abort(), 10);
    await expect(starting).rejects.toMatchObject({ code: 'cancelled' });
    expect(worker.terminated).toBe(true);
  });

  test('a worker that never acknowledges is replaced', async () => {
    const deaf = () =>
      new FakeWorker(new FakeSessions(), {
        fromHost: (m) => m.type !== 'slice' && m.type !== 'failed' && m.type !== 'finished',
      });
    const { client, made, kinds } = await start([deaf, healthy], { sliceTimeoutMs: 300 });
    await client.openSeries(series, series.slices);
    const controller = new AbortController();
    const run = client.run(request, { signal: controller.signal });
    setTimeout(() => controller.abort(), 30);
    await expect(run).rejects.toMatchObject({ code: 'cancelled' });
    await pause(1000);
    expect(made[0]!.terminated).toBe(true);
    expect(kinds()).toEqual(['ready', 'restarting', 'ready']);
    client.dispose();
  });
});

describe('a lost worker', () => {
  test('is replaced once, the run goes on, and nothing is delivered twice', async () => {
    const { client, made, statuses, kinds } = await start([crashing('slice', 4), healthy]);
    await client.openSeries(series, series.slices);
    const seen: string[] = [];
    await client.run(request, { onSlice: (r) => seen.push(`${r.sliceIndex} ${r.method}`) });
    expect(seen).toHaveLength(8);
    expect(new Set(seen).size).toBe(8);
    expect(made).toHaveLength(2);
    expect(made[0]!.terminated).toBe(true);
    expect(kinds()).toEqual(['ready', 'restarting', 'ready']);
    expect(statuses.find((s) => s.kind === 'restarting')).toMatchObject({ backend: 'auto' });
    client.dispose();
  });

  test('after a whole run that went well counts as the first one again', () => {
    const lost = nextRung({ attempt: 0, backend: 'wasm' }, 'wasm')!;
    expect(nextRung(lost, 'wasm')).toBeNull();
    expect(nextRung(afterSuccess(lost), 'wasm')).toEqual({ attempt: 1, backend: 'wasm' });
    const fallen = nextRung(nextRung({ attempt: 0, backend: 'auto' }, 'auto')!, 'auto')!;
    expect(nextRung(fallen, 'auto')).toBeNull();
    // What fell back to WebAssembly starts there again, and still says that it is a fall-back.
    expect(nextRung(afterSuccess(fallen), 'auto')).toEqual({ attempt: 2, backend: 'wasm', fallback: true });
  });

  test('the second loss falls to WebAssembly and says so (I13); the third is a typed error, not a hang (I10)', async () => {
    const starts: [string, string | undefined][] = [];
    const faulty = () => {
      const worker = crashing('slice', 2)();
      const post = worker.postMessage.bind(worker);
      worker.postMessage = (message, transfer) => {
        if (message.type === 'start') starts.push([message.backend, message.fallbackReason]);
        post(message, transfer);
      };
      return worker;
    };
    const { client, kinds } = await start([faulty]);
    await client.openSeries(series, series.slices);
    await expect(client.run(request)).rejects.toMatchObject({ code: 'worker-crashed' });
    expect(starts.map(([backend]) => backend)).toEqual(['auto', 'auto', 'wasm']);
    expect(starts[1]![1]).toBeUndefined();
    expect(starts[2]![1]).toContain('out of bounds');
    expect(kinds()).toEqual(['ready', 'restarting', 'ready', 'restarting', 'ready', 'failed']);
    await expect(client.run(request)).rejects.toMatchObject({ code: 'worker-crashed' });
  });

  test('a demanded back-end is not replaced by another', async () => {
    const { client, kinds } = await start([crashing('slice', 1)], { backend: 'webgpu' });
    await client.openSeries(series, series.slices);
    await expect(client.run(request)).rejects.toMatchObject({ code: 'worker-crashed' });
    expect(kinds()).toEqual(['ready', 'restarting', 'ready', 'failed']);
  });

  test('a run that hangs is ended by its deadline', async () => {
    const hanging = () =>
      new FakeWorker(new FakeSessions({ before: (key) => (key === 'decoder' ? pause(1200) : undefined) }));
    const { client } = await start([hanging, healthy], { sliceTimeoutMs: 400 });
    await client.openSeries(series, series.slices);
    let delivered = 0;
    await client.run({ ...request, order: [0] }, { onSlice: () => delivered++ });
    expect(delivered).toBe(2);
    client.dispose();
  });

  test('loss while loading, and a runtime that throws what is no Error', async () => {
    const throwing = () =>
      new FakeWorker(
        new FakeSessions({
          before: (key) => {
            if (key === 'encoder') throw 'a bare string'; // as some runtimes do
          },
        }),
      );
    const { client, kinds } = await start([crashing('loading', 3), throwing, healthy]);
    await client.openSeries(series, series.slices);
    await client.run({ ...request, order: [1] });
    expect(kinds()).toEqual(['restarting', 'ready', 'restarting', 'ready']);
    client.dispose();
  });

  test('numbers gone wrong on WebGPU, also in the self-test while loading, lead to WebAssembly', async () => {
    const nan = (key: string, data: Float32Array) => (key === 'denoiser' ? data.fill(NaN) : data);
    const webgpu = { id: 'webgpu', detail: 'fake' } as const;
    const untrusted = () => {
      throw new LacunaError('bad-output', 'This graphics device computes differently.');
    };
    const { client, kinds, statuses } = await start([
      () => new FakeWorker(new FakeSessions({ output: nan }, webgpu)),
      () => new FakeWorker(new FakeSessions({ create: untrusted }, webgpu)),
      healthy,
    ]);
    await client.openSeries(series, series.slices);
    await client.run({ ...request, order: [1] });
    expect(kinds()).toEqual(['ready', 'restarting', 'restarting', 'ready']);
    expect(statuses.filter((s) => s.kind === 'restarting').map((s) => s.backend)).toEqual(['auto', 'wasm']);
    client.dispose();
  });

  test('a worker that cannot even be made is a typed error', async () => {
    const starting = InferenceClient.start({
      createWorker: () => {
        throw new Error('blocked by the content security policy');
      },
      weightsUrl: 'w',
      ortUrl: 'o',
    });
    await expect(starting).rejects.toMatchObject({
      code: 'worker-crashed',
      message: expect.stringContaining('security policy'),
    });
  });

  test('bad weights are final: no restart would help', async () => {
    const source = folderSource(undefined, { file: (_, bytes) => bytes.slice(1) });
    let made = 0;
    const starting = InferenceClient.start({
      createWorker: () => {
        made++;
        return new FakeWorker(new FakeSessions(), { source }) as unknown as Worker;
      },
      weightsUrl: 'w',
      ortUrl: 'o',
    });
    await expect(starting).rejects.toMatchObject({ code: 'weights-altered' });
    expect(made).toBe(1);
  });
});

test('disposing settles everything, ends the worker and is idempotent (I16)', async () => {
  const { client, made, kinds } = await start([() => new FakeWorker(slow())]);
  await client.openSeries(series, series.slices);
  const run = client.run(request);
  client.dispose();
  client.dispose();
  await expect(run).rejects.toMatchObject({ code: 'cancelled' });
  await expect(client.run(request)).rejects.toMatchObject({ code: 'cancelled' });
  expect(made[0]!.terminated).toBe(true);
  expect(kinds()).toEqual(['ready', 'disposed']);
});

test('200 runs and cancellations leave one worker and nothing pending', async () => {
  const { client, made } = await start([healthy]);
  await client.openSeries(series, series.slices);
  for (let i = 0; i < 200; i++) {
    const controller = new AbortController();
    const run = client.run(request, { signal: controller.signal });
    if (i % 4 !== 0) await pause(0);
    controller.abort();
    await expect(run).rejects.toMatchObject({ code: 'cancelled' });
  }
  await client.run({ ...request, order: [0] });
  expect(made).toHaveLength(1);
  client.dispose();
});
