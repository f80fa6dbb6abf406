/**
 * @jest-environment jsdom
 *
 * Images that the weights do not know: said before a run, refused, overridden by a person, and recorded.
 */
import { TextDecoder, TextEncoder } from 'node:util';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { objections, overriddenObjections } from '../../extension/src/guard/state.ts';
import { sequenceHeaders } from '../../extension/src/guard/sequence-headers.ts';
import { Review } from '../../extension/src/review/review.ts';
import { runBlockedBy } from '../../extension/src/state/selectors.ts';
import { statusText } from '../../extension/src/state/status-text.ts';
import { FakeClient, settle } from './support/fake-client.ts';
import { FakeViewer } from './support/fake-viewer.ts';
import { axialInstance, displaySetOf } from './support/series.ts';

Object.assign(globalThis, { TextDecoder, TextEncoder, Uint8Array }); // jsdom has none
const { collectJob } = await import('../../extension/src/export/collect-job.ts');

const DOUBT = 'The darker quarter of the brain lies at 0.72 of its median.';
let viewer: FakeViewer;
let client: FakeClient;
let review: Review;

async function open(changes: Readonly<Record<string, unknown>>): Promise<void> {
  const instances = [30, 20, 10, 0].map((z) => ({ ...axialInstance(z), ...changes }));
  viewer.show('default', displaySetOf(instances)).setImageIdIndex(2);
  review = new Review(viewer.host(), client.start);
  await settle();
}

const runSlice = () => client.complete(() => review.runSlice());

const guard = () => review.store.getState().guard;

beforeEach(() => {
  viewer = new FakeViewer();
  client = new FakeClient();
});
afterEach(() => review.dispose());

test('a FLAIR by its header is run, and the rule that decided is told', async () => {
  await open({ SeriesDescription: 'AX T2 FLAIR', InversionTime: 2500, RepetitionTime: 9000, EchoTime: 120 });
  expect(guard().sequence).toEqual({ kind: 'suits' });
  expect(guard().rule).not.toBe('');
  await runSlice();
  expect(statusText(review.store.getState())).toBe('done');
});

test('a T1 by its header is not run, until a person insists; the export says so', async () => {
  await open({ SeriesDescription: 'AX T1 SE', ScanningSequence: 'SE', RepetitionTime: 500, EchoTime: 10 });
  expect(guard().sequence?.kind).toBe('refused');
  expect(runBlockedBy(review.store.getState())).toMatch(/do not know such images/);
  await runSlice();
  expect(client.requests).toEqual([]);

  review.store.dispatch({ type: 'guard-overridden', overridden: true });
  await runSlice();
  expect(client.requests).toHaveLength(1);
  const job = await collectJob(
    {
      kind: 'seg',
      layer: 'diffusion-ad',
      workspace: review.workspace()!,
      state: review.store.getState(),
      seriesNumber: 9,
      earlier: {},
      listed: () => undefined,
      loadImage: () => Promise.reject(new Error('A SEG needs no pixels.')),
      contentDate: new Date(),
    },
    new AbortController().signal,
    () => undefined,
  );
  if (job.kind === 'empty') throw new Error('there was a region to export');
  expect(job.layers[0]!.algorithm.parameters).toMatchObject({ guardOverridden: 'sequence' });
});

test('grey values out of range stop the run before its first slice, and again until overridden', async () => {
  client.doubts = [DOUBT];
  await open({ SeriesDescription: 'AX T2 FLAIR' });
  await runSlice();
  expect(client.requests).toEqual([]);
  expect(objections(guard())).toEqual([DOUBT]);
  expect(runBlockedBy(review.store.getState())).toBeDefined();
  review.store.dispatch({ type: 'guard-overridden', overridden: true });
  await runSlice();
  expect(client.requests).toHaveLength(1);
  expect(client.opened).toHaveLength(1); // its pixels were in the worker already
  expect(overriddenObjections(guard())).toBe('intensities');
});

test('an override is recorded as long as there are its results: after another series, and with the box unticked again', async () => {
  client.doubts = [DOUBT];
  await open({ SeriesDescription: 'AX T2 FLAIR' });
  await runSlice();
  review.store.dispatch({ type: 'guard-overridden', overridden: true });
  await runSlice();
  const first = viewer.state.viewports.get('default')!.displaySetInstanceUIDs![0]!;
  viewer.show('default', displaySetOf([axialInstance(0, { SeriesInstanceUID: '1.2.3.5' })], 'other'));
  expect(overriddenObjections(guard())).toBeUndefined();
  viewer.show('default', viewer.displaySets.get(first)!);
  expect(guard().overridden).toBe(true);
  review.store.dispatch({ type: 'guard-overridden', overridden: false });
  expect(overriddenObjections(guard())).toBe('intensities');
});

test('an untouched guard leaves no mark, also when the box was ticked for nothing', async () => {
  await open({ SeriesDescription: 'AX T2 FLAIR' });
  review.store.dispatch({ type: 'guard-overridden', overridden: true });
  expect(overriddenObjections(guard())).toBeUndefined();
});

test('headers of the wrong type are left out', () => {
  expect(sequenceHeaders({ EchoTime: 'soon', RepetitionTime: ['9000'], ScanningSequence: 'SE\\IR' })).toEqual(
    {
      repetitionTimeMs: 9000,
      scanningSequence: ['SE', 'IR'],
    },
  );
});
