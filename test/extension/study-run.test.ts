/**
 * @jest-environment jsdom
 *
 * The whole study: which series can be run and why, one after the other, kept for when a series is opened.
 */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { DisplaySet } from '../../extension/src/host/ohif-types.ts';
import { layerId } from '../../extension/src/layers/method-layers.ts';
import { Review } from '../../extension/src/review/review.ts';
import { SessionResults } from '../../extension/src/session-results/session-results.ts';
import { hasResults } from '../../extension/src/state/selectors.ts';
import { FakeClient, settle, until } from './support/fake-client.ts';
import { FakeViewer } from './support/fake-viewer.ts';
import { axialInstance, displaySetOf } from './support/series.ts';

const series = (uid: string, SeriesDescription: string): DisplaySet => ({
  ...displaySetOf(
    [20, 10, 0].map((z) =>
      axialInstance(z, { SeriesInstanceUID: uid, SOPInstanceUID: `${uid}.${z + 1}`, SeriesDescription }),
    ),
    `set-${uid}`,
  ),
  SeriesDescription,
});
const FLAIR = series('1.2.3.1', 'AX T2 FLAIR');
const SECOND = series('1.2.3.2', 'AX FLAIR follow-up');
const T1 = series('1.2.3.3', 'AX T1 SE');
const NAMELESS = series('1.2.3.4', 'Series four');
let viewer: FakeViewer;
let client: FakeClient;
let review: Review;
let session: SessionResults;

beforeEach(async () => {
  localStorage.clear();
  viewer = new FakeViewer();
  client = new FakeClient();
  for (const displaySet of [FLAIR, SECOND, T1, NAMELESS])
    viewer.displaySets.set(displaySet.displaySetInstanceUID, displaySet);
  viewer.show('default', FLAIR).setImageIdIndex(1);
  session = new SessionResults();
  review = new Review(viewer.host(), client.start, 1, session);
  await settle();
});
afterEach(() => review.dispose());

const state = () => review.store.getState();
const kinds = () => Object.fromEntries(state().study.series.map((s) => [s.key, s.eligibility.kind]));

test('each series says whether it can be run, with the reason', () => {
  expect(kinds()).toEqual({
    '1.2.3.1': 'eligible',
    '1.2.3.2': 'eligible',
    '1.2.3.3': 'refused',
    '1.2.3.4': 'unsure',
  });
  const [, , t1] = state().study.series;
  expect(t1!.eligibility.sentence).toMatch(/T1/);
});

test('the study is run series by series, the one on the screen first; the other waits until it is opened', async () => {
  const run = review.runStudy();
  await settle();
  expect(state().study.runs['1.2.3.2']).toEqual({ kind: 'waiting' });
  await client.deliver(6);
  await until(() => client.requests.length === 2);
  await client.deliver(2);
  expect(state().study.runs).toMatchObject({
    '1.2.3.1': { kind: 'done', results: 6 },
    '1.2.3.2': { kind: 'running', done: 2, total: 6 },
  });
  await client.deliver();
  await run;
  expect(client.requests.map(({ seriesKey }) => seriesKey)).toEqual(['1.2.3.1', '1.2.3.2']);
  expect(client.closed).toEqual(['1.2.3.2']); // the worker keeps what is on the screen only
  expect(state().study).toMatchObject({ running: false, runs: { '1.2.3.2': { kind: 'done', results: 6 } } });

  viewer.show('default', SECOND).setImageIdIndex(1);
  await until(() => state().methods['diffusion-ad'].outcomes.every((outcome) => outcome !== null));
  await settle();
  const pixels = viewer.labelPixels(
    layerId('diffusion-ad', '1.2.3.2'),
    `${SECOND.displaySetInstanceUID}/image-1`,
  );
  expect(pixels.reduce((sum, value) => sum + value, 0)).toBe(100);
  expect(client.requests).toHaveLength(2); // nothing was computed again
});

test('a series that was run and not opened is there in the next visit', async () => {
  const run = review.runStudy();
  await settle();
  await client.deliver(6);
  await until(() => client.requests.length === 2);
  await client.deliver();
  await run;
  review.dispose();
  client = new FakeClient();
  review = new Review(viewer.host(), client.start, 2, session);
  viewer.show('default', SECOND).setImageIdIndex(1);
  await until(() => state().readiness.recalled === 6);
  await until(() => state().methods['diffusion-ad'].outcomes.every((outcome) => outcome !== null));
  expect(client.requests).toEqual([]);
});

test('cancelling keeps what was ready and starts nothing more', async () => {
  const run = review.runStudy();
  await settle();
  await client.deliver(2);
  review.cancelStudy();
  await run;
  expect(client.requests).toHaveLength(1);
  expect(state().study.runs).toEqual({
    '1.2.3.1': { kind: 'stopped', sentence: null },
    '1.2.3.2': { kind: 'stopped', sentence: null },
  });
  expect(hasResults(state())).toBe(true);
});

test('a series whose grey values are in doubt is left, with the reason', async () => {
  const run = review.runStudy();
  await settle();
  client.doubts = ['The darker quarter of the brain lies elsewhere.'];
  await client.deliver();
  await run;
  expect(state().study.runs['1.2.3.2']).toEqual({ kind: 'stopped', sentence: client.doubts[0] });
});

test('with the switch on, a series that suits is run when it is shown, once; the choice is kept in this browser', async () => {
  review.setAutoRun(true);
  await until(() => client.requests.length === 1);
  await client.deliver();
  await settle();
  viewer.show('default', T1);
  await settle();
  viewer.show('default', NAMELESS);
  await settle();
  viewer.show('default', FLAIR);
  await settle();
  expect(client.requests).toHaveLength(1);
  expect(localStorage.getItem('lacuna.autoRun')).toBe('on');
});
