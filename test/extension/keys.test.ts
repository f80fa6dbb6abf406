import { beforeEach, expect, jest, test } from '@jest/globals';
import fs from 'node:fs';
import path from 'node:path';
import { HOTKEYS } from '@lacuna/extension';
import { layerCommands } from '../../extension/src/keys/layer-commands.ts';
import { presentKeys, withKey } from '../../extension/src/keys/present-keys.ts';
import { stepThreshold } from '../../extension/src/keys/threshold-command.ts';
import { positionOf, scaleOf } from '../../extension/src/layers/threshold-scale.ts';
import type { LayerId } from '../../extension/src/methods.ts';
import { shownLayers } from '../../extension/src/state/selectors.ts';
import { createStore, type ReviewStore } from '../../extension/src/state/store.ts';
import { consensusWeights } from './support/manifest.ts';

const OHIF = path.resolve(import.meta.dirname, '../../node_modules/@ohif/app/dist');
let store: ReviewStore;
const info = consensusWeights();

beforeEach(() => {
  store = createStore();
  store.dispatch({ type: 'weights', weights: { kind: 'ready', info } });
});

/** The keys that the OHIF in use binds by itself, read from its own code. */
function keysOfOhif(): string[] {
  const bundle = fs.readdirSync(OHIF).find((name) => /^app\.bundle\..*\.js$/.test(name))!;
  const code = fs.readFileSync(path.join(OHIF, bundle), 'utf8');
  const start = code.indexOf('core/src/defaults/hotkeyBindings.ts');
  const list = code.slice(start, code.indexOf('core/src/defaults/windowLevelPresets', start));
  return [...list.matchAll(/keys: \['([^']+)'\]/g)].map(([, key]) => key!);
}

test('no key is one of OHIF’s own, and none is given twice', () => {
  const theirs = keysOfOhif();
  expect(theirs).toEqual(expect.arrayContaining(['z', '[', ']', 'esc', 'home']));
  const ours = HOTKEYS.flatMap(({ keys }) => keys);
  expect(ours.filter((key) => theirs.includes(key))).toEqual([]);
  expect(new Set(ours).size).toBe(ours.length);
});

test('names of the keys survive OHIF’s own translation, which splits at colon and full stop', () => {
  for (const { label, isEditable } of HOTKEYS) {
    expect(label).toMatch(/^Anomaly – [^:.{}]+$/);
    expect(isEditable).toBe(true);
  }
});

test('tool tips name the key that is bound now, whether OHIF wrote it or the reader', () => {
  expect(presentKeys()).toMatchObject({
    runSlice: 'D',
    toggleMap: 'G',
    nextMap: 'Shift+G',
    renameCandidate: 'F2',
  });
  const hotkeyDefinitions = {
    a: { commandName: 'lacuna.runSlice', commandOptions: {}, keys: 'ctrl+shift+p' },
    b: { commandName: 'lacuna.mapOpacity', commandOptions: { direction: '1' }, keys: ['p'] },
    c: { commandName: 'lacuna.toggleMap', commandOptions: {}, keys: '' },
    d: { commandName: 'lacuna.focusPanel', commandOptions: { part: 'export' }, keys: 'o' },
  };
  const keys = presentKeys({ hotkeyDefinitions });
  expect(keys).toMatchObject({
    runSlice: 'Ctrl+Shift+P',
    mapStronger: 'P',
    mapFainter: '9',
    toggleMap: '',
    focusPanel: 'F',
    focusExport: 'O',
  });
  expect(withKey('Heat map', keys.toggleMap)).toBe('Heat map');
  expect(withKey('Heat map', keys.runSlice)).toBe('Heat map (Ctrl+Shift+P)');
});

const visible = () =>
  shownLayers(store.getState()).filter((layer) => store.getState().methods[layer].visible);

test('one key goes through all layers, each alone and none', () => {
  const commands = layerCommands(() => ({ store }));
  const seen: LayerId[][] = [];
  for (let i = 0; i < 6; i++) {
    seen.push(visible());
    commands['lacuna.nextLayers'].commandFn();
  }
  const [a, b, c] = ['latent-bernoulli', 'diffusion-ad', 'consensus'] as const;
  expect(seen).toEqual([[a, b, c], [a], [b], [c], [], [a, b, c]]);
});

test('one key hides everything and brings back what was shown', () => {
  const commands = layerCommands(() => ({ store }));
  store.dispatch({ type: 'visible', method: 'consensus', visible: false });
  store.dispatch({ type: 'maps', change: { on: true } });
  commands['lacuna.hideAll'].commandFn();
  expect([visible(), store.getState().maps.on]).toEqual([[], false]);
  commands['lacuna.hideAll'].commandFn();
  expect([visible(), store.getState().maps.on]).toEqual([['latent-bernoulli', 'diffusion-ad'], true]);
});

test('the threshold goes in steps that meet the calibrated marks, and stays on the scale', () => {
  const set = jest.fn((method: LayerId, threshold: number) =>
    store.dispatch({ type: 'threshold', method, threshold }),
  );
  const setLinked = jest.fn();
  const review = { store, thresholds: { set, setLinked } };
  stepThreshold(review, 1);
  expect(setLinked).toHaveBeenLastCalledWith(3.25); // the default is the mark of 1 %
  store.dispatch({ type: 'thresholds-linked', linked: false });
  const scale = scaleOf(info.manifest, 'diffusion-ad')!;
  const at = () => positionOf(scale, store.getState().methods['diffusion-ad'].threshold!);
  for (let i = 0; i < 8; i++) stepThreshold(review, -1);
  expect(at()).toBeCloseTo(1, 6);
  for (let i = 0; i < 20; i++) stepThreshold(review, 1);
  expect(at()).toBe(4);
  expect(setLinked).toHaveBeenCalledTimes(1);
});

test('the fill stays between nothing and all', () => {
  const { commandFn } = layerCommands(() => ({ store }))['lacuna.fillOpacity'];
  for (let i = 0; i < 12; i++) commandFn({ direction: '1' });
  expect(store.getState().methods['consensus'].opacity).toBe(1);
  for (let i = 0; i < 12; i++) commandFn({ direction: '-1' });
  expect(store.getState().methods['consensus'].opacity).toBe(0);
});
