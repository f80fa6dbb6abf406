/** @jest-environment jsdom */
/** What is on the page whether the panel is folded or not. */
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { act } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { PageParts } from '../../extension/src/page-parts/page-parts.tsx';
import { PAGE_PARTS_CSS } from '../../extension/src/page-parts/styles.ts';
import { showPageParts } from '../../extension/src/page-parts/show-page-parts.tsx';
import { createStore, type ReviewStore } from '../../extension/src/state/store.ts';

Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });

let store: ReviewStore;
let root: Root;
let container: HTMLElement;

beforeEach(async () => {
  jest.useFakeTimers();
  HTMLDialogElement.prototype.showModal = jest.fn();
  globalThis.fetch = jest.fn<typeof fetch>(() => Promise.reject(new Error('no server')));
  store = createStore();
  container = document.body.appendChild(document.createElement('div'));
  root = createRoot(container);
  await act(async () => root.render(<PageParts store={store} />));
});
afterEach(async () => {
  await act(async () => root.unmount());
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
