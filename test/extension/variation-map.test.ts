/** The variation over seeds as a map like the others: which viewport shows it, along which scale, with which label. */
import { expect, test } from '@jest/globals';
import { SliceVariation } from '@lacuna/core/anomaly/variation.ts';
import { axisTicks, axisUnits } from '../../extension/src/heat-map/axis-labels.ts';
import { mapReading, variationScale } from '../../extension/src/heat-map/map-reading.ts';
import { shownMap } from '../../extension/src/heat-map/shown-map.ts';
import { lookOf, reduceMaps } from '../../extension/src/heat-map/state.ts';
import { paneLabel, type LabelFacts } from '../../extension/src/overlay/pane-labels.ts';
import { initialState, type ReviewState } from '../../extension/src/state/review-state.ts';
import { Deviations } from '../../extension/src/uncertainty/deviations.ts';
import { paneContents } from '../../extension/src/viewports/pane-content.ts';
import { consensusWeights } from './support/manifest.ts';

const info = consensusWeights();
const state: ReviewState = { ...initialState(), weights: { kind: 'ready', info }, resultsSeed: 4 };
const varying: ReviewState = {
  ...state,
  maps: { ...state.maps, on: true },
  uncertainty: { ...state.uncertainty, finished: 3, shown: 'diffusion-ad' },
};
const VARIATION = { kind: 'variation', layer: 'diffusion-ad' } as const;

test('a viewport outside the comparison shows the variation that was asked for, before the heat map', () => {
  expect(shownMap(varying, 'plain')).toEqual(VARIATION);
  expect(shownMap({ ...varying, uncertainty: state.uncertainty }, 'plain')).toEqual({
    kind: 'anomaly',
    layer: 'latent-bernoulli',
  });
  expect(shownMap(varying, 'consensus')).toEqual({ kind: 'anomaly', layer: 'consensus' });
  expect(shownMap(state, 'variation:consensus')).toEqual({ kind: 'variation', layer: 'consensus' });
  expect(shownMap(state, 'plain')).toBeUndefined();
});

test('its scale is the unit of the map and healthy standard deviations, the same for every slice', () => {
  const scale = variationScale(info.manifest, 'diffusion-ad')!;
  const { calibration, thresholds } = info.manifest.methods['diffusion-ad'];
  expect(scale.limits).toEqual([0, thresholds.fpr1]);
  expect(scale.z(2 * calibration!.sd)).toBeCloseTo(2, 9);
  expect(scale.percentile(0.1)).toBeNull(); // a spread has no percentile of healthy scores
  expect(axisUnits(scale)).toEqual({ left: 'std. dev.', right: 'SD' });
  expect(axisTicks(scale).length).toBeGreaterThan(2);
  expect(axisUnits(variationScale(info.manifest, 'consensus')!).right).toBe('');
});

test('its look is apart from that of the anomaly map', () => {
  const window = [0.1, 0.2] as const;
  const maps = reduceMaps(varying.maps, { type: 'map-look', ...VARIATION, change: { window } });
  expect(lookOf(maps, VARIATION).window).toEqual(window);
  expect(lookOf(maps, { ...VARIATION, kind: 'anomaly' }).window).toBeNull();
  expect(mapReading({ ...varying, maps }, VARIATION)!.window[0]).toBeCloseTo(0.1, 9);
});

const facts = (changes: Partial<LabelFacts>): LabelFacts => ({
  state: varying,
  content: 'variation:diffusion-ad',
  layers: [],
  displayIndex: null,
  pointed: null,
  edited: [],
  withoutSeeds: false,
  agreement: undefined,
  counterpart: 'none',
  flips: undefined,
  ...changes,
});
const said = (changes: Partial<LabelFacts>): string[] => {
  const { identity, notes, legend, readout } = paneLabel(facts(changes))!;
  const lines = [...identity, ...notes, ...legend, readout].filter((line) => line.length > 0);
  return lines.map((line) => line.map(({ text }) => text).join(' · '));
};

test('the label names the seeds, and a slice without them says so', () => {
  expect(said({})[0]).toBe('Variation of DiffusionAD');
  expect(said({})[1]).toMatch(/seed 4 · Research use only$/);
  expect(said({})[2]).toBe('standard deviation over 3 seeds (4–6)');
  expect(said({ withoutSeeds: true })[2]).toBe('No seeds were run on this slice');
  expect(said({ pointed: 0.02 }).at(-1)).toMatch(/^at the pointer: ± 0\.02, [\d.]+ healthy SD$/);
  expect(said({ content: 'plain' })).toContain('Variation of DiffusionAD');
});

test('a mask that a person has drawn is not passed off as that of the threshold', () => {
  const edited = ['consensus'] as const;
  const sentence = 'Edited by hand here: Consensus';
  expect(said({ content: 'consensus', edited })).toContain(sentence);
  expect(said({ content: 'plain', layers: ['diffusion-ad', 'consensus'], edited })).toContain(sentence);
  expect(said({ content: 'diffusion-ad', edited })).not.toContain(sentence);
});

test('of several layers those are named that were not run on a slice', () => {
  const outcomes = [{ status: 'done', score: 1, candidate: true }] as const;
  const methods = { ...state.methods, 'diffusion-ad': { ...state.methods['diffusion-ad'], outcomes } };
  const shown = { content: 'plain', layers: ['latent-bernoulli', 'diffusion-ad'], displayIndex: 0 } as const;
  expect(said({ ...shown, state })).toContain('Not run on this slice');
  expect(said({ ...shown, state: { ...state, methods } })).toContain(
    'Not run on this slice: Latent Bernoulli',
  );
});

test('a counterpart that is not there yet is not taken for the image', () => {
  expect(said({ content: 'reconstruction:diffusion-ad', counterpart: 'on its way' })).toContain(
    'The counterpart is on its way',
  );
});

test('the difference to a counterpart names its colours', () => {
  const reconstruction = { ...state.reconstruction, mode: 'difference' as const };
  const difference = { state: { ...state, reconstruction }, content: 'reconstruction:diffusion-ad' } as const;
  expect(said({ ...difference, counterpart: 'here' })).toEqual(
    expect.arrayContaining(['image brighter', 'image darker']),
  );
  expect(said({ ...difference, counterpart: 'none' })).not.toContain('image brighter');
});

test('panes offer variations once there are some', () => {
  expect(paneContents(true)).not.toContain('variation:consensus');
  expect(paneContents(true, true)).toContain('variation:consensus');
  expect(paneContents(false, true)).not.toContain('variation:consensus');
});

test('a deviation is made once for as many seeds, and again after another seed', () => {
  const variation = new SliceVariation(2, 4, { firstRow: 0, rows: 2, firstColumn: 0, columns: 2 }, 1);
  const deviations = new Deviations(() => variation);
  variation.add(Float32Array.of(0, 0, 0, 0.2));
  expect(deviations.get('consensus', 0)).toBeNull(); // one seed varies from nothing
  variation.add(Float32Array.of(0, 0, 0, 0.4));
  const map = deviations.get('consensus', 0)!;
  expect(map[3]).toBeCloseTo(Math.SQRT1_2 * 0.2, 6);
  expect(deviations.get('consensus', 0)).toBe(map);
  variation.add(Float32Array.of(0, 0, 0, 0.4));
  expect(deviations.get('consensus', 0)).not.toBe(map);
});
