/** Memory of the page: maps on the source grid never exceed their bound, whatever the series, and come back exactly. */
import { expect, test } from '@jest/globals';
import type { DeliveredResult } from '@lacuna/core/inference/worker/delivered-result.ts';
import { ResultStore } from '../../extension/src/layers/result-store.ts';
import { METHOD_IDS, type MethodId } from '../../extension/src/methods.ts';

let made = 0;
/** As it comes from the worker: the map is made at each reading. */
const delivered = (method: MethodId, sliceIndex: number, pixels: number): DeliveredResult => ({
  sliceKey: String(sliceIndex),
  sliceIndex,
  method,
  status: 'done',
  score: sliceIndex,
  elapsedMs: 1,
  from: 'computed',
  get anomalyMap() {
    made++;
    return new Float32Array(pixels).fill(sliceIndex / 1000);
  },
  get brainMask() {
    return new Uint8Array(pixels).fill(1);
  },
});

test('512 slices of 512 x 512, two methods, stay within the bound', () => {
  const bound = 64 * 2 ** 20;
  const store = new ResultStore(bound);
  const area = 512 * 512;
  for (let i = 0; i < 512; i++) {
    for (const method of METHOD_IDS) {
      store.add(delivered(method, i, area), 'wasm');
      expect(store.get(method, i)!.anomalyMap[7]).toBe(Math.fround(i / 1000));
    }
    expect(store.mapBytes).toBeLessThanOrEqual(bound);
  }
  expect(store.sliceIndices('diffusion-ad')).toHaveLength(512);
  expect(store.get('latent-bernoulli', 0)!.anomalyMap[7]).toBe(0); // made again
  expect(store.get('latent-bernoulli', 3)!.anomalyMap[7]).toBe(Math.fround(0.003));
});

test('what was read lately is not made again; scores and states need no map', () => {
  const store = new ResultStore();
  made = 0;
  store.add(delivered('diffusion-ad', 4, 100), 'wasm');
  expect(store.get('diffusion-ad', 4)).toMatchObject({ status: 'done', score: 4, backend: 'wasm' });
  const before = made;
  const first = store.get('diffusion-ad', 4)!.anomalyMap;
  expect(store.get('diffusion-ad', 4)!.anomalyMap).toBe(first);
  expect(made - before).toBeLessThanOrEqual(1);
  store.add(delivered('diffusion-ad', 4, 100), 'webgpu'); // run again
  expect(store.get('diffusion-ad', 4)!.anomalyMap).not.toBe(first);
});

test('clearing frees everything, also what is held of replaced results', () => {
  const store = new ResultStore();
  for (let i = 0; i < 20; i++) {
    store.add(delivered('diffusion-ad', i % 4, 1000), 'wasm');
    void store.get('diffusion-ad', i % 4)!.anomalyMap;
  }
  expect(store.mapBytes).toBe(4 * 4000);
  store.clear();
  expect(store.mapBytes).toBe(0);
  expect(store.get('diffusion-ad', 0)).toBeUndefined();
});

test('a reconstruction is asked for only where there is a result', async () => {
  const store = new ResultStore();
  const asked: number[] = [];
  store.reconstructFrom((_, sliceIndex) => {
    asked.push(sliceIndex);
    return Promise.resolve(new Float32Array([sliceIndex]));
  });
  store.add(delivered('diffusion-ad', 2, 10), 'wasm');
  expect(await store.reconstruction('diffusion-ad', 1)).toBeUndefined();
  expect(await store.reconstruction('diffusion-ad', 2)).toEqual(new Float32Array([2]));
  expect(asked).toEqual([2]);
});
