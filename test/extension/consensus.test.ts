/** @jest-environment jsdom */
import { afterEach, describe, expect, test } from '@jest/globals';
import { parametersText } from '@lacuna/core/dicom/algorithm-item.ts';
import { parseRecordedRun } from '@lacuna/core/inference/recorded-run.ts';
import { provenance } from '../../extension/src/export/provenance.ts';
import { segmentMasks } from '../../extension/src/export/segment-masks.ts';
import { layerId } from '../../extension/src/layers/method-layers.ts';
import { Review } from '../../extension/src/review/review.ts';
import { FakeClient, settle, until } from './support/fake-client.ts';
import { FakeViewer } from './support/fake-viewer.ts';
import { consensusWeights, testWeights } from './support/manifest.ts';
import { axialInstance, displaySetOf, SERIES_UID } from './support/series.ts';

const displaySet = displaySetOf([30, 20, 10, 0].map((z) => axialInstance(z)));
const LATENT = layerId('latent-bernoulli', SERIES_UID);
const CONSENSUS = layerId('consensus', SERIES_UID);
const ALL = 24 * 26;
let viewer: FakeViewer;
let client: FakeClient;
let review: Review;

async function open(weights = consensusWeights()): Promise<void> {
  viewer = new FakeViewer();
  client = new FakeClient(weights);
  viewer.show('default', displaySet).setImageIdIndex(2);
  review = new Review(viewer.host(), client.start);
  await settle();
}
afterEach(() => review.dispose());

async function complete(start: () => Promise<void>, results = Infinity): Promise<void> {
  const run = start();
  await settle();
  await client.deliver(results);
  if (results !== Infinity) review.cancel();
  await run;
}
const select = (method: 'latent-bernoulli' | 'diffusion-ad', selected: boolean) =>
  review.store.dispatch({ type: 'selected', method, selected });
const outcomes = () => review.store.getState().methods['consensus'].outcomes;
const area = (segmentationId: string, displayIndex: number) =>
  viewer
    .labelPixels(segmentationId, `display-set/image-${displayIndex}`)
    .reduce((sum, value) => sum + value, 0);

describe('with weights that are calibrated for a consensus', () => {
  test('its layer appears when both methods have a slice, in its own colour, and not before', async () => {
    await open();
    await complete(() => review.runSeries(), 1);
    expect([viewer.segmentations.has(LATENT), viewer.segmentations.has(CONSENSUS)]).toEqual([true, false]);
    await complete(() => review.runSlice());
    expect(client.requests.at(-1)!.methods).toEqual(['latent-bernoulli', 'diffusion-ad']);
    expect([area(CONSENSUS, 2), area(CONSENSUS, 1)]).toEqual([100, 0]);
    expect(outcomes()[2]).toEqual({ status: 'done', score: expect.closeTo(4.6, 5), candidate: true });
    expect(outcomes()[1]).toBeNull();
    const { colours } = viewer;
    expect(colours.get(`default|${CONSENSUS}`)?.slice(0, 3)).toEqual([255, 80, 200]);
  });

  test('methods run one after the other meet in it', async () => {
    await open();
    select('diffusion-ad', false);
    await complete(() => review.runSlice());
    expect(viewer.segmentations.has(CONSENSUS)).toBe(false);
    select('diffusion-ad', true);
    select('latent-bernoulli', false);
    await complete(() => review.runSlice());
    expect(area(CONSENSUS, 2)).toBe(100);
  });

  test('the threshold works on it, alone and with the others', async () => {
    await open();
    await complete(() => review.runSeries());
    expect(review.store.getState().methods['consensus'].threshold).toBe(1);
    review.thresholds.setLinked(3);
    const thresholds = Object.values(review.store.getState().methods).map(({ threshold }) => threshold);
    expect(thresholds).toEqual([0.5, 0.5, 1.5]);
    review.thresholds.set('consensus', 0.3);
    review.workspace();
    expect([area(CONSENSUS, 0), area(LATENT, 0)]).toEqual([ALL, 100]);
    review.thresholds.set('consensus', 5);
    review.workspace();
    expect(area(CONSENSUS, 0)).toBe(0);
    expect(outcomes()[0]).toMatchObject({ candidate: false });
  });

  test('another seed takes it away with the methods it came from', async () => {
    await open();
    await complete(() => review.runSeries());
    review.store.dispatch({ type: 'seed', seed: 9 });
    await complete(() => review.runSlice(), 1);
    expect([area(CONSENSUS, 2), outcomes().filter(Boolean)]).toEqual([0, []]);
  });

  test('compare: the source, both methods and the consensus, each with its own layer alone', async () => {
    await open();
    await complete(() => review.runSlice());
    await review.comparison.set(true);
    const ids = [1, 2, 3, 4].map((n) => `lacuna-compare-${n}`);
    const last = ids[3]!;
    await until(() => /use only/.test(viewer.viewports.get(last)?.element.textContent ?? ''));
    await settle();
    expect([...viewer.viewports.keys()]).toEqual(ids);
    expect(viewer.state.layout).toMatchObject({ numRows: 2, numCols: 2 });
    expect(viewer.viewports.get(last)!.element.textContent).toMatch(/^Consensus.*Research use only/);
    expect(viewer.viewports.get(ids[0]!)!.element.textContent).toMatch(/^Source images.*Research use only/);
    await review.comparison.set(false);
    await settle();
    expect([...viewer.viewports.keys()]).toEqual(['default']);
  });

  test('its export names the rule, and holds what its layer shows', async () => {
    await open();
    await complete(() => review.runSlice());
    const workspace = review.workspace()!;
    const made = { threshold: 1, minimumRegionAreaMm2: 0 };
    const who = { date: new Date() };
    const signal = new AbortController().signal;
    const { masks, analysedSlices } = await segmentMasks(workspace, 'consensus', made, who, signal);
    expect([masks.filter((mask) => mask !== null).length, analysedSlices]).toEqual([1, [1]]);
    const { name, parameters } = provenance('consensus', consensusWeights(), {
      seed: 1,
      threshold: 1,
      backends: workspace.results.backends('consensus'),
      analysedSlices,
      sliceCount: 4,
    });
    expect(name).toBe('Consensus');
    expect(parameters).toMatchObject({
      rule: 'weighted-tail-score',
      'latent-bernoulli.weight': 0.25,
      'diffusion-ad.tail': '0.1:0.5;0.01:0.75',
      backend: 'wasm',
    });
  });

  test.each(['latent-bernoulli', 'diffusion-ad', 'consensus'] as const)(
    'an export of %s can be read back as the run it was, to the last digit of the threshold',
    (method) => {
      const weights = consensusWeights();
      const threshold = 0.1 + 0.2 + 1e-13;
      const facts = { seed: 7, threshold, backends: ['wasm'], analysedSlices: [0, 2, 3], sliceCount: 4 };
      const { name, parameters } = provenance(method, weights, facts);
      const run = parseRecordedRun(parametersText(parameters), name);
      expect(run).toMatchObject({ ...facts, output: method, weightsSha256: weights.sha256 });
      expect(run.consensus.length).toBe(method === 'consensus' ? 2 : 0);
    },
  );

  test('coming back to a series shows it again', async () => {
    await open();
    await complete(() => review.runSlice());
    const other = [0, 10].map((z) => axialInstance(z, { SeriesInstanceUID: '1.2.3.5' }));
    viewer.show('default', displaySetOf(other, 'other'));
    viewer.show('default', displaySet);
    await settle();
    expect(outcomes()[2]).toMatchObject({ score: expect.closeTo(4.6, 5) });
  });
});

test('without a consensus in the weights there is no layer and no outcome', async () => {
  await open(testWeights());
  await complete(() => review.runSeries());
  expect(viewer.segmentations.has(CONSENSUS)).toBe(false);
  expect(outcomes().every((outcome) => outcome === null)).toBe(true);
  expect(review.store.getState().methods['consensus'].threshold).toBeNull();
});
