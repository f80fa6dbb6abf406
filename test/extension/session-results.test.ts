/** @jest-environment jsdom */
/** Leaving the mode and coming back in the same page: results, decisions and drawings are there again. */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { layerId } from '../../extension/src/layers/method-layers.ts';
import { Review } from '../../extension/src/review/review.ts';
import { noticesOf } from '../../extension/src/readiness/notice.ts';
import { SessionResults } from '../../extension/src/session-results/session-results.ts';
import { FakeClient, settle, until } from './support/fake-client.ts';
import { FakeViewer } from './support/fake-viewer.ts';
import { axialInstance, displaySetOf, SERIES_UID } from './support/series.ts';

const FLAIR = { SeriesDescription: 'AX T2 FLAIR' };
const displaySet = displaySetOf([30, 20, 10, 0].map((z) => axialInstance(z, FLAIR)));
const METHOD = 'latent-bernoulli';
let session: SessionResults;
let viewer: FakeViewer;
let client: FakeClient;
let review: Review;

/** A visit from the list of studies: the viewer has nothing of the one before. */
async function visit(number: number): Promise<void> {
  viewer = new FakeViewer();
  client = new FakeClient();
  viewer.show('default', displaySet).setImageIdIndex(2);
  review = new Review(viewer.host(), client.start, number, session);
  await settle();
}
async function run(start: () => Promise<void>): Promise<void> {
  await client.complete(start);
  await listed();
}
const state = () => review.store.getState();
const listed = () => until(() => !state().candidates.busy);
const regions = () => state().candidates.regions.filter(({ output }) => output === METHOD);
const pixels = (displayIndex: number, visitNumber: number) =>
  viewer.labelPixels(layerId(METHOD, SERIES_UID, visitNumber), `display-set/image-${displayIndex}`);
const area = (displayIndex: number, visitNumber: number) =>
  pixels(displayIndex, visitNumber).reduce((sum, value) => sum + value, 0);

beforeEach(async () => {
  session = new SessionResults();
  await visit(1);
});
afterEach(() => review.dispose());

test('results, decisions, names and drawings come back, without a run', async () => {
  review.store.dispatch({ type: 'seed', seed: 7 });
  await run(() => review.runSeries());
  review.thresholds.set(METHOD, 0.5);
  pixels(1, 1).fill(0); // erased by hand
  pixels(3, 1)[0] = 1; // drawn by hand
  viewer.segmentationEvents.emit('SEGMENTATION_DATA_MODIFIED', {
    segmentationId: layerId(METHOD, SERIES_UID),
  });
  await until(() => state().methods[METHOD].editedSlices === 2 && !state().candidates.busy);
  const [first] = regions();
  review.candidates.rename(first!.id, 'Frontal');
  review.candidates.setStatus(first!.id, 'rejected');
  const before = [...regions()];
  review.dispose();

  await visit(2);
  await until(() => state().readiness.recalled === 8);
  review.thresholds.set(METHOD, 0.5);
  await until(() => !state().candidates.busy && state().methods[METHOD].editedSlices === 2);
  expect(client.requests).toEqual([]);
  expect([state().resultsSeed, state().seed]).toEqual([7, 7]);
  const told = ({ id, name, status, volumeMl, trackingUid }: (typeof before)[number]) => {
    return { id, name, status, volumeMl, trackingUid };
  };
  expect(regions().map(told)).toEqual(before.map(told));
  expect(area(1, 2)).toBe(0);
  expect(pixels(3, 2)[0]).toBe(1);
  expect(noticesOf(state()).map(({ sentence }) => sentence)).toEqual([
    '8 results from earlier in this session are shown again, with what was decided and drawn.',
  ]);
  await run(() => review.runSlice());
  expect(noticesOf(state())).toEqual([]);
});

test('a cancelled run is gone on with, and results of other weights are none', async () => {
  await run(() => review.runSlice());
  review.dispose();
  await visit(2);
  await until(() => state().readiness.recalled === 2);
  void review.runSeries();
  await settle();
  expect(client.requests[0]!.order).toHaveLength(3); // the fourth slice is there
  await client.deliver();
  review.dispose();
  expect(session.take(SERIES_UID, 'other weights')).toBeUndefined();
  await visit(3);
  expect(state().resultsSeed).toBeNull();
});

test('a run on opening does not run again what is shown again', async () => {
  localStorage.setItem('lacuna.autoRun', 'on');
  await run(() => review.runSlice());
  review.dispose();
  await visit(2);
  await until(() => state().readiness.recalled === 2);
  await settle(20);
  localStorage.removeItem('lacuna.autoRun');
  expect(client.requests).toEqual([]);
});
