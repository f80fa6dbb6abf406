/** @jest-environment jsdom */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { KeptResults } from '../../extension/src/kept-results/kept-results.ts';
import { createStore } from '../../extension/src/state/store.ts';
import { FakeClient, settle } from './support/fake-client.ts';
import { testWeights } from './support/manifest.ts';

let store = createStore();
let client = new FakeClient();
let kept: KeptResults;

function enter(ask = () => Promise.resolve(client)): void {
  store = createStore();
  client = new FakeClient();
  kept = new KeptResults(store, ask);
}
const ready = () =>
  store.dispatch({ type: 'weights', weights: { kind: 'ready', info: testWeights() }, backend: undefined });
const run = (kind: 'running' | 'done') =>
  store.dispatch({
    type: 'run',
    run:
      kind === 'running'
        ? { kind, stage: 'detecting', done: 0, total: 2, secondsLeft: null }
        : { kind, done: 2, total: 2, seconds: 1 },
  });

beforeEach(() => localStorage.clear());
afterEach(() => kept.dispose());

test('nothing is kept, asked for or remembered before a person allows it (I15)', async () => {
  enter();
  ready();
  run('running');
  run('done');
  await settle();
  expect(client.keeps).toEqual([]);
  expect(localStorage).toHaveLength(0);
  expect(store.getState().keptResults).toEqual({ allowed: false, kept: null, refused: null });
});

test('allowed once, it is allowed in the next visit as soon as the worker is ready, and told after each run', async () => {
  enter();
  ready();
  await kept.set('allow');
  expect(store.getState().keptResults).toMatchObject({ allowed: true, kept: { results: 3 } });
  kept.dispose();
  enter();
  expect(store.getState().keptResults.allowed).toBe(true);
  ready();
  run('running');
  run('done');
  await settle();
  expect(client.keeps).toEqual(['allow', 'ask']);
});

test('forbidding removes what is kept and the memory of the leave; clearing keeps the leave', async () => {
  enter();
  ready();
  await kept.set('allow');
  await kept.set('clear');
  expect(store.getState().keptResults).toMatchObject({ allowed: true, kept: { results: 0 } });
  await kept.set('forbid');
  expect(store.getState().keptResults).toEqual({ allowed: false, kept: null, refused: null });
  expect(client.keeps).toEqual(['allow', 'clear', 'forbid']);
  expect(localStorage).toHaveLength(0);
});

test('a browser that refuses says why, and the switch is off again', async () => {
  enter(() => Promise.reject(new Error('no database here')));
  await kept.set('allow');
  const { allowed, refused } = store.getState().keptResults;
  expect(allowed).toBe(false);
  expect(refused).toContain('no database here');
  expect(localStorage).toHaveLength(0);
});
