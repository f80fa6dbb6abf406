/**
 * @jest-environment jsdom
 *
 * A calibration from series that the reader marks as healthy controls, on made-up maps.
 */
import './support/browser-globals.ts';
import { Blob as NodeBlob } from 'node:buffer';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { calibrateMap } from '@lacuna/core/anomaly/calibration.ts';
import { consensusMap } from '@lacuna/core/anomaly/consensus.ts';
import { tailScale } from '@lacuna/core/anomaly/tail-score.ts';
import { applyCalibration } from '@lacuna/core/inference/calibration-file.ts';
import { sortFloat32 } from '@lacuna/core/metrics/sort-floats.ts';
import type { DisplaySet } from '../../extension/src/host/ohif-types.ts';
import { layerId } from '../../extension/src/layers/method-layers.ts';
import { METHOD_IDS, type MethodId } from '../../extension/src/methods.ts';
import { Review } from '../../extension/src/review/review.ts';
import { FakeClient, fakeResult, settle, until } from './support/fake-client.ts';
import { FakeViewer } from './support/fake-viewer.ts';
import { consensusWeights } from './support/manifest.ts';
import { axialInstance, COLUMNS, displaySetOf, ROWS } from './support/series.ts';

Object.assign(globalThis, { Blob: NodeBlob });

const SHA = 'a'.repeat(64);
const FIRST = '1.2.3.1';
const SECOND = '1.2.3.2';
const WEIGHTS = { ...consensusWeights(), sha256: SHA };
const SLICES = [0, 1, 2];
/** In every series: no brain there, and a map that would spoil the tables. */
const NO_BRAIN = 0;

const series = (uid: string): DisplaySet => ({
  ...displaySetOf(
    [0, 10, 20].map((z) =>
      axialInstance(z, {
        SeriesInstanceUID: uid,
        SOPInstanceUID: `${uid}.${z + 1}`,
        SeriesDescription: 'FLAIR',
      }),
    ),
    `set-${uid}`,
  ),
  SeriesDescription: `FLAIR ${uid}`,
});
const SETS: Readonly<Record<string, DisplaySet>> = { [FIRST]: series(FIRST), [SECOND]: series(SECOND) };

/** Brain is every pixel but those of the first two rows; each value of a map occurs once or twice. */
const inBrain = (i: number) => i >= 2 * COLUMNS;
function mapOf(uid: string, slice: number, method: MethodId): Float32Array {
  const [a, b] = method === 'diffusion-ad' ? [7919, 1] : [104729, 3];
  const start = slice * 31 + (uid === SECOND ? 977 : 5);
  return Float32Array.from({ length: ROWS * COLUMNS }, (_, i) =>
    inBrain(i) ? ((((i + start) * a) % 10_007) / 10_007) ** b : 0,
  );
}
const resultOf: typeof fakeResult = (slice, sliceIndex, method) => {
  const result = fakeResult(slice, sliceIndex, method);
  if (sliceIndex === NO_BRAIN) return { ...result, status: 'no-brain' };
  const uid = slice.key.startsWith(SECOND) ? SECOND : FIRST;
  const brainMask = Uint8Array.from({ length: ROWS * COLUMNS }, (_, i) => Number(inBrain(i)));
  return { ...result, anomalyMap: mapOf(uid, sliceIndex, method), brainMask };
};

let viewer: FakeViewer;
let client: FakeClient;
let review: Review;
let saved: { blob: NodeBlob; name: string }[];

beforeEach(async () => {
  localStorage.clear();
  viewer = new FakeViewer();
  client = new FakeClient(WEIGHTS);
  client.resultOf = resultOf;
  for (const set of Object.values(SETS)) viewer.displaySets.set(set.displaySetInstanceUID, set);
  saved = [];
  Object.assign(URL, {
    createObjectURL: (blob: NodeBlob) => String(saved.push({ blob, name: '' })),
    revokeObjectURL: () => undefined,
  });
  jest.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
    saved.at(-1)!.name = this.download;
  });
  viewer.show('default', SETS[FIRST]!).setImageIdIndex(1);
  review = new Review(viewer.host(), client.start);
  await settle();
});
afterEach(() => {
  review.dispose();
  jest.restoreAllMocks();
});

const state = () => review.store.getState();
const work = () => state().controls.work;
const mark = (...keys: string[]) => keys.forEach((key) => review.controls.mark(key, true));
async function show(key: string) {
  viewer.show('default', SETS[key]!).setImageIdIndex(1);
  await settle();
}
async function runShown(count = Infinity) {
  const run = review.runSeries();
  await settle();
  await client.deliver(count);
  if (count !== Infinity) review.cancel();
  await run;
}
async function runBoth() {
  await runShown();
  await show(SECOND);
  await runShown();
}
async function savedFile(): Promise<Record<string, unknown> & { methods: Record<MethodId, Figures> }> {
  review.controls.save();
  return JSON.parse(await saved.at(-1)!.blob.text()) as Awaited<ReturnType<typeof savedFile>>;
}
type Figures = ReturnType<typeof calibrateMap>;

/** The same, from the maps themselves, by sorting all values. */
function expected(keys: readonly string[]) {
  const brains = (method: MethodId) =>
    keys.flatMap((key) =>
      SLICES.slice(1).map((slice) => mapOf(key, slice, method).filter((_, i) => inBrain(i))),
    );
  const figures = (maps: Float32Array[]) => {
    const all = sortFloat32(Float32Array.from(maps.flatMap((map) => [...map])));
    return calibrateMap((visit) => all.forEach((value) => visit(value, 1)));
  };
  const methods = {
    'latent-bernoulli': figures(brains('latent-bernoulli')),
    'diffusion-ad': figures(brains('diffusion-ad')),
  };
  const rule = METHOD_IDS.map((method) => ({
    method,
    weight: method === 'diffusion-ad' ? 0.75 : 0.25, // of the weights
    scale: tailScale(methods[method].calibration.healthyTail, 1),
  }));
  const others = brains('diffusion-ad');
  const agreed = brains('latent-bernoulli').map((map, n) =>
    consensusMap(rule, { 'latent-bernoulli': map, 'diffusion-ad': others[n]! }),
  );
  return { methods, consensus: figures(agreed).thresholds };
}

test('a mark is taken and taken back; each series says what it has', async () => {
  mark(FIRST, SECOND);
  review.controls.mark(FIRST, false);
  expect(state().controls.marked).toEqual([SECOND]);
  expect(review.controls.slicesOf(FIRST)).toBeNull();
  await runShown(3); // both methods on the slice shown, one on the next
  expect(review.controls.slicesOf(FIRST)).toEqual({ usable: 1, whole: false });
  await runShown();
  expect(review.controls.slicesOf(FIRST)).toEqual({ usable: 2, whole: true });
  expect(review.controls.slicesOf(SECOND)).toBeNull();
});

test('without results nothing is made, and the sentence names the series', async () => {
  const before = state().weights;
  await review.controls.calibrate();
  expect(work()).toMatchObject({ kind: 'failed', sentence: expect.stringMatching(/Mark at least one/) });
  await runShown();
  mark(FIRST, SECOND);
  await review.controls.calibrate();
  expect(work()).toMatchObject({ kind: 'failed', sentence: expect.stringContaining(`FLAIR ${SECOND}`) });
  expect(state().weights).toBe(before);
  review.controls.save();
  expect(saved).toEqual([]);
});

test('results of one method are not enough', async () => {
  review.store.dispatch({ type: 'selected', method: 'diffusion-ad', selected: false });
  await runShown();
  mark(FIRST);
  expect(review.controls.slicesOf(FIRST)).toEqual({ usable: 0, whole: false });
  await review.controls.calibrate();
  expect(work()).toMatchObject({ kind: 'failed', sentence: expect.stringMatching(/both methods/) });
});

test.each([[[FIRST]], [[FIRST, SECOND]]])(
  'the file holds what sorting all brain pixels of the marked series gives (%#)',
  async (keys: string[]) => {
    await runBoth();
    mark(...keys);
    await review.controls.calibrate();
    const pixels = keys.length * 2 * (ROWS - 2) * COLUMNS;
    const count = { cases: keys.length, slices: keys.length * 2, pixels };
    expect(work()).toEqual({ kind: 'done', count });
    const file = await savedFile();
    expect(saved[0]!.name).toBe('lacuna-calibration-weights-tiny.json');
    const { methods, consensus } = expected(keys);
    for (const id of METHOD_IDS) {
      expect(file.methods[id].thresholds).toEqual(methods[id].thresholds);
      expect(file.methods[id].calibration.healthyTail).toEqual(methods[id].calibration.healthyTail);
      expect(file.methods[id].calibration.mean).toBeCloseTo(methods[id].calibration.mean, 12);
      expect(file.methods[id].calibration.sd).toBeCloseTo(methods[id].calibration.sd, 12);
    }
    expect(file).toMatchObject({
      schema: 'lacuna-calibration/1',
      weightsSha256: SHA,
      cohort: count,
      seed: 1,
      consensus: { thresholds: consensus, weights: { 'latent-bernoulli': 0.25, 'diffusion-ad': 0.75 } },
    });
    const parsed = applyCalibration(WEIGHTS.manifest, SHA, { json: file, sha256: 'b'.repeat(64) });
    expect(parsed.methods['diffusion-ad'].thresholds).toEqual(methods['diffusion-ad'].thresholds);
    expect(parsed.consensus?.thresholds).toEqual(consensus);
  },
);

test('the file is in use: masks follow, and its own weights come back', async () => {
  await runBoth();
  mark(FIRST, SECOND);
  const before = state().methods['latent-bernoulli'].threshold;
  await review.controls.calibrate();
  await settle(30);
  const { fpr1 } = expected([FIRST, SECOND]).methods['latent-bernoulli'].thresholds;
  expect(state().methods['latent-bernoulli'].threshold).toBe(fpr1);
  review.workspace(); // every mask at its present threshold
  const area = viewer
    .labelPixels(layerId('latent-bernoulli', SECOND), `set-${SECOND}/image-1`)
    .reduce((sum, value) => sum + value, 0);
  const above = mapOf(SECOND, 1, 'latent-bernoulli').filter((value) => value >= fpr1).length;
  expect([area, above > 0]).toEqual([above, true]);
  expect(state().methods['consensus'].outcomes[1]).not.toBeNull();
  // made again with a file in use, it is the same: tables come from the maps, never from another calibration
  const first = await savedFile();
  await review.controls.calibrate();
  expect(await savedFile()).toEqual(first);
  await review.removeCalibration();
  expect(state().methods['latent-bernoulli'].threshold).toBe(before);
});

test('cancelled, nothing changes; a second click while it works does nothing', async () => {
  await runShown();
  mark(FIRST);
  const before = state().weights;
  const once = review.controls.calibrate();
  const twice = review.controls.calibrate();
  expect(work().kind).toBe('running');
  review.controls.mark(FIRST, false);
  expect(state().controls.marked).toEqual([FIRST]);
  review.controls.cancel();
  await Promise.all([once, twice]);
  expect(work()).toEqual({ kind: 'cancelled' });
  expect(state().weights).toBe(before);
});

test('series run with different seeds are refused', async () => {
  await runShown();
  await show(SECOND);
  review.store.dispatch({ type: 'seed', seed: 9 });
  await runShown();
  mark(FIRST, SECOND);
  await review.controls.calibrate();
  expect(work()).toMatchObject({ kind: 'failed', sentence: expect.stringMatching(/different seeds/) });
});

test('while a run is under way it waits', async () => {
  await runShown(2);
  mark(FIRST);
  const run = review.runSeries();
  await settle();
  await review.controls.calibrate();
  expect(work()).toMatchObject({ kind: 'failed', sentence: expect.stringMatching(/run has ended/) });
  await client.deliver();
  await run;
  await until(() => state().run.kind === 'done');
  await review.controls.calibrate();
  expect(work().kind).toBe('done');
});
