import { expect, test } from '@jest/globals';
import { asLacunaError, isOutOfMemory, LacunaError } from '@lacuna/core/errors.ts';
import { toWire } from '@lacuna/core/inference/worker/wire-error.ts';
import { watchConnection } from '../../extension/src/readiness/connection.ts';
import { noticesOf } from '../../extension/src/readiness/notice.ts';
import { createStore } from '../../extension/src/state/store.ts';
import { ClientKeeper } from '../../extension/src/review/client-keeper.ts';
import type { ClientStatus } from '@lacuna/core/inference/worker/client-types.ts';
import { FakeClient } from './support/fake-client.ts';
import { testWeights } from './support/manifest.ts';

const ready = { kind: 'ready', info: testWeights() } as const;
const kinds = (store: ReturnType<typeof createStore>) => noticesOf(store.getState()).map(({ kind }) => kind);

test('nothing is said while nothing is the matter', () => {
  const store = createStore();
  store.dispatch({ type: 'weights', weights: ready });
  store.dispatch({ type: 'run', run: { kind: 'done', done: 4, total: 4, seconds: 2 } });
  expect(noticesOf(store.getState())).toEqual([]);
});

test('weights: megabytes with their share, then being set up', () => {
  const store = createStore();
  const at = (loadedBytes: number) => {
    store.dispatch({ type: 'weights', weights: { kind: 'loading', loadedBytes, totalBytes: 8e6 } });
    return noticesOf(store.getState())[0];
  };
  expect(at(2e6)).toEqual({
    kind: 'loading',
    sentence: 'Loading the weights: 2.0 of 8.0 MB',
    share: 0.25,
  });
  expect(at(8e6)?.sentence).toMatch(/being set up/);
});

test('a worker that starts again goes on saying why while it loads', () => {
  const store = createStore();
  store.dispatch({ type: 'weights', weights: ready });
  const restarting = { reason: 'The worker crashed.', share: 0.5 };
  store.dispatch({ type: 'readiness', change: { restarting } });
  expect(noticesOf(store.getState())).toEqual([
    { kind: 'restarting', sentence: expect.stringMatching(/^The worker crashed\. A new worker/), share: 0.5 },
  ]);
});

test('warming up is said where a run can be started, until it begins', () => {
  const store = createStore();
  store.dispatch({ type: 'weights', weights: ready });
  store.dispatch({ type: 'readiness', change: { warming: true } });
  expect(kinds(store)).toEqual([]); // no series
  store.dispatch({ type: 'series', series: { kind: 'admitted', key: 's', sliceCount: 4, warnings: [] } });
  expect(kinds(store)).toEqual(['warming']);
  const run = { kind: 'running', stage: 'detecting', done: 0, total: 4, secondsLeft: null } as const;
  store.dispatch({ type: 'run', run });
  expect(kinds(store)).toEqual([]);
});

test('a cancelled run tells what is missing and goes on; a whole one does not', () => {
  const store = createStore();
  store.dispatch({ type: 'weights', weights: ready });
  store.dispatch({ type: 'run', run: { kind: 'cancelled', done: 3, total: 4 } });
  expect(noticesOf(store.getState())).toEqual([
    { kind: 'partial', sentence: '1 of 4 results is missing.', action: 'go-on' },
  ]);
  store.dispatch({ type: 'run', run: { kind: 'cancelled', done: 4, total: 4 } });
  expect(kinds(store)).toEqual([]);
});

test('a failed run with the weights lost has one notice: the weights come first', () => {
  const store = createStore();
  const sentence = 'The inference worker crashed.';
  store.dispatch({ type: 'weights', weights: { kind: 'failed', sentence, code: 'worker-crashed' } });
  store.dispatch({
    type: 'run',
    run: { kind: 'failed', sentence, code: 'worker-crashed', done: 1, total: 4 },
  });
  const notices = noticesOf(store.getState());
  expect(notices).toMatchObject([{ kind: 'failed', action: 'again' }]);
  expect(notices[0]?.sentence).toMatch(/Try again/);
});

test.each([
  'std::bad_alloc',
  'Array buffer allocation failed',
  'WebAssembly.Memory(): could not allocate memory',
  'Aborted(OOM)',
  'VK_ERROR_OUT_OF_DEVICE_MEMORY',
])('%s is a failure of memory, whoever threw it, and its worker is replaced', (message) => {
  expect(isOutOfMemory(new RangeError(message))).toBe(true);
  expect(asLacunaError(new Error(message), 'backend-unavailable', 'No.').code).toBe('out-of-memory');
  expect(toWire(new Error(message))).toMatchObject({ code: 'out-of-memory', fatal: true });
});

test('other failures are none of memory', () => {
  expect(isOutOfMemory(new Error('The room has no memory'))).toBe(false);
  expect(toWire(new LacunaError('constant', 'All pixels are the same.')).fatal).toBe(false);
});

test('the network is watched until the review is left', () => {
  const store = createStore();
  const browser = Object.assign(new EventTarget(), { navigator: { onLine: true } });
  const stop = watchConnection(store, browser as unknown as Window);
  browser.navigator.onLine = false;
  browser.dispatchEvent(new Event('offline'));
  expect(kinds(store)).toEqual(['offline']);
  stop();
  browser.navigator.onLine = true;
  browser.dispatchEvent(new Event('online'));
  expect(kinds(store)).toEqual(['offline']);
});

test('while a worker is replaced the weights stay, and with them layers and thresholds', async () => {
  const store = createStore();
  let tell!: (status: ClientStatus) => void;
  const fake = new FakeClient();
  const keeper = new ClientKeeper(
    store,
    (onStatus, signal) => fake.start((tell = onStatus), signal),
    (info) => info,
  );
  await keeper.get();
  const { threshold } = store.getState().methods['diffusion-ad'];
  tell({ kind: 'restarting', reason: 'The worker crashed.', backend: 'auto' });
  tell({ kind: 'loading', file: 'a', loadedBytes: 1, totalBytes: 4 });
  expect(store.getState().weights.kind).toBe('ready');
  expect(noticesOf(store.getState())).toMatchObject([{ kind: 'restarting', share: 0.25 }]);
  await fake.start(tell, new AbortController().signal);
  expect(noticesOf(store.getState())).toMatchObject([{ kind: 'recovered' }]);
  expect(store.getState().methods['diffusion-ad'].threshold).toBe(threshold);
  keeper.dispose();
});
