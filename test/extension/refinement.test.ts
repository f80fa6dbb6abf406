/** @jest-environment jsdom */
/** Runs of several denoiser calls a slice: what is coarse is seen and labelled, and is no result. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { RunStep } from '@lacuna/core/inference/worker/client-types.ts';
import { aboutSections } from '../../extension/src/about/sections.ts';
import { collectJob } from '../../extension/src/export/collect-job.ts';
import type { MethodId } from '../../extension/src/methods.ts';
import { coarseText, settledText, stepsText } from '../../extension/src/refinement/label-parts.ts';
import { runStepChoices } from '../../extension/src/refinement/state.ts';
import { Review } from '../../extension/src/review/review.ts';
import { statusDetail } from '../../extension/src/state/status-text.ts';
import { FakeClient, fakeResult, settle } from './support/fake-client.ts';
import { FakeViewer } from './support/fake-viewer.ts';
import { axialInstance, displaySetOf, SERIES_UID } from './support/series.ts';

const displaySet = displaySetOf([30, 20, 10, 0].map((z) => axialInstance(z)));
/** Slice 1 from the feet, in display order. */
const SHOWN = 2;
let viewer: FakeViewer;
let client: FakeClient;
let review: Review;
const state = () => review.store.getState();

beforeEach(async () => {
  viewer = new FakeViewer();
  client = new FakeClient();
  viewer.show('default', displaySet).setImageIdIndex(SHOWN);
  review = new Review(viewer.host(), client.start);
  await settle();
});
afterEach(() => review.dispose());

const choose = (steps: number | null) => review.store.dispatch({ type: 'refinement', change: { steps } });

/** A coarse map without the square of the results. */
async function tell(step: number, steps = 5): Promise<void> {
  const slice = client.opened[0]!.slices[1]!;
  const coarse = fakeResult(slice, 1, 'latent-bernoulli');
  const told: RunStep = { sliceIndex: 1, method: 'latent-bernoulli', step, steps };
  const map = { ...coarse, anomalyMap: new Float32Array(coarse.anomalyMap.length).fill(0.01 * step) };
  client.tellStep?.({ ...told, coarse: map });
  await settle();
}

const labels = () => {
  const layers = ['latent-bernoulli'] as const;
  return [
    stepsText(state(), layers),
    coarseText(state(), layers, SHOWN),
    settledText(state(), layers, SHOWN),
  ];
};

describe('a run with more steps than the weights use', () => {
  test('asks for them, shows its step, and a coarse map that is no result', async () => {
    choose(5);
    const run = review.runSlice();
    await settle();
    expect(client.requests[0]!.settings).toEqual({
      seed: 1,
      latentBernoulli: { noiseLevel: 200, steps: 5, settledSteps: 3 },
    });
    await tell(2);
    expect(statusDetail(state())).toBe('step 2 of 5');
    expect(labels()).toEqual(['', 'Coarse: step 2 of 5, no result yet', '']);
    expect(coarseText(state(), ['latent-bernoulli'], null)).toMatch(/step 2 of 5/); // another plane cuts it
    expect(coarseText(state(), ['latent-bernoulli'], SHOWN + 1)).toBe('');
    expect(coarseText(state(), ['diffusion-ad'], SHOWN)).toBe('');
    const workspace = review.workspace()!;
    expect(workspace.coarse.get('latent-bernoulli', 1)?.anomalyMap[0]).toBeCloseTo(0.02);
    expect(workspace.results.sliceIndices('latent-bernoulli')).toEqual([]);
    expect(state().methods['latent-bernoulli'].outcomes[SHOWN]).toBeNull();
    await client.deliver();
    await run;
    expect(labels()).toEqual(['5 steps (calibrated: 1)', '', '']);
    expect(workspace.coarse.get('latent-bernoulli', 1)).toBeUndefined();
    expect(state().refinement).toMatchObject({ resultsSteps: 5, coarse: [] });
  });

  test('cancelled in the middle takes the coarse map away, and earlier results are there still', async () => {
    await client.complete(() => review.runSlice());
    choose(5);
    const run = review.runSlice();
    await settle();
    await tell(4);
    expect(labels()[1]).toMatch(/step 4 of 5/);
    review.cancel();
    await run;
    expect(labels()).toEqual(['', '', '']);
    expect(state()).toMatchObject({ resultsSeed: 1, refinement: { resultsSteps: null } });
    expect(state().methods['latent-bernoulli'].outcomes[SHOWN]).toMatchObject({ score: 0.9 });
  });

  test('its first result takes the place of those with another number of steps; those of DiffusionAD stay', async () => {
    await client.complete(() => review.runSeries());
    choose(5);
    await client.complete(() => review.runSlice());
    const { results } = review.workspace()!;
    expect(results.sliceIndices('latent-bernoulli')).toEqual([1]);
    expect(results.sliceIndices('diffusion-ad')).toEqual([0, 1, 2, 3]);
    const known = (method: MethodId) => state().methods[method].outcomes.map((outcome) => outcome !== null);
    expect(known('latent-bernoulli')).toEqual([false, false, true, false]);
    expect(known('diffusion-ad')).toEqual([true, true, true, true]);
    expect(state().refinement.resultsSteps).toBe(5);
    await client.complete(() => review.runSeries()); // goes on with what is missing
    expect(client.requests.at(-1)!.order).toEqual([0, 2, 3]);
  });

  test('of DiffusionAD alone leaves the results as they are: it has no steps', async () => {
    await client.complete(() => review.runSeries());
    choose(5);
    review.store.dispatch({ type: 'selected', method: 'latent-bernoulli', selected: false });
    await client.complete(() => review.runSlice());
    expect(review.workspace()!.results.sliceIndices('latent-bernoulli')).toEqual([0, 1, 2, 3]);
    expect(state().refinement.resultsSteps).toBeNull();
  });

  test('says that a chain ended early, in the viewport and about the map', async () => {
    client.resultOf = (...asked) => ({ ...fakeResult(...asked), stepsMade: 3 });
    choose(20);
    await client.complete(() => review.runSlice());
    expect(labels()[2]).toBe('Ended after 3 of 20 steps: no bit flips any more');
    const rows = new Map(aboutSections(state(), 'latent-bernoulli').flatMap((section) => section.rows));
    expect(rows.get('steps')).toBe('20');
    expect(rows.get('Calibrated with steps')).toBe('1');
    expect(rows.get('Slices that ended early')).toBe('1');
  });

  test('records its steps in what is exported', async () => {
    choose(5);
    await client.complete(() => review.runSeries());
    const job = await collectJob(
      {
        kind: 'seg',
        layer: 'latent-bernoulli',
        workspace: review.workspace()!,
        state: state(),
        seriesNumber: 1,
        earlier: {},
        listed: () => undefined,
        loadImage: () => Promise.reject(new Error('not needed')),
        contentDate: new Date(0),
      },
      new AbortController().signal,
      () => undefined,
    );
    if (job.kind === 'empty') throw new Error(job.sentence);
    expect(job.layers[0]!.algorithm.parameters).toMatchObject({
      L: 200,
      steps: 5,
      settledSteps: 3,
      calibratedSteps: 1,
    });
  });
});

test('the numbers offered are those of the weights, more, the published schedule, and what a site has set', () => {
  const weights = (noiseLevel: number, steps: number) =>
    ({ methods: { 'latent-bernoulli': { noiseLevel, steps } } }) as Parameters<typeof runStepChoices>[0];
  expect(runStepChoices(weights(20, 1), null)).toEqual([1, 5, 20, 50, 200]);
  expect(runStepChoices(weights(20, 10), 3)).toEqual([3, 10, 20, 50, 200]);
});

test('as many as the weights use, said by a number, are the default', async () => {
  choose(1);
  await client.complete(() => review.runSlice());
  expect(client.requests[0]!.settings).toEqual({ seed: 1 });
  expect(state().refinement.resultsSteps).toBeNull();
  expect(client.requests[0]!.seriesKey).toBe(SERIES_UID);
});
