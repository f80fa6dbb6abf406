/** @jest-environment jsdom */
/** Candidate regions of a review: list, layers and export, with a worker client that delivers made-up maps. */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { layerId } from '../../extension/src/layers/method-layers.ts';
import { Review } from '../../extension/src/review/review.ts';
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
  await client.complete(() => review.runSeries());
  for (const method of ['latent-bernoulli', 'diffusion-ad'] as const) review.thresholds.set(method, 0.5);
  await listed();
});
afterEach(() => review.dispose());

const listed = () => until(() => !review.store.getState().candidates.busy);
const regions = () =>
  review.store.getState().candidates.regions.filter(({ output }) => output === 'latent-bernoulli');
const pixels = (segmentationId: string, displayIndex: number) =>
  viewer.labelPixels(segmentationId, `display-set/image-${displayIndex}`);
const area = (segmentationId: string) =>
  [0, 1, 2, 3].reduce((sum, slice) => sum + pixels(segmentationId, slice).reduce((a, b) => a + b, 0), 0);

/** A stroke of two pixels in a corner, as the viewer's brush reports it. */
async function draw(displayIndex: number): Promise<void> {
  pixels(LATENT, displayIndex).fill(1, 0, 2);
  viewer.segmentationEvents.emit('SEGMENTATION_DATA_MODIFIED', { segmentationId: LATENT });
  await until(() => regions().length === 2);
}

test('one square on four slices is one region, with its figures', () => {
  expect(regions()).toHaveLength(1);
  expect(regions()[0]).toMatchObject({
    voxels: 400,
    shownSlices: [0, 3],
    status: 'open',
    name: null,
    agreement: 1,
  });
  expect(regions()[0]!.volumeMl).toBeCloseTo((400 * 5 * 5.5 * 10) / 1000, 9);
  expect(regions()[0]!.trackingUid).toMatch(/^2\.25\.\d+$/);
});

test('a slice that stands alone stands for the thickness that its header says', async () => {
  const alone = axialInstance(0, { SeriesInstanceUID: '1.2.3.9', SliceThickness: '6' });
  viewer.show('default', displaySetOf([alone], 'alone'));
  await client.complete(() => review.runSlice());
  await until(() => regions().length === 1 && !review.store.getState().candidates.busy);
  const { voxels, volumeMl } = regions()[0]!;
  expect(volumeMl).toBeCloseTo((voxels * 5 * 5.5 * 6) / 1000, 9);
});

test('a rejected region leaves layer and export at any threshold, and comes back', async () => {
  const { id, trackingUid } = regions()[0]!;
  review.candidates.setStatus(id, 'rejected');
  expect([area(LATENT), area(PIXEL)]).toEqual([0, 400]);
  expect(review.candidateMasks('latent-bernoulli')!.regions).toEqual([]);
  review.thresholds.set('latent-bernoulli', 0.6);
  await listed();
  expect(area(LATENT)).toBe(0);
  expect(regions()[0]).toMatchObject({ id, trackingUid, status: 'rejected' });
  review.candidates.setStatus(id, 'open');
  expect(area(LATENT)).toBe(400);
  const exported = review.candidateMasks('latent-bernoulli')!;
  expect(exported.regions.map((region) => [region.number, region.trackingUid])).toEqual([[1, trackingUid]]);
  expect(exported.labels[0]!.filter((label) => label === 1)).toHaveLength(100);
});

test('what a person draws is a region of its own, which outlives thresholds and the rejection of others', async () => {
  await draw(0);
  const drawn = regions().find(({ edited, voxels }) => edited && voxels === 2)!;
  review.candidates.rename(drawn.id, '  corner ');
  review.candidates.setStatus(regions().find(({ voxels }) => voxels === 400)!.id, 'rejected');
  expect(area(LATENT)).toBe(2);
  review.thresholds.set('latent-bernoulli', 0.95);
  await listed();
  expect(area(LATENT)).toBe(2); // the edited slice keeps both regions, of which one is rejected
  expect(regions().find(({ name }) => name === 'corner')).toMatchObject({ voxels: 2, edited: true });
  review.discardEdits('latent-bernoulli');
  await until(() => regions().length === 0);
  expect(area(LATENT)).toBe(0);
});

test('what is drawn on a rejected region opens it again, and can be rejected with it', async () => {
  const [square] = regions();
  review.candidates.setStatus(square!.id, 'rejected');
  await listed();
  expect(area(LATENT)).toBe(0);
  const inside = pixels(LATENT, 1);
  const at = square!.peakAt.row * 26 + square!.peakAt.column;
  inside.fill(1, at, at + 3); // within the square, where nothing is to be seen
  viewer.segmentationEvents.emit('SEGMENTATION_DATA_MODIFIED', { segmentationId: LATENT });
  await until(() => regions()[0]!.status === 'open');
  await listed();
  expect(regions()).toHaveLength(1);
  expect(area(LATENT)).toBe(400);
  review.candidates.setStatus(regions()[0]!.id, 'rejected');
  await listed();
  expect(area(LATENT)).toBe(0);
});

test('smaller regions leave list and layer, and are counted', async () => {
  await draw(0);
  review.candidates.setMinimum(1);
  await listed();
  expect(regions().map(({ voxels }) => voxels)).toEqual([400]);
  expect(review.store.getState().candidates.leftOut['latent-bernoulli']).toBe(1);
  expect(area(LATENT)).toBe(400);
  review.candidates.setMinimum(0);
  await listed();
  expect(area(LATENT)).toBe(402);
});

test('several seeds give regions their stability; the layers stay as they are', async () => {
  review.store.dispatch({ type: 'uncertainty', change: { seeds: 3 } });
  const seeds = review.seeds.start();
  for (let seed = 0; seed < 3; seed++) {
    await until(() => client.requests.length === seed + 2);
    await client.deliver(8);
  }
  await seeds;
  await until(() => regions()[0]?.stability !== null);
  expect(client.requests.slice(1).map(({ settings }) => settings.seed)).toEqual([1, 2, 3]);
  expect(review.store.getState().uncertainty).toMatchObject({ run: { kind: 'done' }, finished: 3 });
  expect(regions()[0]!.stability).toBe(1);
  expect(area(LATENT)).toBe(400);
  expect(Math.max(...review.seeds.variation('latent-bernoulli', 0)!.deviation())).toBe(0);
});

test('results of another seed are not given the variation and stability of those before', async () => {
  review.store.dispatch({ type: 'uncertainty', change: { seeds: 2 } });
  const over = review.seeds.start();
  for (let seed = 0; seed < 2; seed++) {
    await settle();
    await client.deliver();
  }
  await over;
  expect(review.store.getState().uncertainty.finished).toBe(2);
  review.store.dispatch({ type: 'seed', seed: 9 });
  await client.complete(() => review.runSlice());
  await listed();
  expect(review.store.getState().uncertainty).toMatchObject({
    finished: 0,
    shown: null,
    run: { kind: 'idle' },
  });
  expect(review.seeds.variation('latent-bernoulli', 1)).toBeUndefined();
  expect(regions()[0]!.stability).toBeNull();
});

test('what was said of the results of a seed comes back with them', async () => {
  const { id, trackingUid } = regions()[0]!;
  review.candidates.setStatus(id, 'rejected');
  review.candidates.rename(id, 'a shunt');
  const runWith = async (seed: number) => {
    review.store.dispatch({ type: 'seed', seed });
    await client.complete(() => review.runSeries());
    await listed();
  };
  await runWith(9);
  expect(regions()[0]).toMatchObject({ status: 'open', name: null });
  await runWith(1);
  expect(regions()[0]).toMatchObject({ id, trackingUid, status: 'rejected', name: 'a shunt' });
  expect(area(LATENT)).toBe(0);
});

test('a cancelled run over seeds keeps whole seeds only', async () => {
  const seeds = review.seeds.start();
  await until(() => client.requests.length === 2);
  await client.deliver(8); // the first seed: four slices, two methods
  await until(() => client.requests.length === 3);
  await client.deliver(3);
  review.seeds.cancel();
  await seeds;
  expect(review.store.getState().uncertainty).toMatchObject({ run: { kind: 'cancelled' }, finished: 1 });
  expect(regions()[0]!.stability).toBeNull();
});
