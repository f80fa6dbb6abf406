/** @jest-environment jsdom */
import { Blob } from 'node:buffer';
import { createHash, webcrypto } from 'node:crypto';
import { TextDecoder } from 'node:util';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { provenance } from '../../extension/src/export/provenance.ts';
import { layerId } from '../../extension/src/layers/method-layers.ts';
import { Review } from '../../extension/src/review/review.ts';
import { calibrationFile } from '../inference/support/calibration.ts';
import { FakeClient, settle } from './support/fake-client.ts';
import { FakeViewer } from './support/fake-viewer.ts';
import { consensusWeights } from './support/manifest.ts';
import { axialInstance, displaySetOf, SERIES_UID } from './support/series.ts';

// What jsdom lacks of a browser.
Object.defineProperty(globalThis, 'crypto', { value: webcrypto, configurable: true });
Object.assign(globalThis, { TextDecoder });

const SHA = 'a'.repeat(64);
const ALL = 24 * 26;
const WITHOUT_ITS_RULE = { ...calibrationFile(SHA), consensus: undefined };
const displaySet = displaySetOf([30, 20, 10, 0].map((z) => axialInstance(z)));
const weights = { ...consensusWeights(), sha256: SHA };
let viewer: FakeViewer;
let client: FakeClient;
let review: Review;

beforeEach(async () => {
  viewer = new FakeViewer();
  client = new FakeClient(weights);
  viewer.show('default', displaySet).setImageIdIndex(2);
  review = new Review(viewer.host(), client.start);
  await settle();
  await client.complete(() => review.runSlice());
});
afterEach(() => review.dispose());

const fileOf = (json: unknown) =>
  new Blob([typeof json === 'string' ? json : JSON.stringify(json)]) as unknown as globalThis.Blob;
const use = (json: unknown) => review.useCalibration(fileOf(json));
const state = () => review.store.getState();
const thresholds = () => Object.values(state().methods).map(({ threshold }) => threshold);
const consensus = () => state().methods['consensus'].outcomes[2];
function area(layer: 'latent-bernoulli' | 'consensus'): number {
  review.workspace(); // every mask at its present threshold
  return viewer
    .labelPixels(layerId(layer, SERIES_UID), 'display-set/image-2')
    .reduce((sum, value) => sum + value, 0);
}
function info() {
  const { weights: present } = state();
  if (present.kind !== 'ready') throw new Error('The weights are not there');
  return present.info;
}

test('every layer keeps its share of healthy pixels; masks and consensus are made again without a run', async () => {
  review.thresholds.setLinked(1);
  expect([thresholds(), area('latent-bernoulli')]).toEqual([[0.1, 0.1, 0.75], ALL]);
  expect(consensus()).toMatchObject({ score: expect.closeTo(4.6, 5) });
  await use(calibrationFile(SHA));
  expect([thresholds(), area('latent-bernoulli'), area('consensus')]).toEqual([[0.7, 0.7, 0.5], 100, 100]);
  expect(consensus()).toEqual({ status: 'done', score: expect.closeTo(4.5, 5), candidate: true });
  expect(client.requests).toHaveLength(1);
});

test('the weights’ own come back as they were', async () => {
  const before = [thresholds(), consensus(), info()];
  await use(calibrationFile(SHA));
  expect(consensus()).not.toEqual(before[1]);
  await review.removeCalibration();
  expect([thresholds(), consensus(), info()]).toEqual(before);
});

test('an export names the file by its hash, and holds its tables', async () => {
  const facts = { seed: 1, threshold: 1, backends: ['wasm'], analysedSlices: [1], sliceCount: 4 };
  expect(provenance('consensus', info(), facts).parameters).not.toHaveProperty('calibrationFile');
  await use(calibrationFile(SHA));
  const sha256 = createHash('sha256')
    .update(JSON.stringify(calibrationFile(SHA)))
    .digest('hex');
  expect(provenance('consensus', info(), facts).parameters).toMatchObject({
    calibrationFile: sha256,
    'latent-bernoulli.tail': '0.1:0.3;0.01:0.6',
  });
  expect(provenance('diffusion-ad', info(), facts).parameters).toMatchObject({ calibrationFile: sha256 });
});

test.each([
  [calibrationFile('b'.repeat(64)), /made for other weights .*bbbbbbbb.*Calibrate again with these weights/],
  [{ ...calibrationFile(SHA), schema: 'x' }, /calibration\.schema must be lacuna-calibration\/1/],
  ['not JSON', /is not JSON\. Write it again/],
  [`"${'x'.repeat(1024 * 1024)}"`, /larger than 1 MiB/],
])(
  'a file that does not fit is refused with a sentence, and what was in use stays (%#)',
  async (json, sentence) => {
    await use(calibrationFile(SHA));
    const before = [thresholds(), consensus(), info()];
    await use(json);
    expect(state().calibrationRefused).toMatch(sentence);
    expect([thresholds(), consensus(), info()]).toEqual(before);
    await use(calibrationFile(SHA));
    expect(state().calibrationRefused).toBeNull();
  },
);

test('a file with new tables and without a consensus takes the consensus away', async () => {
  expect(area('consensus')).toBe(100);
  await use(WITHOUT_ITS_RULE);
  expect([area('consensus'), consensus(), state().methods['consensus'].threshold]).toEqual([0, null, null]);
  await review.removeCalibration();
  expect([area('consensus'), state().methods['consensus'].threshold]).toEqual([100, 1]);
});

test('a series that was run before the file was put in shows the new consensus when it is opened again', async () => {
  const other = [0, 10].map((z) => axialInstance(z, { SeriesInstanceUID: '1.2.3.5' }));
  viewer.show('default', displaySetOf(other, 'other'));
  await settle();
  await use(calibrationFile(SHA));
  viewer.show('default', displaySet);
  await settle(60);
  expect(consensus()).toMatchObject({ score: expect.closeTo(4.5, 5) });
  expect(area('latent-bernoulli')).toBe(0); // 1 %: the file's 0.9 is above the map's float32 0.9
});

test('a worker that takes the place of a lost one goes on with the file', async () => {
  await use(calibrationFile(SHA));
  const { calibrationFile: inUse } = info().manifest;
  await client.start(client.lastStatus!, new AbortController().signal);
  expect(info().manifest.calibrationFile).toBe(inUse);
});
