/** @jest-environment jsdom */
import { beforeEach, expect, test } from '@jest/globals';
import { labelSlices } from '../../extension/src/layers/label-images.ts';
import { MaskUpdater } from '../../extension/src/layers/mask-updater.ts';
import { createWorkspace, type SeriesWorkspace } from '../../extension/src/review/workspace.ts';
import { admitDisplaySet } from '../../extension/src/series/review-series.ts';
import { createStore, type ReviewStore } from '../../extension/src/state/store.ts';
import { fakeResult } from './support/fake-client.ts';
import { FakeViewer } from './support/fake-viewer.ts';
import { testWeights } from './support/manifest.ts';
import { axialInstance, displaySetOf, instanceLookup } from './support/series.ts';
import { StepClock } from './support/step-clock.ts';

const METHOD = 'latent-bernoulli';
const displaySet = displaySetOf([20, 10, 0].map((z) => axialInstance(z))); // shown head to feet
let viewer: FakeViewer;
let workspace: SeriesWorkspace;
let store: ReviewStore;

beforeEach(() => {
  viewer = new FakeViewer();
  const admission = admitDisplaySet(displaySet, instanceLookup(displaySet));
  if (admission.kind !== 'admitted') throw admission.error;
  workspace = createWorkspace(viewer.host(), admission.series, () => 0);
  store = createStore();
  store.dispatch({ type: 'weights', weights: { kind: 'ready', info: testWeights() } });
  store.dispatch({ type: 'series', series: { kind: 'admitted', key: 's', sliceCount: 3, warnings: [] } });
});

const addResult = (sliceIndex: number) => {
  const { key, geometry } = workspace.series.slices[sliceIndex]!;
  workspace.results.add(
    fakeResult({ key, geometry, pixels: new Float32Array() }, sliceIndex, METHOD),
    'fake',
  );
};
const id = () => workspace.layers.id(METHOD);
const pixelsOver = (sliceIndex: number) =>
  viewer.labelPixels(id(), workspace.series.slices[sliceIndex]!.imageId);
const area = (pixels: Uint8Array) => pixels.reduce((sum, value) => sum + value, 0);
const write = (sliceIndex: number, threshold: number) =>
  workspace.writer.write(METHOD, sliceIndex, threshold, workspace.layers.slices(METHOD));

test('a mask goes over the image it belongs to, also in a labelmap that runs the other way', () => {
  viewer.addSegmentation(id(), displaySet, [2, 1, 0]);
  addResult(0); // feet: shown last
  const written = write(0, 0.5);
  expect(written).toEqual({ sliceIndex: 0, candidate: true, labelIndex: 0 });
  expect(area(viewer.labelPixels(id(), 'display-set/image-2'))).toBe(100);
  expect(area(viewer.labelPixels(id(), 'display-set/image-0'))).toBe(0);
});

test('a labelmap that has become a volume is found by the images of the volume', () => {
  viewer.addSegmentation(id(), displaySet);
  const imageIds = viewer.segmentations.get(id())!.representationData.Labelmap.imageIds;
  const cache = {
    getImage: (imageId: string) => viewer.images.get(imageId),
    getVolume: () => ({ imageIds }),
  };
  expect([...labelSlices({ volumeId: 'v' }, cache).keys()]).toEqual(displaySet.imageIds);
  expect(labelSlices(undefined, cache).size).toBe(0);
});

test('a layer is made once, even when two results ask for it at the same time', async () => {
  const made = await Promise.all([workspace.layers.ensure(METHOD), workspace.layers.ensure(METHOD)]);
  expect(made).toEqual([true, true]);
  expect(viewer.segmentations.size).toBe(1);
  expect(await workspace.layers.ensure(METHOD)).toBe(false);
});

test('a slice edited by hand is left as it is, whatever the threshold, until the edits are discarded', () => {
  viewer.addSegmentation(id(), displaySet);
  addResult(1);
  write(1, 0.5);
  pixelsOver(1)[0] = 1; // a brush stroke
  const before = Uint8Array.from(pixelsOver(1));
  expect(write(1, 0.1)?.labelIndex).toBeUndefined();
  expect(pixelsOver(1)).toEqual(before);
  expect(workspace.writer.editedSlices(METHOD)).toEqual([1]);
  workspace.writer.clear(METHOD);
  expect(pixelsOver(1)).toEqual(before);
  workspace.writer.discardEdits(METHOD);
  write(1, 0.5);
  expect(area(pixelsOver(1))).toBe(100);
});

test('what was drawn and undone again leaves the slice to the threshold', () => {
  viewer.addSegmentation(id(), displaySet);
  addResult(1);
  write(1, 0.5);
  pixelsOver(1)[0] = 1; // a brush stroke
  expect(workspace.writer.editedSlices(METHOD)).toEqual([1]);
  write(1, 0.1);
  pixelsOver(1)[0] = 0; // and its undoing, at another threshold
  expect(workspace.writer.editedSlices(METHOD)).toEqual([]);
  write(1, 0.1);
  expect(area(pixelsOver(1))).toBe(24 * 26);
});

test('segments that a person has added to a layer stay through thresholds, rejections and runs', () => {
  viewer.addSegmentation(id(), displaySet);
  addResult(1);
  write(1, 0.5);
  pixelsOver(1)[0] = 2; // beside the region
  expect(workspace.writer.editedSlices(METHOD)).toEqual([]); // nothing of ours has changed
  write(1, 0.1); // wants that pixel, too
  expect([pixelsOver(1)[0], area(pixelsOver(1))]).toEqual([2, 24 * 26 + 1]);
  write(1, 2);
  expect([pixelsOver(1)[0], area(pixelsOver(1))]).toEqual([2, 2]);
  write(1, 0.5);
  workspace.writer.hide(METHOD, 1, new Uint8Array(24 * 26).fill(1), workspace.layers.slices(METHOD));
  expect(area(pixelsOver(1))).toBe(2);
  expect(workspace.writer.editedSlices(METHOD)).toEqual([]);
  workspace.writer.clear(METHOD);
  pixelsOver(1)[1] = 1;
  workspace.writer.discardEdits(METHOD);
  expect(area(pixelsOver(1))).toBe(2);
});

test('drawing on a slice that was never run is kept, too', () => {
  viewer.addSegmentation(id(), displaySet);
  pixelsOver(2)[7] = 1;
  addResult(2);
  expect(write(2, 0.5)).toEqual({ sliceIndex: 2, candidate: true });
  expect(area(pixelsOver(2))).toBe(1);
});

test('segmentations of others are not touched', () => {
  viewer.addSegmentation('mine', displaySet);
  viewer.labelPixels('mine', 'display-set/image-1').fill(1);
  viewer.addSegmentation(id(), displaySet);
  addResult(1);
  write(1, 0.5);
  workspace.writer.clear(METHOD);
  expect(area(viewer.labelPixels('mine', 'display-set/image-1'))).toBe(24 * 26);
  expect(workspace.layers.methodOf('mine')).toBeUndefined();
});

test('a new threshold changes the slice in view in the next frame and the others in later ones', () => {
  const clock = new StepClock(10); // over the budget after every slice, so one slice a frame
  const masks = new MaskUpdater(store, workspace, clock);
  viewer.addSegmentation(id(), displaySet);
  [0, 1, 2].forEach(addResult);
  store.dispatch({ type: 'slice-shown', displayIndex: 1 });
  store.dispatch({ type: 'threshold', method: METHOD, threshold: 0.1 });
  masks.refresh(METHOD);
  expect(area(pixelsOver(1))).toBe(0);
  clock.frame();
  expect([0, 1, 2].map((i) => area(pixelsOver(i)) > 0)).toEqual([false, true, false]);
  expect(area(pixelsOver(1))).toBe(24 * 26);
  clock.frame();
  clock.frame();
  expect([0, 1, 2].map((i) => area(pixelsOver(i)))).toEqual([624, 624, 624]);
  expect(viewer.announced).toEqual([]); // no viewport draws the layer
  masks.finish();
  expect(viewer.announced.map(({ slices }) => slices)).toEqual([[1, 2, 0]]);
  expect(clock.waiting).toBe(0);
});

test('slices without a candidate region at the new threshold say so', () => {
  const clock = new StepClock(0);
  const masks = new MaskUpdater(store, workspace, clock);
  viewer.addSegmentation(id(), displaySet);
  addResult(0);
  const outcome = { status: 'done', score: 0.9, candidate: true } as const;
  store.dispatch({ type: 'outcome', method: METHOD, displayIndex: 2, outcome });
  store.dispatch({ type: 'threshold', method: METHOD, threshold: 0.95 });
  masks.refresh(METHOD);
  clock.frame();
  expect(store.getState().methods[METHOD].outcomes[2]).toEqual({ ...outcome, candidate: false });
});

test('after dispose no frame writes any more', () => {
  const clock = new StepClock(0);
  const masks = new MaskUpdater(store, workspace, clock);
  viewer.addSegmentation(id(), displaySet);
  addResult(0);
  masks.refresh(METHOD);
  masks.dispose();
  expect(clock.waiting).toBe(0);
  expect(area(pixelsOver(0))).toBe(0);
});

test('what is waiting can be done at once, for an export', () => {
  const clock = new StepClock(10);
  const masks = new MaskUpdater(store, workspace, clock);
  viewer.addSegmentation(id(), displaySet);
  [0, 1, 2].forEach(addResult);
  masks.refresh(METHOD);
  clock.frame();
  masks.finish();
  expect([0, 1, 2].map((i) => area(pixelsOver(i)))).toEqual([100, 100, 100]);
  expect(clock.waiting).toBe(0);
});

test('where the viewer draws a layer it is told of each frame; with time to spare one does all slices', () => {
  viewer.show('default', displaySet);
  viewer.representations.set(`default|${id()}`, true);
  const clock = new StepClock(0);
  const masks = new MaskUpdater(store, workspace, clock);
  viewer.addSegmentation(id(), displaySet);
  [0, 1, 2].forEach(addResult);
  masks.refresh(METHOD);
  clock.frame();
  expect(viewer.announced.map(({ slices }) => [...slices].sort())).toEqual([[0, 1, 2]]);
  expect(clock.waiting).toBe(0);
});
