/** @jest-environment jsdom */
import { beforeEach, expect, test } from '@jest/globals';
import { act, type ComponentType } from 'react';
import { hostPanel } from '../../extension/src/panel/host-panel.tsx';
import { ReviewPanel } from '../../extension/src/panel/review-panel.tsx';
import { followLanguage, textLanguage } from '../../extension/src/text/t.ts';
import { consensusWeights } from './support/manifest.ts';
import { mounted } from './support/mounted.ts';
import { recordingActions, withResults } from './support/panel-actions.ts';

let actions: ReturnType<typeof recordingActions>;
let container: HTMLElement;

beforeEach(async () => {
  actions = recordingActions();
  ({ container } = await mounted(<ReviewPanel actions={actions} />));
});

function hook<E extends Element = HTMLElement>(name: string): E {
  const element = container.querySelector<E>(`[data-cy="${name}"]`);
  if (!element) throw new Error(`The panel has no ${name}`);
  return element;
}
const click = (name: string) => act(async () => hook(name).click());
const change = (work: () => void) => act(async () => work());
async function type(name: string, value: string) {
  const input = hook<HTMLInputElement>(name);
  const setter = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')!.set!;
  await act(async () => {
    setter.call(input, value); // React listens to the native setter
    input.dispatchEvent(new Event('input', { bubbles: true }));
  });
}

test('every hook of the contract is there, and the notice too', async () => {
  await change(() => withResults(actions));
  const names = [
    'panel',
    'run-slice',
    'run-series',
    'cancel',
    'progress',
    'layer-latent-bernoulli',
    'layer-diffusion-ad',
  ];
  for (const name of [...names, 'threshold', 'compare', 'chart', 'backend', 'export-seg', 'status'])
    hook(`lacuna-${name}`);
  expect(container.textContent).toContain('Research use only. Not for diagnosis.');
});

test('controls have names and can be reached by the keyboard', async () => {
  await change(() => withResults(actions));
  for (const control of container.querySelectorAll<HTMLElement>('button, input, select, [tabindex]')) {
    const name =
      control.getAttribute('aria-label') ?? control.closest('label')?.textContent ?? control.textContent;
    expect([control.outerHTML.slice(0, 80), name?.trim()]).not.toEqual([expect.anything(), '']);
    expect(control.tabIndex).toBe(0);
  }
});

test('in another language everything is written anew', async () => {
  await change(() => withResults(actions));
  const choose = (language: string) =>
    act(async () => {
      await followLanguage(language);
      actions.store.dispatch({ type: 'language', language: textLanguage() });
    });
  const english = container.innerHTML;
  await choose('de');
  const german = await mounted(<ReviewPanel actions={actions} />);
  expect(container.innerHTML).toBe(german.container.innerHTML);
  expect(container.textContent).toContain('Nur für die Forschung');
  await choose('en');
  expect(container.innerHTML).toBe(english);
});

test('before the weights are there: progress in MB, threshold off', async () => {
  expect(hook<HTMLInputElement>('lacuna-threshold').disabled).toBe(true);
  await change(() =>
    actions.store.dispatch({
      type: 'weights',
      weights: { kind: 'loading', loadedBytes: 3_400_000, totalBytes: 11_200_000 },
    }),
  );
  expect(hook('lacuna-weights').textContent).toBe('Loading weights: 3.4 of 11.2 MB');
});

test('the back-end and why it is not another one are shown, and the weights by name and hash', async () => {
  await change(() => withResults(actions));
  expect(hook('lacuna-backend').textContent).toBe('WASM, 2 threads (WebGPU: no adapter)');
  expect(hook('lacuna-weights').textContent).toMatch(/^Weights \S+ \S+, abcdef01$/);
});

test('a refused series: its sentence, runs off, the study said to be usable', async () => {
  await change(() =>
    actions.store.dispatch({ type: 'series', series: { kind: 'refused', sentence: 'This is a CT.' } }),
  );
  expect(hook('lacuna-status').textContent).toBe('This is a CT.');
  expect(hook<HTMLButtonElement>('lacuna-run-slice').disabled).toBe(true);
  expect(hook<HTMLButtonElement>('lacuna-run-series').title).toBe('This is a CT.');
  expect(hook('lacuna-status-detail').textContent).toMatch(/can be read as usual/);
});

test('running: progress, time left, cancel on, runs off', async () => {
  await change(() => withResults(actions));
  const run = { kind: 'running', stage: 'detecting', done: 5, total: 20, secondsLeft: 33 } as const;
  await change(() => actions.store.dispatch({ type: 'run', run }));
  expect(hook('lacuna-status').textContent).toBe('running 5/20');
  expect(hook('lacuna-status-detail').textContent).toBe('About 33 s left');
  expect(hook('lacuna-progress').getAttribute('aria-valuenow')).toBe('5');
  expect(hook<HTMLButtonElement>('lacuna-run-series').disabled).toBe(true);
  await click('lacuna-cancel');
  expect(actions.cancel).toHaveBeenCalledTimes(1);
});

test('buttons do what they say', async () => {
  await change(() => withResults(actions));
  await click('lacuna-run-slice');
  await click('lacuna-run-series');
  await click('lacuna-compare');
  await click('lacuna-export-seg');
  await click('lacuna-store-seg');
  expect(actions.runSlice).toHaveBeenCalledTimes(1);
  expect(actions.runSeries).toHaveBeenCalledTimes(1);
  expect(actions.setCompare).toHaveBeenCalledWith(true);
  expect(actions.downloadExport).toHaveBeenCalledWith('seg', 'latent-bernoulli');
  expect(actions.storeExport).toHaveBeenCalledWith('seg', 'latent-bernoulli');
});

test('the layer switch is a switch and changes its own layer', async () => {
  const toggle = hook('lacuna-layer-diffusion-ad');
  expect([toggle.getAttribute('role'), toggle.getAttribute('aria-checked')]).toEqual(['switch', 'true']);
  await click('lacuna-layer-diffusion-ad');
  expect(actions.store.getState().methods['diffusion-ad'].visible).toBe(false);
  expect(actions.store.getState().methods['latent-bernoulli'].visible).toBe(true);
  expect(toggle.getAttribute('aria-checked')).toBe('false');
});

test('one slider for both methods snaps to the marks; the marks are buttons', async () => {
  await change(() => withResults(actions));
  await type('lacuna-threshold', '197');
  expect(actions.setLinkedThreshold).toHaveBeenLastCalledWith(2);
  await type('lacuna-threshold', '150');
  expect(actions.setLinkedThreshold).toHaveBeenLastCalledWith(1.5);
  expect(hook('lacuna-threshold').getAttribute('aria-valuetext')).toBe('at 1 % of healthy pixels');
  const mark = container.querySelector<HTMLButtonElement>(
    '[aria-label="Threshold of both methods: 10 % of healthy pixels above"]',
  );
  await act(async () => mark?.click());
  expect(actions.setLinkedThreshold).toHaveBeenLastCalledWith(1);
});

test('apart, each method has its own slider and an exact value', async () => {
  await change(() => withResults(actions));
  await change(() => actions.store.dispatch({ type: 'thresholds-linked', linked: false }));
  await type('lacuna-threshold-diffusion-ad', '100');
  expect(actions.setThreshold).toHaveBeenLastCalledWith('diffusion-ad', 0.1);
  expect(container.querySelector('[data-cy="lacuna-threshold"]')).toBeNull();
  expect(container.querySelectorAll('[aria-label^="Exact threshold"]')).toHaveLength(2);
});

test('the chart: a point per result, filled where there is a candidate, a cross where there is no brain', async () => {
  await change(() => withResults(actions));
  const points = [...container.querySelectorAll('circle')].map((point) => [
    point.getAttribute('data-cy'),
    point.getAttribute('data-candidate'),
  ]);
  expect(points).toEqual([
    ['lacuna-chart-point-latent-bernoulli', 'true'],
    ['lacuna-chart-point-diffusion-ad', 'false'],
  ]);
  expect(container.querySelectorAll('[data-cy="lacuna-chart-no-brain"]')).toHaveLength(1);
  expect(hook('lacuna-chart-tooltip').textContent).toContain('Slice 3 of 6');
  expect(hook('lacuna-chart-tooltip').textContent).toContain('0.612, candidate');
});

test('arrow keys on the chart change the slice and do not reach the viewer', async () => {
  await change(() => withResults(actions));
  const chart = hook<SVGSVGElement>('lacuna-chart');
  const press = async (key: string) => {
    const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true });
    await act(async () => void chart.dispatchEvent(event));
    return event.defaultPrevented;
  };
  for (const [key, slice] of [
    ['ArrowRight', 3],
    ['ArrowLeft', 1],
    ['Home', 0],
    ['End', 5],
    ['PageUp', 5],
  ] as const) {
    expect(await press(key)).toBe(true);
    expect(actions.goToSlice).toHaveBeenLastCalledWith(slice);
  }
  expect(await press('z')).toBe(false);
});

test('a click on the chart goes to the slice under it', async () => {
  await change(() => withResults(actions));
  const chart = hook<SVGSVGElement>('lacuna-chart');
  chart.getBoundingClientRect = () => ({ left: 100, width: 260 }) as DOMRect;
  await act(
    async () => void chart.dispatchEvent(new MouseEvent('click', { bubbles: true, clientX: 100 + 30 + 200 })),
  );
  expect(actions.goToSlice).toHaveBeenLastCalledWith(5);
});

test('a list that is empty of one slice does not speak for the others', async () => {
  const partial = () => container.querySelector('[data-cy="lacuna-candidates-partial"]')?.textContent;
  await change(() => withResults(actions));
  expect(hook('lacuna-candidates-none').textContent).toBe('No candidate region at this threshold.');
  expect(partial()).toBe('Only 1 of 6 slices was run.');
  await change(() => {
    for (let displayIndex = 0; displayIndex < 6; displayIndex++) {
      const outcome = { status: 'done', score: 0, candidate: false } as const;
      actions.store.dispatch({ type: 'outcome', method: 'latent-bernoulli', displayIndex, outcome });
    }
  });
  expect(partial()).toBeUndefined();
});

test('hand edits are told, and can be discarded', async () => {
  await change(() => actions.store.dispatch({ type: 'edited-slices', method: 'latent-bernoulli', count: 2 }));
  expect(container.textContent).toContain('Edited by hand on 2 slices');
  const discard = [...container.querySelectorAll('button')].find(
    (button) => button.textContent === 'Discard the edits',
  );
  await act(async () => discard?.click());
  expect(actions.discardEdits).toHaveBeenCalledWith('latent-bernoulli');
});

test('nothing to export before a result; no store where the source takes none', async () => {
  expect(hook<HTMLButtonElement>('lacuna-export-seg').disabled).toBe(true);
  actions.storeBlockedBy.mockReturnValue('Takes nothing');
  await change(() => withResults(actions));
  expect(hook<HTMLButtonElement>('lacuna-export-seg').disabled).toBe(false);
  expect(hook<HTMLButtonElement>('lacuna-store-seg')).toMatchObject({
    disabled: true,
    title: 'Takes nothing',
  });
});

test('the export offers every kind of object, warns of label maps, and can be cancelled', async () => {
  await change(() => withResults(actions));
  const kinds = hook<HTMLSelectElement>('lacuna-export-kind');
  expect([...kinds.options].map(({ value }) => value)).toEqual([
    'seg',
    'seg-combined',
    'labelmap',
    'pmap',
    'sr',
    'key-images',
  ]);
  const choose = (value: string) =>
    act(async () => {
      kinds.value = value;
      kinds.dispatchEvent(new Event('change', { bubbles: true }));
    });
  await choose('labelmap');
  expect(hook('lacuna-export-hint')).toMatchObject({
    className: 'lc-warning',
    textContent: expect.stringMatching(/Many receivers reject/),
  });
  await click('lacuna-export-seg');
  expect(actions.downloadExport).toHaveBeenLastCalledWith('labelmap', 'latent-bernoulli');
  await choose('seg-combined');
  expect(container.querySelector('[data-cy="lacuna-export-method"]')).toBeNull();
  expect(container.querySelector('[data-cy="lacuna-export-cancel"]')).toBeNull();
  await change(() =>
    actions.store.dispatch({ type: 'export', export: { kind: 'busy', sentence: 'Writing', share: 0.25 } }),
  );
  expect(container.querySelector('progress')!.value).toBe(0.25);
  expect(hook<HTMLButtonElement>('lacuna-export-seg').disabled).toBe(true);
  await click('lacuna-export-cancel');
  expect(actions.cancelExport).toHaveBeenCalledTimes(1);
});

test('the seed takes whole numbers of 32 bits only', async () => {
  await type('lacuna-seed', '77');
  expect(actions.store.getState().seed).toBe(77);
  await type('lacuna-seed', '-1');
  await type('lacuna-seed', '4294967296');
  expect(actions.store.getState().seed).toBe(77);
});

test('the host class mounts our React inside a foreign one and unmounts with its element', async () => {
  const Panel = hostPanel(() => <p data-cy="inner">inside</p>) as ComponentType;
  const outer = await mounted(<Panel />);
  const inner = document.querySelector('[data-cy="inner"]');
  expect(inner?.textContent).toBe('inside');
  await outer.render(null);
  await act(() => new Promise((resolve) => setTimeout(resolve, 5)));
  expect(document.querySelector('[data-cy="inner"]')).toBeNull();
});

test('no control of a consensus where the weights have none', async () => {
  await change(() => withResults(actions));
  await change(() => actions.store.dispatch({ type: 'thresholds-linked', linked: false }));
  expect(container.querySelector('[data-cy*="consensus"]')).toBeNull();
  expect(hook('lacuna-panel').outerHTML).not.toMatch(/consensus/i);
});

test('a consensus has a switch, a threshold, a line in the chart and an export, but is not run by itself', async () => {
  await change(() => withResults(actions, 6, consensusWeights()));
  expect(hook('lacuna-layer-consensus').getAttribute('aria-checked')).toBe('true');
  expect(container.querySelector('[data-cy="lacuna-select-consensus"]')).toBeNull();
  await click('lacuna-layer-consensus');
  expect(actions.store.getState().methods['consensus'].visible).toBe(false);

  const outcome = { status: 'done', score: 1.5, candidate: true } as const;
  await change(() =>
    actions.store.dispatch({ type: 'outcome', method: 'consensus', displayIndex: 2, outcome }),
  );
  const point = hook('lacuna-chart-point-consensus');
  expect(point.getAttribute('fill')).toBe('rgb(255, 80, 200)');
  expect(hook('lacuna-chart-tooltip').textContent).toContain('Consensus1.5, candidate');

  expect(hook<HTMLInputElement>('lacuna-threshold').getAttribute('aria-label')).toBe(
    'Threshold of all layers',
  );
  await change(() => actions.store.dispatch({ type: 'thresholds-linked', linked: false }));
  await type('lacuna-threshold-consensus', '100');
  expect(actions.setThreshold).toHaveBeenLastCalledWith('consensus', 0.75);

  const select = hook<HTMLSelectElement>('lacuna-export-method');
  expect([...select.options].map(({ value }) => value)).toEqual([
    'latent-bernoulli',
    'diffusion-ad',
    'consensus',
  ]);
  await act(async () => {
    select.value = 'consensus';
    select.dispatchEvent(new Event('change', { bubbles: true }));
  });
  await click('lacuna-export-seg');
  expect(actions.downloadExport).toHaveBeenCalledWith('seg', 'consensus');
});

test('calibration: whose thresholds are in use, a file by choosing or dropping, and back to the weights’ own', async () => {
  await change(() => withResults(actions));
  expect(hook('lacuna-calibration').textContent).toBe('Thresholds from: weights');
  expect(hook<HTMLButtonElement>('lacuna-calibration-own').disabled).toBe(true);
  const file = new File(['{}'], 'mine.json');
  const event = Object.assign(new Event('drop', { bubbles: true, cancelable: true }), {
    dataTransfer: { files: [file] },
  });
  await change(() => void hook('lacuna-calibration').dispatchEvent(event));
  expect(actions.useCalibration.mock.calls).toEqual([[file]]);
  expect(event.defaultPrevented).toBe(true);

  await change(() => actions.store.dispatch({ type: 'calibration-refused', sentence: 'Not for these.' }));
  expect(hook('lacuna-calibration-refused').textContent).toBe('Not for these.');

  const { manifest, sha256 } = consensusWeights();
  const calibration = { cohort: 'our controls', cases: 3, slices: 90 };
  const info = { manifest: { ...manifest, calibration, calibrationFile: 'c0ffee00'.repeat(8) }, sha256 };
  await change(() => actions.store.dispatch({ type: 'calibrated', info }));
  expect(hook('lacuna-calibration').textContent).toBe(
    'Thresholds from: our controls (3 cases, 90 slices; file c0ffee00)',
  );
  expect(container.querySelector('[data-cy="lacuna-calibration-refused"]')).toBeNull();
  await click('lacuna-calibration-own');
  expect(actions.removeCalibration).toHaveBeenCalledTimes(1);
  await change(() =>
    actions.store.dispatch({
      type: 'run',
      run: { kind: 'running', stage: 'detecting', done: 0, total: 2, secondsLeft: null },
    }),
  );
  expect(hook<HTMLInputElement>('lacuna-calibration-file').disabled).toBe(true);
});

test('Enter and Space stay in the panel, where OHIF’s hotkeys cannot take them from buttons; other keys do not', async () => {
  const heard: string[] = [];
  const listen = ({ key }: KeyboardEvent) => void heard.push(key);
  document.addEventListener('keydown', listen);
  for (const key of ['Enter', ' ', 'q'])
    hook('lacuna-layer-diffusion-ad').dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
  document.removeEventListener('keydown', listen);
  expect(heard).toEqual(['q']);
});
