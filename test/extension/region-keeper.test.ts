/** @jest-environment jsdom */
/** The list of candidate regions while a threshold is dragged over a whole series, frame by frame. */
import { beforeEach, expect, test } from '@jest/globals';
import type { Candidate } from '../../extension/src/candidates/candidate.ts';
import { RegionKeeper } from '../../extension/src/candidates/region-keeper.ts';
import { MaskUpdater } from '../../extension/src/layers/mask-updater.ts';
import { createWorkspace, type SeriesWorkspace } from '../../extension/src/review/workspace.ts';
import { admitDisplaySet } from '../../extension/src/series/review-series.ts';
import { createStore, type ReviewStore } from '../../extension/src/state/store.ts';
import { fakeResult } from './support/fake-client.ts';
import { FakeViewer } from './support/fake-viewer.ts';
import { testWeights } from './support/manifest.ts';
import { axialInstance, COLUMNS, displaySetOf, instanceLookup } from './support/series.ts';
import { StepClock } from './support/step-clock.ts';

const OUTPUT = 'latent-bernoulli';
const SLICES = 12;
const displaySet = displaySetOf(Array.from({ length: SLICES }, (_, z) => axialInstance(10 * z)));
let workspace: SeriesWorkspace;
let store: ReviewStore;

/** A cone over all slices, so that every threshold has a region of another size. */
function addResults(): void {
  for (const [sliceIndex, { key, geometry }] of workspace.series.slices.entries()) {
    const result = fakeResult({ key, geometry, pixels: new Float32Array() }, sliceIndex, OUTPUT);
    const anomalyMap = result.anomalyMap.map((_, i) => {
      const [row, column] = [Math.floor(i / COLUMNS), i % COLUMNS];
      return Math.max(0, 1 - Math.hypot(row - 12, column - 13, sliceIndex - 6) / 14);
    });
    workspace.results.add({ ...result, anomalyMap }, 'fake');
  }
}

beforeEach(() => {
  const viewer = new FakeViewer();
  const admission = admitDisplaySet(displaySet, instanceLookup(displaySet));
  if (admission.kind !== 'admitted') throw admission.error;
  workspace = createWorkspace(viewer.host(), admission.series, () => 0);
  store = createStore();
  store.dispatch({ type: 'weights', weights: { kind: 'ready', info: testWeights() } });
  const series = { kind: 'admitted', key: 's', sliceCount: SLICES, warnings: [] } as const;
  store.dispatch({ type: 'series', series });
  addResults();
});

/** What a review does about a threshold; each reading of the clock takes `cost` ms. */
function reader(cost: number) {
  const clock = new StepClock(cost);
  const regions = new RegionKeeper(store, workspace, () => null, clock);
  const masks = new MaskUpdater(store, workspace, clock, () => regions.update());
  const lists: (readonly Candidate[])[] = [];
  let last: unknown;
  store.subscribe(() => {
    const { regions: now } = store.getState().candidates;
    if (now !== last) lists.push(now);
    last = now;
  });
  return {
    clock,
    lists,
    regions,
    masks,
    drag(threshold: number) {
      store.dispatch({ type: 'threshold', method: OUTPUT, threshold });
      masks.refresh(OUTPUT);
      regions.follow();
    },
    async rest() {
      for (let frames = 0; clock.waiting > 0 && frames < 500; frames++) clock.frame();
      await Promise.resolve();
    },
  };
}
const voxelsAbove = (threshold: number) =>
  workspace.series.slices.reduce((sum, _, slice) => {
    const { anomalyMap } = workspace.results.get(OUTPUT, slice)!;
    return sum + anomalyMap.filter((value) => value > 0 && value >= threshold).length;
  }, 0);
const values = Array.from({ length: 60 }, (_, i) => Math.fround(0.4 + i / 150));

test('the list follows a drag whose masks never come to rest, each list whole and of one value', async () => {
  const { clock, drag, lists, rest } = reader(1);
  drag(0.3);
  await rest();
  lists.length = 0;
  for (const value of values) {
    drag(value);
    clock.allNow();
  }
  expect(lists.length).toBeGreaterThan(6);
  const possible = new Set(values.map(voxelsAbove));
  for (const [region, ...more] of lists) {
    expect(more).toEqual([]);
    expect(possible.has(region!.voxels)).toBe(true);
  }
  expect(store.getState().candidates.busy).toBe(true);
  await rest();
  expect(store.getState().candidates).toMatchObject({ busy: false });
  expect(lists.at(-1)!.map(({ voxels }) => voxels)).toEqual([voxelsAbove(values.at(-1)!)]);
});

test('however slow the computer, a list that has begun is finished', async () => {
  const { clock, drag, lists, rest } = reader(7); // over the budget at each look at the clock: one step a frame
  drag(0.3);
  await rest();
  lists.length = 0;
  for (const value of [...values, ...values]) {
    drag(value);
    clock.allNow();
  }
  expect(lists.length).toBeGreaterThan(1);
});

test('the same list follows as is made at rest', async () => {
  const following = reader(1);
  following.drag(0.3);
  await following.rest();
  following.drag(0.55);
  await following.rest();
  const found = store.getState().candidates.regions[0]!;
  const anew = reader(1);
  anew.regions.finish();
  expect(store.getState().candidates.regions).toEqual([found]);
});

test('the selected region stays selected where the threshold only passes beyond its peak', async () => {
  const { clock, drag, rest } = reader(1);
  drag(0.5);
  await rest();
  const { id } = store.getState().candidates.regions[0]!;
  store.dispatch({ type: 'regions', change: { type: 'selected', id } });
  for (let frames = 0; frames < 60; frames++) {
    drag(2 + frames / 100);
    clock.allNow();
  }
  expect(store.getState().candidates.regions).toEqual([]);
  drag(0.6);
  await rest();
  expect(store.getState().candidates).toMatchObject({ selected: id, regions: [{ id }] });
  drag(2);
  await rest();
  expect(store.getState().candidates.selected).toBeNull();
});
