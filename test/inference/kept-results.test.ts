/** Nothing is computed twice: results are found again by what they were made from, in memory and, if allowed, on disk. */
import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import type { CompactResult } from '@lacuna/core/inference/compact-result.ts';
import { METHOD_IDS } from '@lacuna/core/inference/detector.ts';
import { Engine } from '@lacuna/core/inference/engine.ts';
import { RunQueue } from '@lacuna/core/inference/run-queue.ts';
import { type DeliveredResult, InferenceClient } from '@lacuna/core/inference/worker/client.ts';
import { IndexedDbResults } from '@lacuna/core/inference/worker/indexed-db-results.ts';
import { ResultCache } from '@lacuna/core/inference/worker/result-cache.ts';
import { folderSource } from './support/bundles.ts';
import { FakeSessions } from './support/fake-sessions.ts';
import { FakeWorker } from './support/fake-worker.ts';
import { syntheticSeries } from './support/golden-series.ts';

jest.setTimeout(20_000);

const series = syntheticSeries();
const request = { seriesKey: series.key, order: [0, 1, 2, 3, 4], methods: METHOD_IDS, settings: { seed: 1 } };
const clients: InferenceClient[] = [];
let sessions: FakeSessions;

async function open(source = series, workers = [new FakeWorker(newSessions(), hooks)]) {
  const client = await InferenceClient.start({
    createWorker: () => workers.shift() as unknown as Worker,
    weightsUrl: 'w',
    ortUrl: 'o',
  });
  clients.push(client);
  await client.openSeries(source, source.slices);
  return client;
}
const hooks = { openDisk: () => IndexedDbResults.open() };
const newSessions = () => (sessions = new FakeSessions());

async function run(client: InferenceClient, change: Partial<typeof request> = {}) {
  const before = sessions.calls.length;
  const results: DeliveredResult[] = [];
  await client.run({ ...request, ...change }, { onSlice: (result) => results.push(result) });
  const origins = results.map(({ from }) => from);
  const count = (from: string) => origins.filter((origin) => origin === from).length;
  return {
    results,
    calls: sessions.calls.length - before,
    computed: count('computed'),
    memory: count('memory'),
    disk: count('disk'),
  };
}

beforeEach(async () => {
  const disk = await IndexedDbResults.open();
  await disk.clear();
});
afterEach(() => clients.splice(0).forEach((client) => client.dispose()));

describe('in memory', () => {
  test('slice then series computes the slice once; the same again runs no model and gives the same bits', async () => {
    const client = await open();
    await run(client, { order: [2] });
    const first = await run(client);
    expect(first).toMatchObject({ computed: 8, memory: 2 });
    const again = await run(client);
    expect(again).toMatchObject({ calls: 0, computed: 0, memory: 10 });
    const byName = (results: DeliveredResult[]) =>
      results.map((r) => [r.sliceIndex, r.method, r.status, r.score, [...r.anomalyMap], [...r.brainMask]]);
    expect(byName(again.results)).toEqual(byName(first.results));
  });

  test('another seed, setting, pixel or identifier of the image is another result; equal settings spelt out are not', async () => {
    const client = await open();
    await run(client);
    expect(await run(client, { settings: { seed: 2 } })).toMatchObject({ memory: 0 });
    const latentBernoulli = { noiseLevel: client.manifest.methods['latent-bernoulli'].noiseLevel };
    const spelt = { seed: 1, latentBernoulli } as { seed: number };
    expect(await run(client, { settings: spelt })).toMatchObject({ calls: 0, memory: 10 });
    const stricter = { seed: 1, latentBernoulli: { probabilityThreshold: 0.9 } } as { seed: number };
    expect(await run(client, { settings: stricter })).toMatchObject({ computed: 5, memory: 5 });

    const one = series.slices.map((s, i) =>
      i === 1 ? { ...s, pixels: s.pixels.map((v, p) => (p === 444 ? v + 1 : v)) } : s,
    );
    await client.openSeries(series, one);
    const changed = await run(client);
    // The pixel may move the intensity scale of the series, and then changes every slice; never fewer than its own.
    expect(changed.results.filter((r) => r.sliceIndex === 1).map((r) => r.from)).toEqual([
      'computed',
      'computed',
    ]);
    await client.openSeries(
      series,
      series.slices.map((s) => ({ ...s, key: `${s.key}.1` })),
    );
    expect(await run(client)).toMatchObject({ memory: 0 });
  });

  test('a cancelled run goes on where it stopped', async () => {
    const client = await open();
    const controller = new AbortController();
    let delivered = 0;
    const cancelledRun = client.run(request, {
      signal: controller.signal,
      onSlice: () => ++delivered === 5 && controller.abort(),
    });
    await expect(cancelledRun).rejects.toMatchObject({ code: 'cancelled' });
    const resumed = await run(client);
    expect(resumed.memory).toBeGreaterThanOrEqual(5);
    expect(resumed.computed + resumed.memory).toBe(10);
  });

  test('the bound holds; what fell out is computed again', () => {
    const result = (value: number): CompactResult => ({
      status: 'done',
      score: value,
      size: 8,
      maskBits: new Uint8Array(8).fill(255),
      map: new Float32Array(64).fill(value),
    });
    const cache = new ResultCache(10 * 264);
    for (let i = 0; i < 1000; i++) cache.put(String(i), result(i));
    expect(cache.bytes).toBe(10 * 264);
  });

  test('results, brain masks and reconstructions are bit for bit those of the engine', async () => {
    // One sample a run, as the worker has it on WebAssembly: what a stand-in gives depends on the place in the batch.
    const options = { queue: new RunQueue(), mostInARun: 1 };
    const engine = await Engine.open(new FakeSessions(), folderSource(), options);
    const prepared = await engine.prepareSeries(series);
    const client = await open();
    const { results } = await run(client);
    for (const delivered of results) {
      const { sliceIndex, method } = delivered;
      const expected = await engine.detectSlice(prepared, sliceIndex, method, { seed: 1 });
      expect(delivered.anomalyMap).toEqual(expected.anomalyMap);
      expect(delivered.brainMask).toEqual(expected.brainMask);
      expect([delivered.status, delivered.score]).toEqual([expected.status, expected.score]);
      const calls = sessions.calls.length;
      const asked = { seriesKey: series.key, sliceIndex, method, settings: { seed: 1 } };
      expect(await client.reconstruction(asked)).toEqual(expected.reconstruction);
      expect(sessions.calls).toHaveLength(calls);
    }
    await engine.dispose();
  });
});

describe('on disk', () => {
  test('nothing is kept before it is allowed; then a later visit finds it, without its reconstructions', async () => {
    const client = await open();
    expect(await client.keepResults('ask')).toBeNull();
    await run(client);
    expect(await (await IndexedDbResults.open()).kept()).toEqual({ results: 0, bytes: 0 });
    const kept = await client.keepResults('allow');
    expect(kept!.results).toBe(10);
    client.dispose();

    const later = await open();
    await later.keepResults('allow');
    const found = await run(later);
    expect(found).toMatchObject({ disk: 10, computed: 0, calls: 0 });
    const asked = {
      seriesKey: series.key,
      sliceIndex: 1,
      method: 'diffusion-ad',
      settings: { seed: 1 },
    } as const;
    const before = sessions.calls.length;
    await later.reconstruction(asked);
    expect(sessions.calls.length).toBeGreaterThan(before); // computed again: it is never written
  });

  test('what lies there names nobody and holds no image (I15)', async () => {
    const named = {
      ...series,
      key: '1.2.3.4.PATIENT',
      slices: series.slices.map((s, i) => ({ ...s, key: `1.2.3.4.PATIENT.${i}` })),
    };
    const client = await open(named);
    await client.keepResults('allow');
    await run(client, { seriesKey: named.key });
    await client.keepResults('ask');
    const dump = await dumpDatabase();
    expect(dump.keys.length).toBeGreaterThan(0);
    for (const key of dump.keys) expect(key).toMatch(/^[0-9a-f]{64}$/);
    for (const value of dump.values)
      expect(Object.keys(value as object).sort()).toEqual(['map', 'maskBits', 'score', 'size', 'status']);
    expect(JSON.stringify(dump)).not.toContain('PATIENT');
  });

  test('forbidding and clearing remove everything', async () => {
    const client = await open();
    await client.keepResults('allow');
    await run(client);
    expect(await client.keepResults('clear')).toEqual({ results: 0, bytes: 0 });
    expect(await run(client)).toMatchObject({ computed: 10 });
    expect(await client.keepResults('forbid')).toBeNull();
    expect((await dumpDatabase()).keys).toEqual([]);
  });

  test('a worker started anew keeps results as before', async () => {
    let seen = 0;
    const crashing = new FakeWorker(newSessions(), {
      ...hooks,
      fromHost: (message, worker) => {
        if (message.type !== 'slice' || ++seen !== 13) return true;
        worker.crash();
        return false;
      },
    });
    const client = await open(series, [crashing, new FakeWorker(newSessions(), hooks)]);
    await client.keepResults('allow');
    await run(client);
    await run(client, { settings: { seed: 2 } });
    expect((await client.keepResults('ask'))!.results).toBe(20);
  });

  test('damaged entries are computed again; a browser without a database is a typed error, and runs go on', async () => {
    const client = await open();
    await client.keepResults('allow');
    await run(client);
    await damageDatabase();
    client.dispose();
    const later = await open();
    await later.keepResults('allow');
    expect(await run(later)).toMatchObject({ computed: 8, disk: 2 }); // the two of the slice without brain hold nothing
    const refusing = { openDisk: () => Promise.reject(new Error('denied')) };
    const without = await open(series, [new FakeWorker(newSessions(), refusing)]);
    await expect(without.keepResults('allow')).rejects.toMatchObject({ code: 'store-failed' });
    expect(await run(without)).toMatchObject({ computed: 10 });
  });

  test('the oldest make room beyond the bound', async () => {
    const result = {
      status: 'done',
      score: 0,
      size: 8,
      maskBits: new Uint8Array(8),
      map: new Float32Array(0),
    } as const;
    const disk = await IndexedDbResults.open(10 * 8);
    for (let i = 0; i < 30; i++) {
      await disk.put(`k${i}`, result);
      await disk.get('k0'); // in use
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    expect(await disk.kept()).toEqual({ results: 10, bytes: 80 });
    expect(await disk.get('k0')).toBeDefined();
    expect(await disk.get('k1')).toBeUndefined();
    expect(await disk.get('k29')).toBeDefined();
  });
});

async function openRaw(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open('lacuna-results');
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error!);
  });
}
const settled = <T>(asked: IDBRequest<T>) =>
  new Promise<T>((resolve) => (asked.onsuccess = () => resolve(asked.result)));

async function dumpDatabase() {
  const store = (await openRaw()).transaction('results').objectStore('results');
  return {
    keys: (await settled(store.getAllKeys())) as string[],
    values: await settled<unknown[]>(store.getAll()),
  };
}

/** Every map loses its first value. */
async function damageDatabase(): Promise<void> {
  const { keys, values } = await dumpDatabase();
  const store = (await openRaw()).transaction('results', 'readwrite').objectStore('results');
  for (const [i, key] of keys.entries()) {
    const value = values[i] as CompactResult;
    await settled(store.put({ ...value, map: value.map.slice(1) }, key));
  }
}
