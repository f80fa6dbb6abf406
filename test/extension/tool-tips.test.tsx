/** @jest-environment jsdom */
import { beforeEach, expect, test } from '@jest/globals';
import { act } from 'react';
import type { Candidate } from '../../extension/src/candidates/candidate.ts';
import { KEY_IDS, type KeyId } from '../../extension/src/keys/key-list.ts';
import { ReviewPanel } from '../../extension/src/panel/review-panel.tsx';
import { consensusWeights } from './support/manifest.ts';
import { mounted } from './support/mounted.ts';
import { recordingActions, withResults } from './support/panel-actions.ts';

/** Keys of the controls, by `data-cy`; those that no control has are for what needs none. */
const KEYS_OF: Readonly<Record<string, readonly KeyId[]>> = {
  'run-slice': ['runSlice'],
  'run-series': ['runSeries'],
  cancel: ['cancelRun'],
  'layer-latent-bernoulli': ['layer-latent-bernoulli'],
  'layer-diffusion-ad': ['layer-diffusion-ad'],
  'layer-consensus': ['layer-consensus'],
  threshold: ['thresholdLower', 'thresholdHigher'],
  opacity: ['fillFainter', 'fillStronger'],
  map: ['toggleMap'],
  'map-layer': ['nextMap'],
  'map-opacity': ['mapFainter', 'mapStronger'],
  compare: ['toggleCompare'],
  'panes-3': ['nextPaneCount'],
  'candidate-go': ['nextCandidate', 'previousCandidate'],
  'candidate-accept': ['acceptCandidate'],
  'candidate-reject': ['rejectCandidate'],
  'candidate-rename': ['renameCandidate'],
  'about-latent-bernoulli': ['about'],
  'help-open': ['help'],
  'export-kind': ['focusExport'],
};
const WITHOUT_CONTROL: readonly KeyId[] = ['nextLayers', 'hideAll', 'focusPanel'];

const REGION: Candidate = {
  id: 'r1',
  output: 'latent-bernoulli',
  number: 1,
  voxels: 400,
  volumeMl: 1.2,
  peak: 0.9,
  peakAt: { slice: 2, row: 10, column: 10 },
  mean: 0.7,
  firstSlice: 2,
  lastSlice: 3,
  box: [8, 12, 8, 12],
  centreMm: [1, 2, 3],
  centreSlice: 2,
  shownSlices: [2, 3],
  status: 'open',
  name: null,
  trackingUid: '2.25.1',
  edited: false,
  stability: null,
};

let actions: ReturnType<typeof recordingActions>;
let container: HTMLElement;

beforeEach(async () => {
  actions = recordingActions();
  const { store } = actions;
  ({ container } = await mounted(<ReviewPanel actions={actions} />));
  await act(async () => {
    withResults(actions, 6, consensusWeights());
    store.dispatch({ type: 'maps', change: { on: true } });
    store.dispatch({ type: 'compare', compare: true });
    store.dispatch({
      type: 'regions',
      change: { type: 'listed', output: REGION.output, regions: [REGION], leftOut: 0 },
    });
  });
});

const tipOf = (control: Element) => control.closest('[title]')?.getAttribute('title') ?? '';
const textOf = (control: Element) => (control.textContent ?? '').trim();
const labelOf = (control: Element) => (control.closest('label')?.textContent ?? '').trim();
const nameOf = (control: Element) =>
  control.getAttribute('aria-label') || labelOf(control) || textOf(control);
/** What an eye finds out about it: text within or beside it, or a tool tip. */
const seenOf = (control: Element) => textOf(control) || labelOf(control) || tipOf(control);

test('every control has a name, and a text or a tool tip to be seen', () => {
  const controls = container.querySelectorAll(
    'button, input, select, summary, [role="slider"], [role="switch"], [tabindex="0"]',
  );
  expect(controls.length).toBeGreaterThan(45);
  const mute = [...controls].filter((control) => nameOf(control) === '' || seenOf(control) === '');
  expect(mute.map(({ outerHTML }) => outerHTML.slice(0, 160))).toEqual([]);
});

test('every key is named in the tool tip of its control', () => {
  const { keys } = actions.store.getState();
  for (const [hook, ids] of Object.entries(KEYS_OF)) {
    const control = container.querySelector(`[data-cy="lacuna-${hook}"]`);
    expect([hook, control !== null]).toEqual([hook, true]);
    for (const id of ids) expect([hook, tipOf(control!)]).toEqual([hook, expect.stringContaining(keys[id])]);
  }
  expect([...Object.values(KEYS_OF).flat(), ...WITHOUT_CONTROL].sort()).toEqual([...KEY_IDS].sort());
});
