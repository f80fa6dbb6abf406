/** @jest-environment jsdom */
/** A component of the panel is drawn again for what it has read of the state, and for nothing else. */
import './support/browser-globals.ts';
import { expect, test } from '@jest/globals';
import { act, createElement } from 'react';
import { useReadParts } from '../../extension/src/panel/read-parts.ts';
import { createStore } from '../../extension/src/state/store.ts';
import { mounted } from './support/mounted.ts';

test('drawn again for the parts that it has read; what a click reads is what holds by then', async () => {
  const store = createStore();
  let drawings = 0;
  const clicked: unknown[] = [];
  function Seed() {
    const state = useReadParts(store);
    drawings++;
    return createElement('button', { onClick: () => clicked.push(state.compare) }, state.seed);
  }
  const { container } = await mounted(createElement(Seed));
  const button = container.querySelector('button')!;
  const first = drawings;
  await act(async () => store.dispatch({ type: 'compare', compare: true }));
  expect(drawings).toBe(first);
  await act(async () => button.click());
  expect(clicked).toEqual([true]);
  await act(async () => store.dispatch({ type: 'seed', seed: 77 }));
  expect(drawings).toBe(first + 1);
  expect(button.textContent).toBe('77');
});
