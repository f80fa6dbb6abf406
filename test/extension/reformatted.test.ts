/**
 * A three-dimensional sagittal series in the viewer: run as axial slices, its results on its own images.
 * @jest-environment jsdom
 */
import './support/browser-globals.ts';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { sliceScore } from '@lacuna/core/anomaly/score.ts';
import { recordedResults } from '@lacuna/core/reproduction/reproduce.ts';
import { recordedAlgorithms } from '@lacuna/core/dicom/recorded-parameters.ts';
import { sourceFromMetadata } from '@lacuna/core/dicom/source.ts';
import { axialSeries, axialView, onSourceSlices } from '@lacuna/core/imaging/reformat.ts';
import { ExportController } from '../../extension/src/export/export-controller.ts';
import { startInWorker } from '../../extension/src/export/job-runner.ts';
import { ReproductionController } from '../../extension/src/reproduction/reproduction-controller.ts';
import { Review } from '../../extension/src/review/review.ts';
import { admitDisplaySet } from '../../extension/src/series/review-series.ts';
import { runBlockedBy, sliceRunBlockedBy } from '../../extension/src/state/selectors.ts';
import { statusText } from '../../extension/src/state/status-text.ts';
import { localWorker } from './support/export-worker.ts';
import { FakeClient, fakeResult, settle, until } from './support/fake-client.ts';
import { FakeViewer } from './support/fake-viewer.ts';
import { axialInstance, displaySetOf, instanceLookup, SERIES_UID } from './support/series.ts';

jest.setTimeout(120_000);

const [ROWS, COLUMNS, IMAGES] = [51, 56, 52];
/** Columns to the back, rows to the feet, images `gap` mm apart to the left. */
const sagittal = (index: number, gap = 2) =>
  axialInstance(index, {
    Rows: ROWS,
    Columns: COLUMNS,
    PixelSpacing: [2, 2],
    ImagePositionPatient: [-52 + gap * index, -60, 50],
    ImageOrientationPatient: [0, 1, 0, 0, 0, -1],
  });
// shown from left to right: the order of images is not that of positions
const displaySet = displaySetOf(Array.from({ length: IMAGES }, (_, i) => sagittal(IMAGES - 1 - i)));
/** Of the image at an index from the right. */
const pixelsOf = (image: number) =>
  Float32Array.from({ length: ROWS * COLUMNS }, (_, i) => 1 + ((image * 131 + i * 7) % 997));

let viewer: FakeViewer;
let client: FakeClient;
let review: Review;

beforeEach(async () => {
  viewer = new FakeViewer();
  viewer.pixelsOf = (imageId) => pixelsOf(IMAGES - 1 - Number(imageId.split('-').at(-1)));
  client = new FakeClient();
  client.resultOf = (slice, index, method) => ({
    ...fakeResult(slice, index, method),
    // of its own for every voxel, and nothing of a brain beyond the first columns
    anomalyMap: slice.pixels.map((v, i) => (hasBrain(i, slice.geometry.columns) ? (v % 89) / 89 : 0)),
    brainMask: Uint8Array.from(slice.pixels, (_, i) => Number(hasBrain(i, slice.geometry.columns))),
  });
  viewer.show('default', displaySet);
  review = new Review(viewer.host(), client.start);
  await settle();
});
afterEach(() => review.dispose());

const hasBrain = (pixel: number, columns: number) => pixel % columns < 40;
const geometries = () => review.workspace()!.series.slices.map(({ geometry }) => geometry);
const source = () => ({
  key: SERIES_UID,
  slices: geometries().map((geometry, i) => ({ key: `${i}`, geometry, pixels: pixelsOf(i) })),
});

async function runSeries(results = Infinity) {
  const run = review.runSeries();
  await settle(200);
  await client.deliver(results);
  return { run };
}

test('the worker sees the axial slices, bit by bit, and progress counts them', async () => {
  const { run } = await runSeries(3);
  expect(statusText(review.store.getState())).toBe('running 3/102');
  const expected = axialSeries(source(), axialView(geometries()));
  expect(client.opened[0]!.slices).toEqual(expected.slices);
  expect([...client.requests[0]!.order].sort((a, b) => a - b)).toEqual([...Array(51).keys()]);
  expect(client.looks).toEqual([]);
  expect(review.workspace()!.results.sliceIndices('latent-bernoulli')).toEqual([]);
  review.cancel();
  await run;
});

test('with the last axial slice, the results lie on the images, equal to the mapping itself', async () => {
  const { run } = await runSeries();
  await run;
  const view = axialView(geometries());
  const results = client.opened[0]!.slices.map((slice, i) => client.resultOf(slice, i, 'diffusion-ad'));
  const maps = onSourceSlices<Float32Array>(view, results.map(({ anomalyMap }) => anomalyMap), (n) => new Float32Array(n)); // prettier-ignore
  const masks = onSourceSlices<Uint8Array>(view, results.map(({ brainMask }) => brainMask), (n) => new Uint8Array(n)); // prettier-ignore
  for (const [image, map] of maps.entries()) {
    const stored = review.workspace()!.results.get('diffusion-ad', image)!;
    expect(stored.anomalyMap).toEqual(map);
    expect(stored.brainMask).toEqual(masks[image]);
    expect(stored).toMatchObject({ score: sliceScore(map), status: image < 40 ? 'done' : 'no-brain' });
  }
  const { outcomes } = review.store.getState().methods['diffusion-ad'];
  expect(outcomes).toHaveLength(IMAGES);
  expect(outcomes[IMAGES - 1]).toMatchObject({
    status: 'done',
    score: sliceScore(maps[0]!),
    candidate: true,
  });
});

test('one slice cannot be run, and the button says why; the whole can', async () => {
  await review.runSlice();
  expect(client.requests).toEqual([]);
  const state = review.store.getState();
  expect(runBlockedBy(state)).toBeUndefined();
  expect(sliceRunBlockedBy(state)).toBe('A reformatted series is run as a whole.');
  expect(state.series).toMatchObject({
    warnings: [expect.stringMatching(/^The images are sagittal; the detectors read them as 51 axial slices/)],
  });
});

test('the SEG lies on the images, says how they were read, and is repeated from itself', async () => {
  const { run } = await runSeries();
  await run;
  review.thresholds.set('diffusion-ad', 0.5);
  let file = new Uint8Array();
  viewer.dataSource = {
    store: { dicom: async (bytes: ArrayBuffer) => void (file = new Uint8Array(bytes.slice(0))) },
    retrieve: { getWadoDicomWebClient: () => ({ retrieveInstance: async () => file.slice().buffer }) },
  };
  await new ExportController(viewer.host(), review, startInWorker(localWorker)).store('seg', 'diffusion-ad');
  const instances = review.workspace()!.series.slices.map(({ instance }) => sourceFromMetadata(instance));
  const [recorded] = recordedResults(file, instances);
  expect(recorded!.run).toMatchObject({ sliceCount: 51, masksOnSource: true });
  expect(recorded!.run.analysedSlices).toEqual([...Array(51).keys()]);
  expect(recordedAlgorithms(file)[0]!.parameters).toMatch(/slicesRun=1-51,masksOn=source/);
  const empty = new Uint8Array(ROWS * COLUMNS);
  for (const [image, mask] of recorded!.masks.entries())
    expect(mask ?? empty).toEqual(review.workspace()!.writer.shown('diffusion-ad', image));

  const object = {
    SOPClassUID: '1.2.840.10008.5.1.4.1.1.66.4',
    Manufacturer: 'Lacuna',
    ReferencedSeriesSequence: [{ SeriesInstanceUID: SERIES_UID }],
  };
  viewer.displaySets.set('stored', { ...displaySetOf([], 'stored'), SeriesInstanceUID: '2.25.2', instance: object }); // prettier-ignore
  viewer.files.set('stored', file.slice().buffer as ArrayBuffer);
  const again = new ReproductionController(viewer.host(), review).reproduce('stored');
  await settle(60);
  await client.deliver();
  await again;
  expect(review.store.getState().reproduction).toMatchObject({
    kind: 'finished',
    sentence: expect.stringMatching(/^DiffusionAD: identical, [1-9]/),
  });
});

test('a thick sagittal series keeps its sentence', () => {
  const thick = displaySetOf(Array.from({ length: 24 }, (_, i) => sagittal(i, 5)));
  expect(admitDisplaySet(thick, instanceLookup(thick))).toMatchObject({
    kind: 'refused',
    error: { code: 'not-axial', message: expect.stringMatching(/sagittal .* they lie 5.0 mm apart, more than 2 mm/) }, // prettier-ignore
  });
});

test('run with the study while another series is shown, it has its results when it is opened', async () => {
  const described = (UID: string, instances: typeof displaySet.instances = []) =>
    displaySetOf(
      instances.map((instance) => ({ ...instance, SeriesInstanceUID: UID, SeriesDescription: 'T2 FLAIR' })),
      UID,
    );
  const shown = described('1.2.3.5', [0, 10, 20].map((z) => axialInstance(z))); // prettier-ignore
  const unseen = described(SERIES_UID, displaySet.instances);
  review.dispose();
  viewer = new FakeViewer();
  client = new FakeClient();
  viewer.displaySets.set(unseen.displaySetInstanceUID, unseen);
  viewer.show('default', shown);
  review = new Review(viewer.host(), client.start);
  await settle();
  const run = review.runStudy();
  await settle();
  await client.deliver();
  await until(() => client.requests.length === 2);
  expect(client.opened.at(-1)!.slices).toHaveLength(51);
  await client.deliver();
  await run;
  expect(review.store.getState().study.runs[SERIES_UID]).toEqual({ kind: 'done', results: 102 });
  viewer.show('default', unseen);
  await until(
    () => review.store.getState().methods['diffusion-ad'].outcomes.every((o) => o !== null),
    20_000,
  );
  expect(review.workspace()!.results.sliceIndices('latent-bernoulli')).toHaveLength(IMAGES);
});
