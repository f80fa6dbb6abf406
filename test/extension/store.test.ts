import { expect, jest, test } from '@jest/globals';
import { runBlockedBy } from '../../extension/src/state/selectors.ts';
import { statusDetail, statusText } from '../../extension/src/state/status-text.ts';
import { createStore } from '../../extension/src/state/store.ts';
import { testWeights } from './support/manifest.ts';

const admitted = { kind: 'admitted', key: 's', sliceCount: 4, warnings: [] } as const;
const backend = { id: 'wasm', detail: '2 threads' } as const;

function readyStore() {
  const store = createStore();
  store.dispatch({ type: 'weights', weights: { kind: 'ready', info: testWeights() }, backend });
  store.dispatch({ type: 'series', series: admitted });
  return store;
}

test('thresholds start at the calibrated default and stay where a person puts them', () => {
  const store = readyStore();
  expect(store.getState().methods['diffusion-ad'].threshold).toBe(0.5);
  store.dispatch({ type: 'threshold', method: 'diffusion-ad', threshold: 0.3 });
  store.dispatch({ type: 'weights', weights: { kind: 'ready', info: testWeights() }, backend });
  expect(store.getState().methods['diffusion-ad'].threshold).toBe(0.3);
});

test('another series takes the results of the last one away', () => {
  const store = readyStore();
  const outcome = { status: 'done', score: 0.7, candidate: true } as const;
  store.dispatch({ type: 'outcome', method: 'latent-bernoulli', displayIndex: 2, outcome });
  expect(store.getState().methods['latent-bernoulli'].outcomes).toEqual([null, null, outcome, null]);
  store.dispatch({ type: 'series', series: { ...admitted, key: 'other', sliceCount: 2 } });
  expect(store.getState().methods['latent-bernoulli'].outcomes).toEqual([null, null]);
  expect(store.getState().run).toEqual({ kind: 'idle' });
});

test('the status line has the agreed words', () => {
  const store = readyStore();
  const lineAfter = (run: Parameters<typeof store.dispatch>[0]) => {
    store.dispatch(run);
    return statusText(store.getState());
  };
  expect(statusText(store.getState())).toBe('idle');
  expect(
    lineAfter({
      type: 'run',
      run: { kind: 'running', stage: 'detecting', done: 3, total: 8, secondsLeft: 10 },
    }),
  ).toBe('running 3/8');
  expect(statusDetail(store.getState())).toBe('About 10 s left');
  expect(lineAfter({ type: 'run', run: { kind: 'cancelled', done: 3, total: 8 } })).toBe('cancelled');
  expect(statusDetail(store.getState())).toBe('3 of 8 results were ready and are kept');
  expect(lineAfter({ type: 'run', run: { kind: 'done', done: 8, total: 8, seconds: 4.2 } })).toBe('done');
  expect(lineAfter({ type: 'run', run: { kind: 'failed', sentence: 'It broke.' } })).toBe('It broke.');
  expect(lineAfter({ type: 'series', series: { kind: 'refused', sentence: 'Not MR.' } })).toBe('Not MR.');
});

test('a run is blocked for a reason that can be read', () => {
  const store = createStore();
  expect(runBlockedBy(store.getState())).toBe('Open a series of MR images');
  store.dispatch({ type: 'series', series: { kind: 'refused', sentence: 'Not MR.' } });
  expect(runBlockedBy(store.getState())).toBe('Not MR.');
  store.dispatch({ type: 'series', series: admitted });
  expect(runBlockedBy(store.getState())).toBeUndefined(); // also while the weights load: the run waits for them
  store.dispatch({ type: 'selected', method: 'latent-bernoulli', selected: false });
  store.dispatch({ type: 'selected', method: 'diffusion-ad', selected: false });
  expect(runBlockedBy(store.getState())).toBe('Choose at least one method');
});

test('listeners hear of changes until they leave, and not of none', () => {
  const store = readyStore();
  const listener = jest.fn();
  const leave = store.subscribe(listener);
  store.dispatch({ type: 'slice-shown', displayIndex: 1 });
  store.dispatch({ type: 'slice-shown', displayIndex: 1 });
  expect(listener).toHaveBeenCalledTimes(1);
  leave();
  store.dispatch({ type: 'slice-shown', displayIndex: 2 });
  expect(listener).toHaveBeenCalledTimes(1);
});
