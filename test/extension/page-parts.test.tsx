/** @jest-environment jsdom */
/** What is on the page whether the panel is folded or not. */
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { act } from 'react';
import { PageParts } from '../../extension/src/page-parts/page-parts.tsx';
import { PAGE_PARTS_CSS } from '../../extension/src/page-parts/styles.ts';
import { showPageParts } from '../../extension/src/page-parts/show-page-parts.tsx';
import { createStore, type ReviewStore } from '../../extension/src/state/store.ts';
import { mounted } from './support/mounted.ts';

let store: ReviewStore;

beforeEach(async () => {
  jest.useFakeTimers();
  HTMLDialogElement.prototype.showModal = jest.fn();
  globalThis.fetch = jest.fn<typeof fetch>(() => Promise.reject(new Error('no server')));
  store = createStore();
  await mounted(<PageParts store={store} />);
});
afterEach(() => {
  document.body.replaceChildren();
  jest.useRealTimers();
});

const hook = (name: string) => document.querySelector<HTMLElement>(`[data-cy="lacuna-${name}"]`);
async function after(change: () => void): Promise<string> {
  await act(async () => {
    change();
    jest.advanceTimersByTime(1000);
  });
  return hook('announcer')!.textContent;
}
const offline = (isOffline: boolean) => () =>
  store.dispatch({ type: 'readiness', change: { offline: isOffline } });

test('dialogs open without a panel', async () => {
  await act(async () => store.dispatch({ type: 'help', change: { open: true } }));
  expect(hook('help')).not.toBeNull();
  await act(async () => store.dispatch({ type: 'about', layer: 'diffusion-ad' }));
  expect(hook('about')!.textContent).toContain('DiffusionAD');
});

test('notices are told while the panel, which tells them itself, is folded', async () => {
  expect(await after(offline(true))).toMatch(/^This computer is offline/);
  await after(offline(false));
  const panel = document.body.appendChild(document.createElement('div'));
  panel.dataset['cy'] = 'lacuna-panel';
  await after(() => store.dispatch({ type: 'maps', change: { on: true } }));
  expect(await after(offline(true))).toMatch(/^Heat map of/);
});

test('no rule of the panel is left behind, and the panel itself is not meant', () => {
  expect(PAGE_PARTS_CSS).toContain('.lacuna-page .lc-dialog[open]');
  expect(PAGE_PARTS_CSS).not.toMatch(/\.lacuna[ .,{]/);
});

test('they leave the page with the visit', async () => {
  let remove: () => void = () => undefined;
  await act(async () => void (remove = showPageParts(store)));
  expect(document.querySelectorAll('.lacuna-page [data-cy="lacuna-announcer"]')).toHaveLength(1);
  await act(async () => {
    remove();
    jest.runAllTimers();
  });
  expect(document.querySelector('.lacuna-page')).toBeNull();
});
