/** Which back-end is chosen after trials, why the others are not, and what is remembered. All back-ends are fake. */
import { describe, expect, test } from '@jest/globals';
import { candidates, type Candidate, type Surroundings } from '@lacuna/core/inference/backend/candidates.ts';
import { chooseBackend, type Trial } from '@lacuna/core/inference/backend/choose.ts';
import { findBackend } from '@lacuna/core/inference/backend/find-backend.ts';
import { folderWeights } from '../../cli/src/folder-weights.ts';

const TINY = 'test/fixtures/weights-tiny';
const hardware = { name: 'acme', software: false, features: ['shader-f16'], limits: {} };
const computer = (changes: Partial<Surroundings> = {}): Surroundings => ({
  userAgent: 'test',
  crossOriginIsolated: true,
  processors: 4,
  adapter: hardware,
  ortVersion: '1.0.0',
  ...changes,
});
const right = (ms: number): Trial => ({ ms, firstMs: 3 * ms, difference: 1e-6 });
const forever = new Promise<never>(() => undefined);

describe('trials', () => {
  const webgpu: Candidate = { id: 'webgpu', name: 'WebGPU, acme', backend: 'webgpu', threads: 1 };
  const wasm: Candidate = { id: 'wasm-1', name: 'WebAssembly, 1 thread', backend: 'wasm', threads: 1 };
  const among = (gpu: () => Promise<Trial>) =>
    chooseBackend([webgpu, wasm], ({ id }) => (id === 'webgpu' ? gpu() : Promise.resolve(right(90))), {
      timeoutMs: 50,
    });

  test('the fastest right one wins, the other says by how much it is slower', async () => {
    const { chosen, tried } = await among(() => Promise.resolve(right(30)));
    expect(chosen).toBe(webgpu);
    expect(tried.map(({ dropped }) => dropped)).toEqual([undefined, '3.0 times as slow as WebGPU, acme']);
  });

  test.each<[string, () => Promise<Trial>, RegExp]>([
    ['slow', () => Promise.resolve(right(180)), /2\.0 times as slow as WebAssembly/],
    [
      'wrong',
      () => Promise.resolve({ ms: 1, firstMs: 1, difference: 0.25 }),
      /computes wrongly \(off by 0\.25\)/,
    ],
    ['not a number', () => Promise.resolve({ ms: 1, firstMs: 1, difference: NaN }), /computes wrongly/],
    ['throwing', () => Promise.reject(new Error('device lost')), /device lost/],
    ['hanging', () => forever, /did not answer within 0\.05 s/],
  ])('a %s one is dropped with the reason', async (_, gpu, reason) => {
    const { chosen, tried } = await among(gpu);
    expect(chosen).toBe(wasm);
    expect(tried[0]!.dropped).toMatch(reason);
    expect(tried[1]!.dropped).toBeUndefined();
  });

  test('one that hangs is told to let go', async () => {
    let aborted = false;
    await chooseBackend(
      [webgpu],
      (_, signal) => (signal.addEventListener('abort', () => (aborted = true)), forever),
      { timeoutMs: 20 },
    );
    expect(aborted).toBe(true);
  });

  test('nothing right: nothing chosen', async () => {
    const { chosen } = await chooseBackend([wasm], () => Promise.reject(new Error('no')), { timeoutMs: 50 });
    expect(chosen).toBeNull();
  });

  test('cancelling ends the choice at once', async () => {
    const stop = new AbortController();
    const choosing = chooseBackend([webgpu], () => forever, { timeoutMs: 60_000, signal: stop.signal });
    stop.abort();
    await expect(choosing).rejects.toMatchObject({ code: 'cancelled' });
  });
});

describe('first use and later', () => {
  const memory = (json: string | null = null) => {
    const store = { json, read: () => store.json, write: (text: string) => void (store.json = text) };
    return store;
  };
  const find = (
    surroundings: Surroundings,
    store: ReturnType<typeof memory>,
    again = false,
    ms: (candidate: Candidate) => number = ({ backend }) => (backend === 'webgpu' ? 10 : 50),
  ) => {
    const asked: string[] = [];
    const attempt = (candidate: Candidate) => (
      asked.push(candidate.id),
      Promise.resolve(right(ms(candidate)))
    );
    const weights = folderWeights(TINY);
    return findBackend({ surroundings, weights, store, attempt, again }).then((decision) => ({
      decision,
      asked,
    }));
  };

  test('without graphics hardware WebAssembly starts at once, nothing is tried', async () => {
    const swift = { ...hardware, name: 'swiftshader', software: true };
    for (const around of [
      computer({ adapter: swift }),
      computer({ adapter: null, noAdapterReason: 'it is absent' }),
    ]) {
      const { decision, asked } = await find(around, memory());
      expect(asked).toEqual([]);
      expect(decision).toMatchObject({ backend: 'wasm', threads: 3, origin: 'only one' });
      expect(decision.fallbackReason).toMatch(/software one|absent/);
    }
  });

  test('with graphics hardware both are tried once, then remembered', async () => {
    const store = memory();
    const first = await find(computer(), store);
    expect(first.asked).toEqual(['webgpu', 'wasm-3']);
    expect(first.decision).toMatchObject({ backend: 'auto', origin: 'measured' });
    const second = await find(computer(), store);
    expect(second.asked).toEqual([]);
    expect(second.decision).toMatchObject({
      backend: 'auto',
      origin: 'remembered',
      tried: first.decision.tried,
    });
  });

  test.each<[string, Partial<Surroundings>]>([
    ['adapter', { adapter: { ...hardware, name: 'other' } }],
    ['runtime', { ortVersion: '2.0.0' }],
    ['isolation', { crossOriginIsolated: false }],
  ])('another %s: tried again', async (_, change) => {
    const store = memory();
    await find(computer(), store);
    expect((await find(computer(change), store)).asked.length).toBe(2);
  });

  test('what is damaged in the store, or a store that throws, does not matter', async () => {
    for (const json of ['{', '{"schema":"lacuna-backend/1"}', '7'])
      expect((await find(computer(), memory(json))).decision.origin).toBe('measured');
    const broken = memory();
    broken.read = () => {
      throw new Error('denied');
    };
    broken.write = broken.read as never;
    expect((await find(computer(), broken)).decision.origin).toBe('measured');
  });

  test('measured again: software adapters and numbers of threads too; a number of threads can win', async () => {
    const swift = { ...hardware, name: 'swiftshader', software: true };
    const around = computer({ adapter: swift });
    const store = memory();
    const { decision, asked } = await find(around, store, true, ({ id }) => ({ 'wasm-2': 20 })[id] ?? 80);
    expect(asked).toEqual(['webgpu', 'wasm-1', 'wasm-2', 'wasm-4']);
    expect(decision).toMatchObject({ backend: 'wasm', threads: 2, origin: 'measured' });
    expect(decision.fallbackReason).toContain('4.0 times as slow');
    expect((await find(around, store)).decision).toMatchObject({ threads: 2, origin: 'remembered' });
  });

  test('half precision is listed with the reason why it is not used', () => {
    const reason = (around: Surroundings) =>
      candidates(around).find(({ id }) => id === 'webgpu-fp16')?.dropped;
    expect(reason(computer())).toContain('no half-precision graphs');
    expect(reason(computer({ adapter: { ...hardware, features: [] } }))).toContain('shader-f16');
  });
});
