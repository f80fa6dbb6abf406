/** What a viewport says of doubts and of what its mask leaves out, and what of it is left in a narrow one. */
import { expect, test } from '@jest/globals';
import { paneLabel, type LabelFacts } from '../../extension/src/overlay/pane-labels.ts';
import { initialState, type ReviewState } from '../../extension/src/state/review-state.ts';
import { fitted } from '../../extension/src/viewports/fitted-label.ts';
import type { LabelLine } from '../../extension/src/viewports/label-elements.ts';
import { consensusWeights } from './support/manifest.ts';

const state: ReviewState = {
  ...initialState(),
  weights: { kind: 'ready', info: consensusWeights() },
  resultsSeed: 4,
};
const facts = (changed: Partial<ReviewState>): LabelFacts => ({
  state: { ...state, ...changed },
  content: 'plain',
  layers: ['latent-bernoulli', 'consensus'],
  displayIndex: null,
  pointed: null,
  edited: [],
  withoutSeeds: false,
  agreement: undefined,
  counterpart: 'here',
  flips: undefined,
});
const written = (lines: readonly LabelLine[]) =>
  lines.map((line) => line.map(({ text }) => text).join(' · '));
const notes = (changed: Partial<ReviewState>) => written(paneLabel(facts(changed))!.notes);
const doubted = { guard: { ...state.guard, doubts: ['Too bright.'], overridden: true } };
const leftOut = (layer: 'consensus' | 'diffusion-ad') => ({
  candidates: { ...state.candidates, minimumMl: 0.5, leftOut: { [layer]: 2 } },
});

test('images that the weights do not know, and regions that are left out, are told where only the viewport is seen', () => {
  expect(notes({})).toEqual([]);
  expect(notes(doubted)).toEqual(['The weights do not know such images']);
  expect(notes(leftOut('consensus'))).toEqual(['Regions below 0.5 ml are left out']);
  expect(notes(leftOut('diffusion-ad'))).toEqual([]); // not shown here
});

test('a narrow viewport keeps names and warnings, a very narrow one nothing', () => {
  const label = paneLabel(facts(doubted))!;
  expect(fitted(label, 200)).toBe(label);
  expect(fitted(label, 0)).toBe(label); // not laid out yet
  const narrow = fitted(label, 199)!;
  expect(written(narrow.identity)).toEqual(['Latent Bernoulli · Consensus', 'Research use only']);
  expect(written(narrow.notes)).toEqual(['The weights do not know such images']);
  expect([narrow.legend, narrow.readout]).toEqual([[], []]);
  expect(fitted(label, 109)).toBeUndefined();
  expect(fitted(undefined, 500)).toBeUndefined();
});
