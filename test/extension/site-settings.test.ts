import { expect, jest, test } from '@jest/globals';
import type { Host } from '../../extension/src/host/host.ts';
import { DEFAULT_SETTINGS, NAMES } from '../../extension/src/settings/rules.ts';
import {
  getCustomizationModule,
  siteSettings,
  tellProblems,
} from '../../extension/src/settings/site-settings.ts';
import { createStore } from '../../extension/src/state/store.ts';
import { testWeights } from './support/manifest.ts';

/** A viewer whose configuration says that. */
function host(configured: Readonly<Record<string, unknown>>) {
  const show = jest.fn();
  const services = {
    customizationService: { getCustomization: (id: string) => configured[id] },
    uiNotificationService: { show },
  };
  return { host: { services } as unknown as Host, show };
}

test('what is not configured is the default, which OHIF lists', () => {
  expect(siteSettings(host({}).host)).toEqual({ settings: DEFAULT_SETTINGS, problems: [] });
  expect(getCustomizationModule()[0]!.value).toEqual(
    Object.fromEntries(NAMES.map((name) => [`lacuna.${name}`, DEFAULT_SETTINGS[name]])),
  );
});

test('a visit begins as the site says', () => {
  const { settings, problems } = siteSettings(
    host({
      'lacuna.threshold': 'fpr5',
      'lacuna.fillOpacity': 0.4,
      'lacuna.steps': 20,
      'lacuna.mapColours': 'viridis',
      'lacuna.mapOpacity': 0.5,
      'lacuna.layers': ['consensus'],
      'lacuna.panes': ['source', 'difference'],
    }).host,
  );
  expect(problems).toEqual([]);
  const store = createStore();
  store.dispatch({ type: 'site-settings', settings });
  store.dispatch({ type: 'weights', weights: { kind: 'ready', info: testWeights() } });
  const { methods, maps, panes, refinement } = store.getState();
  expect(refinement.steps).toBe(20);
  expect(methods['diffusion-ad']).toMatchObject({ threshold: 0.2, opacity: 0.4, visible: false });
  expect(methods.consensus.visible).toBe(true);
  expect(maps.looks['latent-bernoulli']).toMatchObject({ colourMap: 'viridis', opacity: 0.5 });
  expect(panes).toEqual(['source', 'difference']);
});

test.each([
  ['autoRun', 'yes', 'lacuna.autoRun is "yes"; allowed are: true, false. false is used.'],
  ['threshold', 0.05, 'lacuna.threshold is 0.05; allowed are: "fpr1", "fpr5", "fpr10", null. null is used.'],
  ['steps', 201, 'lacuna.steps is 201; allowed are: 1…200, null. null is used.'],
  ['fillOpacity', 18, 'lacuna.fillOpacity is 18; allowed are: 0…1. 0.18 is used.'],
  ['mapColours', 'jet', '"inferno", "viridis", "cividis", "method"'],
  ['layers', ['tumour'], 'lacuna.layers is ["tumour"]'],
  ['panes', [], '(1–4)'],
  ['language', 'fr', '"en", "de", null'],
] as const)('a wrong %s is said and not used', (name, value, sentence) => {
  const { host: viewer, show } = host({ [`lacuna.${name}`]: value });
  const { settings, problems } = siteSettings(viewer);
  expect(settings).toEqual(DEFAULT_SETTINGS);
  expect(problems).toHaveLength(1);
  expect(problems[0]).toContain(sentence);
  const warn = jest.spyOn(console, 'warn').mockImplementation(() => undefined);
  tellProblems(viewer, problems);
  expect(warn).toHaveBeenCalledWith(`Lacuna: ${problems[0]!}`);
  warn.mockRestore();
  expect(show).toHaveBeenCalledWith(expect.objectContaining({ type: 'warning', message: problems[0] }));
});
