/** @jest-environment jsdom */
import './support/browser-globals.ts';
import { beforeEach, expect, test } from '@jest/globals';
import { tailScale } from '@lacuna/core/anomaly/tail-score.ts';
import { act } from 'react';
import { calibrationOf } from '../../extension/src/controls-calibration/calibration-of.ts';
import { ReviewPanel } from '../../extension/src/panel/review-panel.tsx';
import type { StudySeries } from '../../extension/src/runs/study-series.ts';
import { testWeights } from './support/manifest.ts';
import { mounted } from './support/mounted.ts';
import { recordingActions, withResults } from './support/panel-actions.ts';

const listed = (key: string, kind: 'eligible' | 'refused'): StudySeries => ({
  key,
  displaySetInstanceUID: key,
  name: `series ${key}`,
  sliceCount: 6,
  eligibility: { kind, sentence: 'why' },
});

let actions: ReturnType<typeof recordingActions>;
let container: HTMLElement;

beforeEach(async () => {
  actions = recordingActions();
  ({ container } = await mounted(<ReviewPanel actions={actions} />));
  await act(async () => {
    withResults(actions);
    const series = [listed('s', 'refused'), listed('other', 'eligible'), listed('t1', 'refused')];
    actions.store.dispatch({ type: 'study-series', series });
  });
});

const all = (name: string) => [...container.querySelectorAll<HTMLElement>(`[data-cy="lacuna-${name}"]`)];
const button = (name: string) => all(`controls-${name}`)[0] as HTMLButtonElement | undefined;
const tell = (work: Parameters<typeof actions.store.dispatch>[0]) =>
  act(async () => actions.store.dispatch(work));

test('the series on the screen and those that suit the weights can be marked, each with what it has', async () => {
  actions.controls.slicesOf.mockImplementation((key) => (key === 's' ? { usable: 4, whole: false } : null));
  await tell({ type: 'control-marked', key: 's', marked: true });
  expect(all('control').map(({ textContent }) => textContent)).toEqual([
    'series s4 slices ready; the series is not wholly run',
    'series othernot yet run and opened',
  ]);
  const boxes = all('control').map((row) => row.querySelector('input')!);
  expect(boxes.map(({ checked }) => checked)).toEqual([true, false]);
  await act(async () => boxes[1]!.click());
  expect(actions.controls.mark).toHaveBeenCalledWith('other', true);
});

test('it waits for a mark and for a run to end; while it works it can be cancelled only', async () => {
  expect([button('calibrate')!.disabled, button('calibrate')!.title]).toEqual([
    true,
    'Mark at least one series as a healthy control.',
  ]);
  await tell({ type: 'control-marked', key: 's', marked: true });
  await act(async () => button('calibrate')!.click());
  expect(actions.controls.calibrate).toHaveBeenCalledTimes(1);
  await tell({ type: 'controls-work', work: { kind: 'running', share: 0.456 } });
  expect(all('controls-status')[0]!.textContent).toBe('Calibrating: 45 %');
  expect([button('calibrate')!.disabled, button('cancel')!.disabled, button('save')]).toEqual([
    true,
    false,
    undefined,
  ]);
  await act(async () => button('cancel')!.click());
  expect(actions.controls.cancel).toHaveBeenCalledTimes(1);
});

test.each([
  [{ cases: 4, slices: 90, pixels: 900_000 }, true],
  [{ cases: 5, slices: 90, pixels: 99_999 }, true],
  [{ cases: 5, slices: 90, pixels: 100_000 }, false],
])('numbers are named, and few controls are warned of (%#)', async (count, warned) => {
  await tell({ type: 'controls-work', work: { kind: 'done', count } });
  expect(all('controls-status')[0]!.textContent).toContain(
    `brain pixels: ${count.pixels.toLocaleString('en')}`,
  );
  expect(all('controls-few').length === 1).toBe(warned);
  await act(async () => button('save')!.click());
  expect(actions.controls.save).toHaveBeenCalledTimes(1);
});

test('a float32 above the end of its map’s range stays within the bounds of the file', async () => {
  const { manifest } = testWeights();
  const method = { ...manifest.methods['diffusion-ad'], mapRange: [0, 0.1] as const };
  const methods = { ...manifest.methods, 'diffusion-ad': method };
  const values = {
    'latent-bernoulli': new Float32Array(50).fill(0.5),
    'diffusion-ad': new Float32Array(50).fill(0.1), // as float32 1e-9 above 0.1
  };
  const { signal } = new AbortController();
  const figures = await calibrationOf([values], { methods }, signal, () => undefined);
  const { healthyTail } = figures.methods['diffusion-ad'].calibration;
  expect(values['diffusion-ad'][0]).toBeGreaterThan(0.1);
  expect(() => tailScale(healthyTail, 0.1)).not.toThrow();
  expect(figures.consensus.weights).toEqual({ 'latent-bernoulli': 0.5, 'diffusion-ad': 0.5 });
});
