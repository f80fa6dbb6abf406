/** @jest-environment jsdom */
import { beforeEach, expect, jest, test } from '@jest/globals';
import fs from 'node:fs';
import path from 'node:path';
import { act } from 'react';
import { copiedText } from '../../extension/src/about/copied-text.ts';
import { fetchModelCard, readCard } from '../../extension/src/about/model-card.ts';
import { aboutSections } from '../../extension/src/about/sections.ts';
import { KEY_IDS } from '../../extension/src/keys/key-list.ts';
import { PageParts } from '../../extension/src/page-parts/page-parts.tsx';
import { ReviewPanel } from '../../extension/src/panel/review-panel.tsx';
import { mounted } from './support/mounted.ts';
import { recordingActions, withResults } from './support/panel-actions.ts';
import { consensusWeights, testWeights } from './support/manifest.ts';

const BUNDLE = path.resolve(import.meta.dirname, '../../models/weights/flair-small');
const CARD = fs.readFileSync(path.join(BUNDLE, 'README.md'), 'utf8');
const shipped = () => testWeights(JSON.parse(fs.readFileSync(path.join(BUNDLE, 'manifest.json'), 'utf8')));

let actions: ReturnType<typeof recordingActions>;
let container: HTMLElement;

beforeEach(async () => {
  localStorage.clear();
  // jsdom has no modal dialogs; that they hold the focus and close on Escape is seen in the browser
  HTMLDialogElement.prototype.showModal = jest.fn();
  globalThis.fetch = jest.fn(
    async () =>
      ({
        ok: true,
        headers: new Headers({ 'content-type': 'text/markdown' }),
        text: async () => CARD,
      }) as Response,
  );
  actions = recordingActions();
  ({ container } = await mounted(
    <>
      <ReviewPanel actions={actions} />
      <PageParts store={actions.store} />
    </>,
  ));
});

const hook = (name: string) => container.querySelector<HTMLElement>(`[data-cy="lacuna-${name}"]`);
const click = (name: string) => act(async () => hook(name)!.click());
const change = (work: () => void) => act(async () => work());

test('the button beside a layer opens what its map was made with', async () => {
  await change(() => withResults(actions, 6, shipped()));
  await click('about-diffusion-ad');
  const text = hook('about')!.textContent;
  expect(text).toContain('About the map of DiffusionAD');
  expect(text).toContain('Research use only. Not for diagnosis.');
  expect(text).toContain('flair-small 0.1.0');
  expect(text).toContain('abcdef0123456789'); // the manifest's hash
  expect(text).toContain(
    actions.store.getState().weights.kind === 'ready' && 'diffusion-ad-segmentation.onnx',
  );
  expect(text).toContain('WebGPU: no adapter');
  expect(hook('about-limits')!.textContent).toContain('Slices near the skull base');
  await change(() => actions.store.dispatch({ type: 'about', layer: null }));
  expect(hook('about')).toBeNull();
});

test('it says the threshold of the moment, its percentile, the seed and measured figures, of each layer its own', async () => {
  await change(() => withResults(actions, 6, shipped()));
  const rowsOf = (layer: 'latent-bernoulli' | 'consensus') =>
    Object.fromEntries(aboutSections(actions.store.getState(), layer).flatMap(({ rows }) => rows));
  const own = rowsOf('latent-bernoulli');
  await change(() =>
    actions.store.dispatch({ type: 'threshold', method: 'latent-bernoulli', threshold: 0.2 }),
  );
  expect(rowsOf('latent-bernoulli')['Map value now']).toBe('≥ 0.2');
  expect(own['Map value now']).not.toBe('≥ 0.2');
  expect(own['noiseLevel']).toBe('20');
  expect(own['Seed']).toBe('1');
  expect(own['Average precision']).toMatch(/^0\.\d\d$/);
  expect(rowsOf('consensus')['DiffusionAD']).toBe('0.7');
});

test('the copied text holds every row, and a made-up weight bundle without figures has none', async () => {
  await change(() => withResults(actions, 6, consensusWeights()));
  const sections = aboutSections(actions.store.getState(), 'consensus');
  expect(sections.some(({ title }) => title.startsWith('Measured quality'))).toBe(false);
  const text = copiedText(sections, ['a limit']);
  for (const [name, value] of sections.flatMap(({ rows }) => rows))
    expect(text).toContain(`${name}: ${value}`);
  expect(text).toMatch(/Known limits\n {2}- a limit$/);
});

test('the limits are read out of the card; a server without a card is no error', async () => {
  expect(readCard(CARD).limits).toHaveLength(6);
  expect(readCard('# nothing').limits).toEqual([]);
  const { signal } = new AbortController();
  const page = async () =>
    ({
      ok: true,
      headers: new Headers({ 'content-type': 'text/html' }),
      text: async () => '<html>',
    }) as Response;
  expect(await fetchModelCard('/x', signal, page)).toBeUndefined();
  expect(await fetchModelCard('/x', signal, () => Promise.reject(new Error('offline')))).toBeUndefined();
});

test('hints come one at a time, are put away for good, and can be had again', async () => {
  await change(() => {
    const { store } = actions;
    store.dispatch({ type: 'series', series: { kind: 'admitted', key: 's', sliceCount: 3, warnings: [] } });
  });
  expect(hook('hint-start')).not.toBeNull();
  await click('hint-away');
  expect(hook('hint-start')).toBeNull();
  await change(() => withResults(actions));
  expect(hook('hint-map')).not.toBeNull();
  await click('hint-away');
  expect(localStorage.getItem('lacuna.hintsPutAway')).toBe('start map');
  await click('help-open');
  await click('hints-again');
  expect(localStorage.getItem('lacuna.hintsPutAway')).toBe('');
  expect(hook('hint-map')).not.toBeNull();
});

test('“How to read this” lists every key', async () => {
  await click('help-open');
  const keys = hook('help-keys')!.querySelectorAll('kbd');
  expect([...keys].map(({ textContent }) => textContent)).toEqual(
    KEY_IDS.map((id) => actions.store.getState().keys[id]),
  );
});

test('keys pressed in a dialog do not reach the viewer', async () => {
  await click('help-open');
  const heard = jest.fn();
  document.addEventListener('keydown', heard);
  hook('help-close')!.dispatchEvent(new KeyboardEvent('keydown', { key: 'd', bubbles: true }));
  document.removeEventListener('keydown', heard);
  expect(heard).not.toHaveBeenCalled();
});
