/** @jest-environment jsdom */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { LacunaError } from '@lacuna/core/errors.ts';
import { layerId } from '../../extension/src/layers/method-layers.ts';
import { Review } from '../../extension/src/review/review.ts';
import { statusText } from '../../extension/src/state/status-text.ts';
import { FakeClient, settle, until } from './support/fake-client.ts';
import { FakeViewer } from './support/fake-viewer.ts';
import { axialInstance, displaySetOf, SERIES_UID } from './support/series.ts';

const displaySet = displaySetOf([30, 20, 10, 0].map((z) => axialInstance(z)));
const LATENT = layerId('latent-bernoulli', SERIES_UID);
const PIXEL = layerId('diffusion-ad', SERIES_UID);
let viewer: FakeViewer;
let client: FakeClient;
let review: Review;

beforeEach(async () => {
  viewer = new FakeViewer();
  client = new FakeClient();
  viewer.show('default', displaySet).setImageIdIndex(2);
  review = new Review(viewer.host(), client.start);
  await settle();
});
afterEach(() => review.dispose());

const status = () => statusText(review.store.getState());
const area = (segmentationId: string, displayIndex: number) =>
  viewer
    .labelPixels(segmentationId, `display-set/image-${displayIndex}`)
    .reduce((sum, value) => sum + value, 0);

test('a slice run is one slice, both methods, with the seed; its masks and scores appear', async () => {
  const run = review.runSlice();
  await settle();
  expect(status()).toBe('running 0/2');
  await client.deliver();
  await run;
  expect(client.requests).toEqual([
    {
      seriesKey: SERIES_UID,
      order: [1],
      methods: ['latent-bernoulli', 'diffusion-ad'],
      settings: { seed: 1 },
    },
  ]);
  expect(status()).toBe('done');
  expect([area(LATENT, 2), area(PIXEL, 2), area(LATENT, 1)]).toEqual([100, 100, 0]);
  expect(review.store.getState().methods['diffusion-ad'].outcomes[2]).toEqual({
    status: 'done',
    score: 0.9,
    candidate: true,
  });
});

test('the worker gets the slices feet to head, in modality units, once per series', async () => {
  await client.complete(() => review.runSlice());
  await client.complete(() => review.runSeries());
  expect(client.opened).toHaveLength(1);
  const { slices } = client.opened[0]!;
  expect(slices.map((slice) => slice.geometry.imagePositionPatient[2])).toEqual([0, 10, 20, 30]);
  expect(slices[0]!.pixels[0]).toBe(100);
  expect(client.requests[1]!.order).toEqual([0, 2, 3]); // outward from the shown one, which has its results
});

test('cancelling keeps what has arrived and leaves everything else as it was', async () => {
  viewer.addSegmentation('mine', displaySet);
  viewer.labelPixels('mine', 'display-set/image-0').fill(1);
  const run = review.runSeries();
  await settle();
  await client.deliver(3);
  review.cancel();
  await run;
  expect(status()).toBe('cancelled');
  expect(review.store.getState().run).toMatchObject({ done: 3, total: 8 });
  expect([area(LATENT, 2), area(PIXEL, 2), area(LATENT, 3), area(PIXEL, 3)]).toEqual([100, 100, 100, 0]);
  expect(area('mine', 0)).toBe(24 * 26);
});

test('a run that fails before its first result makes no layer and says why', async () => {
  const run = review.runSeries();
  await settle();
  client.fail(new LacunaError('no-brain', 'No brain was recognised.'));
  await run;
  expect(status()).toBe('No brain was recognised.');
  expect(viewer.segmentations.size).toBe(0);
});

test('a failed second run leaves the layers of the first byte-identical', async () => {
  await client.complete(() => review.runSeries());
  const before = [0, 1, 2, 3].map((i) =>
    Uint8Array.from(viewer.labelPixels(LATENT, `display-set/image-${i}`)),
  );
  review.store.dispatch({ type: 'seed', seed: 9 });
  const run = review.runSeries();
  await settle();
  client.fail(new LacunaError('timeout', 'Too slow.'));
  await run;
  expect([0, 1, 2, 3].map((i) => viewer.labelPixels(LATENT, `display-set/image-${i}`))).toEqual(before);
});

test('the first result of another seed takes the place of all of the old seed', async () => {
  await client.complete(() => review.runSeries());
  review.store.dispatch({ type: 'seed', seed: 9 });
  void review.runSlice();
  await settle();
  await client.deliver(1);
  expect(area(LATENT, 2)).toBe(100);
  expect([0, 1, 3].map((i) => area(LATENT, i))).toEqual([0, 0, 0]);
  expect(review.store.getState().resultsSeed).toBe(9);
  await client.deliver();
});

test('another series during a run cancels it and frees the worker copy', async () => {
  const run = review.runSeries();
  await settle();
  await client.deliver(1);
  const other = displaySetOf(
    [0, 10, 20].map((z) => axialInstance(z, { SeriesInstanceUID: '1.2.3.5' })),
    'other',
  );
  viewer.show('default', other);
  await run;
  expect(client.closed).toEqual([SERIES_UID]);
  expect(review.store.getState().series).toMatchObject({ kind: 'admitted', key: '1.2.3.5', sliceCount: 3 });
});

test('coming back to a series shows its results again', async () => {
  await client.complete(() => review.runSlice());
  viewer.show(
    'default',
    displaySetOf(
      [0, 10].map((z) => axialInstance(z, { SeriesInstanceUID: '1.2.3.5' })),
      'other',
    ),
  );
  viewer.show('default', displaySet);
  await settle();
  expect(review.store.getState().methods['latent-bernoulli'].outcomes[2]).toMatchObject({ score: 0.9 });
  expect(review.store.getState().methods['latent-bernoulli'].editedSlices).toBe(0);
});

test('a series that cannot be run is refused with its reason, and the next good one is not', () => {
  viewer.show(
    'default',
    displaySetOf(
      [0, 10].map((z) => axialInstance(z, { Modality: 'CT' })),
      'ct',
    ),
  );
  expect(review.store.getState().series.kind).toBe('refused');
  expect(status()).toMatch(/MR/);
  viewer.show('default', displaySet);
  expect(review.store.getState().series.kind).toBe('admitted');
});

test('a layer removed by a person is made anew by the next run, and filled', async () => {
  await client.complete(() => review.runSlice());
  viewer.removeSegmentation(LATENT);
  await client.complete(() => review.runSlice());
  expect(area(LATENT, 2)).toBe(100);
});

test('a layer removed by a person is off, and its switch brings it back from the results', async () => {
  await client.complete(() => review.runSlice());
  viewer.removeSegmentation(LATENT);
  const { visible } = review.store.getState().methods['latent-bernoulli'];
  expect(visible).toBe(false);
  review.store.dispatch({ type: 'visible', method: 'latent-bernoulli', visible: true });
  await until(() => viewer.segmentations.has(LATENT) && area(LATENT, 2) === 100);
  viewer.removeSegmentation(LATENT);
  await review.bringBack(); // as an export does
  review.workspace();
  expect(area(LATENT, 2)).toBe(100);
});

test('hiding a layer hides it in every viewport of the series; the fill is light, the outline stays', async () => {
  await client.complete(() => review.runSlice());
  viewer.show('second', displaySet, false);
  await settle();
  review.store.dispatch({ type: 'visible', method: 'diffusion-ad', visible: false });
  await until(() =>
    ['default', 'second'].every((id) => viewer.representations.get(`${id}|${PIXEL}`) === false),
  );
  expect(viewer.representations.get(`default|${PIXEL}`)).toBe(false);
  expect(viewer.representations.get(`second|${PIXEL}`)).toBe(false);
  expect(viewer.representations.get(`second|${LATENT}`)).toBe(true);
  const { style } = viewer.styles.at(-1)!;
  expect(style).toMatchObject({ renderOutline: true, renderFill: true });
  expect(Number(style['fillAlpha'])).toBeLessThan(0.3);
});

test('in a stack our own canvas draws the layers, and cornerstone has them undrawn, unless a person adds segments', async () => {
  Object.assign(viewer.viewports.get('default')!, {
    getCornerstoneImage: () => undefined,
    getActors: () => [],
  });
  const last = () => viewer.styles.filter(({ segmentationId }) => segmentationId === LATENT).at(-1)?.style;
  await client.complete(() => review.runSlice());
  await until(() => last() !== undefined);
  expect(last()).toMatchObject({ renderOutline: false, fillAlpha: 0, fillAlphaInactive: 0 });
  expect(viewer.representations.get(`default|${LATENT}`)).toBe(true);
  viewer.segmentations.get(LATENT)!.segments = { 1: {}, 2: {} };
  viewer.segmentationEvents.emit('SEGMENTATION_MODIFIED', { segmentationId: LATENT });
  await until(() => last()?.['renderOutline'] === true);
  expect(Number(last()?.['fillAlpha'])).toBeGreaterThan(0);
});

test('a brush stroke is noticed, and the threshold leaves that slice alone', async () => {
  await client.complete(() => review.runSeries());
  viewer.labelPixels(LATENT, 'display-set/image-1')[3] = 1;
  viewer.segmentationEvents.emit('SEGMENTATION_DATA_MODIFIED', { segmentationId: LATENT });
  await new Promise((resolve) => setTimeout(resolve, 400));
  expect(review.store.getState().methods['latent-bernoulli'].editedSlices).toBe(1);
  review.thresholds.setLinked(1);
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect([area(LATENT, 0), area(LATENT, 1), area(PIXEL, 1)]).toEqual([24 * 26, 101, 24 * 26]);
});

test('a layer hidden in the segmentation panel of OHIF is off in ours as well', async () => {
  await client.complete(() => review.runSlice());
  await settle(40);
  viewer.representations.set(`default|${PIXEL}`, false);
  viewer.segmentationEvents.emit('SEGMENTATION_REPRESENTATION_MODIFIED', {
    segmentationId: PIXEL,
    viewportId: 'default',
  });
  expect(review.store.getState().methods['diffusion-ad'].visible).toBe(false);
  expect(review.store.getState().methods['latent-bernoulli'].visible).toBe(true);
});

test('compare: one method on each side, the same slice and window, and back to what was there', async () => {
  await client.complete(() => review.runSlice());
  viewer.viewports.get('default')!.voiRange = { lower: 5, upper: 50 };
  await review.comparison.set(true);
  await settle(60);
  const [left, right] = ['lacuna-compare-1', 'lacuna-compare-2'];
  expect([...viewer.viewports.keys()]).toEqual([left, right]);
  expect([...viewer.viewports.values()].map(({ index, voiRange }) => [index, voiRange])).toEqual([
    [2, { lower: 5, upper: 50 }],
    [2, { lower: 5, upper: 50 }],
  ]);
  const inPanes = () => [left, right].flatMap((pane) => [LATENT, PIXEL].map((id) => `${pane}|${id}`));
  expect(inPanes().filter((key) => viewer.representations.has(key))).toEqual([]); // our own canvas draws there
  viewer.representations.set(`${left}|${LATENT}`, true); // as OHIF does by itself
  viewer.segmentationEvents.emit('SEGMENTATION_REPRESENTATION_MODIFIED', {
    segmentationId: LATENT,
    viewportId: left,
  });
  expect(inPanes().filter((key) => viewer.representations.has(key))).toEqual([]);
  await until(() => /use only/.test(viewer.viewports.get(right!)!.element.textContent ?? ''));
  expect(viewer.viewports.get(right!)!.element.textContent).toMatch(/^DiffusionAD.*Research use only/);
  await review.goToSlice(0);
  expect([...viewer.viewports.values()].map(({ index }) => index)).toEqual([0, 0]);
  await review.comparison.compare(['source', 'difference', 'reconstruction:diffusion-ad']);
  await settle();
  expect([...viewer.viewports.keys()]).toEqual([left, right, 'lacuna-compare-3']);
  expect(viewer.state.layout).toMatchObject({ numRows: 1, numCols: 3 });
  expect([...viewer.viewports.values()].map(({ index }) => index)).toEqual([0, 0, 0]);
  await review.comparison.set(false);
  await settle();
  expect([...viewer.viewports.keys()]).toEqual(['default']);
  expect(viewer.viewports.get('default')!.index).toBe(0);
});

test('another series in one compared pane is one in all of them, and in the view that comes back', async () => {
  await client.complete(() => review.runSlice());
  await review.comparison.set(true);
  await settle();
  const other = displaySetOf(
    [0, 10, 20].map((z) => axialInstance(z, { SeriesInstanceUID: '1.2.3.5' })),
    'other',
  );
  viewer.show('lacuna-compare-1', other);
  await settle();
  const shown = () => [...viewer.state.viewports.values()].map((one) => one.displaySetInstanceUIDs);
  expect(shown()).toEqual([['other'], ['other']]);
  expect(review.store.getState()).toMatchObject({ compare: true, series: { key: '1.2.3.5' } });
  await review.comparison.set(false);
  await settle();
  expect(shown()).toEqual([['other']]);
});

test('another layout chosen while comparing ends the comparison without a fight', async () => {
  await client.complete(() => review.runSlice());
  await review.comparison.set(true);
  await settle();
  viewer.state = { ...viewer.state, viewports: new Map() };
  viewer.show('default', displaySet);
  expect(review.store.getState().compare).toBe(false);
  expect([...viewer.state.viewports.keys()]).toEqual(['default']);
});

test('another language chosen in the middle of a visit is followed', async () => {
  await client.complete(() => review.runSlice());
  const label = () => viewer.viewports.get('default')!.element.textContent;
  await until(() => /Research use only/.test(label() ?? ''));
  localStorage.setItem('i18nextLng', 'de'); // as OHIF's preferences do
  review.readKeys(); // as the pointer does that comes to the panel
  await until(() => /Nur für die Forschung/.test(label() ?? ''));
  localStorage.removeItem('i18nextLng');
  review.readKeys();
  await until(() => /Research use only/.test(label() ?? ''));
});

test('leaving frees the worker and every listener, also in the middle of a run', async () => {
  const run = review.runSeries();
  await settle();
  await client.deliver(1);
  review.dispose();
  await run;
  expect(client.disposed).toBe(1);
  expect(viewer.listenerCount).toBe(0);
  expect(viewer.viewports.get('default')!.element.childElementCount).toBe(0);
  review.dispose();
  expect(client.disposed).toBe(1);
});
