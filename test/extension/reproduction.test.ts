/**
 * A stored segmentation run again from the panel: identical, different, or why not; the layers stay as they are.
 * @jest-environment jsdom
 */
import './support/browser-globals.ts';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { ExportController } from '../../extension/src/export/export-controller.ts';
import { startInWorker } from '../../extension/src/export/job-runner.ts';
import { layerId } from '../../extension/src/layers/method-layers.ts';
import { Review } from '../../extension/src/review/review.ts';
import { ReproductionController } from '../../extension/src/reproduction/reproduction-controller.ts';
import { localWorker } from './support/export-worker.ts';
import { FakeClient, settle } from './support/fake-client.ts';
import { FakeViewer } from './support/fake-viewer.ts';
import { axialInstance, displaySetOf, SERIES_UID } from './support/series.ts';

jest.setTimeout(120_000);

const displaySet = displaySetOf([30, 20, 10, 0].map((z) => axialInstance(z)));
let viewer: FakeViewer;
let client: FakeClient;
let review: Review;
let reproductions: ReproductionController;

beforeEach(async () => {
  viewer = new FakeViewer();
  client = new FakeClient();
  viewer.show('default', displaySet);
  review = new Review(viewer.host(), client.start);
  reproductions = new ReproductionController(viewer.host(), review);
  await settle();
  await client.complete(() => review.runSeries());
});
afterEach(() => review.dispose());

/** Stores the SEG of a layer and lets the study list it, `change`d on its way. */
async function listed(change: (bytes: Uint8Array) => Uint8Array = (bytes) => bytes): Promise<string> {
  let file = new Uint8Array();
  viewer.dataSource = {
    store: { dicom: async (part10: ArrayBuffer) => void (file = new Uint8Array(part10.slice(0))) },
    retrieve: { getWadoDicomWebClient: () => ({ retrieveInstance: async () => file.slice().buffer }) },
  };
  const exports = new ExportController(viewer.host(), review, startInWorker(localWorker));
  await exports.store('seg', 'diffusion-ad');
  const instance = {
    SOPClassUID: '1.2.840.10008.5.1.4.1.1.66.4',
    SOPInstanceUID: '2.25.1',
    Manufacturer: 'Lacuna',
    SeriesDescription: 'Anomaly candidates DiffusionAD (research use only)',
    ReferencedSeriesSequence: [{ SeriesInstanceUID: SERIES_UID }],
  };
  const stored = { ...displaySetOf([], 'stored'), SeriesInstanceUID: '2.25.2', SeriesNumber: 5, instance };
  viewer.displaySets.set('stored', stored);
  viewer.files.set('stored', change(file).slice().buffer as ArrayBuffer);
  return 'stored';
}

async function reproduce(id: string) {
  await client.complete(() => reproductions.reproduce(id));
  return review.store.getState().reproduction;
}

test('lists only what Lacuna made of this series', async () => {
  const objects = () => review.store.getState().ownObjects;
  expect(objects()).toEqual([]);
  await listed();
  viewer.displaySets.set('other', {
    ...displaySetOf([], 'other'),
    instance: { SOPClassUID: '1.2.840.10008.5.1.4.1.1.66.4', Manufacturer: 'Another' },
  });
  viewer.displaySetEvents.emit('DISPLAY_SETS_ADDED');
  expect(objects()).toEqual([
    { id: 'stored', title: '5: Anomaly candidates DiffusionAD (research use only)' },
  ]);
});

test('says identical, computed afresh, and leaves the layers as they are', async () => {
  const id = await listed();
  const layer = () => [...viewer.labelPixels(layerId('diffusion-ad', SERIES_UID), 'display-set/image-0')];
  const before = layer();
  expect(await reproduce(id)).toEqual({
    kind: 'finished',
    sentence: 'DiffusionAD: identical, 400 voxels in the mask.',
  });
  expect(client.requests.at(-1)).toMatchObject({
    fresh: true,
    methods: ['diffusion-ad'],
    settings: { seed: 1 },
  });
  expect(layer()).toEqual(before);
});

test('counts the voxels that differ', async () => {
  const id = await listed((bytes) => {
    const changed = bytes.slice();
    changed[changed.length - 40]! ^= 1;
    return changed;
  });
  expect(await reproduce(id)).toMatchObject({
    kind: 'failed',
    sentence: expect.stringMatching(/^DiffusionAD: 1 voxel of \d+ differs, slices concerned: 1/),
  });
});

test('says when the weights are not at hand', async () => {
  const id = await listed();
  const info = review.store.getState().weights;
  if (info.kind !== 'ready') throw new Error('no weights');
  const other = { ...info.info, sha256: 'cd'.repeat(32) };
  review.store.dispatch({ type: 'weights', weights: { kind: 'ready', info: other } });
  expect(await reproduce(id)).toMatchObject({
    kind: 'failed',
    sentence: expect.stringMatching(/which are not at hand/),
  });
});

test('can be cancelled', async () => {
  const id = await listed();
  const running = reproductions.reproduce(id);
  await settle();
  reproductions.cancel();
  await running;
  expect(review.store.getState().reproduction).toEqual({ kind: 'idle' });
});
