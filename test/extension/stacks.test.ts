/**
 * Series of several stacks in the viewer: the stack that suits the weights is run, the others are named.
 * @jest-environment jsdom
 */
import { expect, test } from '@jest/globals';
import type { Sequence } from '@lacuna/core/imaging/sequence-headers.ts';
import { layerId } from '../../extension/src/layers/method-layers.ts';
import { Review } from '../../extension/src/review/review.ts';
import { admitDisplaySet } from '../../extension/src/series/review-series.ts';
import { statusText } from '../../extension/src/state/status-text.ts';
import { FakeClient, settle } from './support/fake-client.ts';
import { FakeViewer } from './support/fake-viewer.ts';
import { axialInstance, displaySetOf, instanceLookup, SERIES_UID } from './support/series.ts';

const HEIGHTS = [30, 20, 10, 0];
const FLAIR = { EchoTime: 120, RepetitionTime: 9000, InversionTime: 2500, SeriesDescription: 'AX FLAIR' };
const SHORT = { ...FLAIR, EchoTime: 20, InversionTime: undefined, SeriesDescription: 'AX T1', RepetitionTime: 500 }; // prettier-ignore
/** Two images at each height: the short echo, then the FLAIR. */
const twoStacks = displaySetOf(
  HEIGHTS.flatMap((z) => [
    axialInstance(z, { ...SHORT, SOPInstanceUID: `1.2.3.5.${z + 1}` }),
    axialInstance(z, FLAIR),
  ]),
);
const admit = (displaySet: typeof twoStacks, wanted?: Sequence) => {
  const admission = admitDisplaySet(displaySet, instanceLookup(displaySet), wanted);
  if (admission.kind === 'refused') throw admission.error;
  return admission.series;
};

test('of two echoes the one of the wanted sequence is taken, and the other named', () => {
  const { slices, sliceIndexOf, warnings } = admit(twoStacks);
  expect(slices.map(({ displayIndex }) => displayIndex)).toEqual([7, 5, 3, 1]);
  expect(sliceIndexOf).toEqual([-1, 3, -1, 2, -1, 1, -1, 0]);
  expect(warnings).toEqual([
    expect.stringMatching(/holds 2 stacks; this is the one with EchoTime 120 ms.*Not run: EchoTime 20 ms/),
  ]);
  expect(admit(twoStacks, 't1').slices.map(({ displayIndex }) => displayIndex)).toEqual([6, 4, 2, 0]);
});

test('a localiser among the slices is left out and said; time points that cannot be told apart are refused', () => {
  const other = { ImageOrientationPatient: [0, 1, 0, 0, 0, -1], SOPInstanceUID: '1.2.3.6', SeriesDescription: 'FLAIR' }; // prettier-ignore
  const withLocaliser = displaySetOf([axialInstance(5, other), ...HEIGHTS.map((z) => axialInstance(z))]);
  const { sliceIndexOf, warnings } = admit(withLocaliser);
  expect(sliceIndexOf).toEqual([-1, 3, 2, 1, 0]);
  expect(warnings).toEqual(['Left out: 1 image not parallel to the other 4, as a localiser would be.']);
  const twice = displaySetOf([...HEIGHTS, ...HEIGHTS].map((z, i) => axialInstance(z, { SOPInstanceUID: `1.2.${i}` }))); // prettier-ignore
  expect(() => admit(twice)).toThrow(/lie at the same position/);
});

test('a run takes the stack alone, its results lie on its images, and another image cannot be run', async () => {
  const viewer = new FakeViewer();
  const client = new FakeClient();
  viewer.show('default', twoStacks).setImageIdIndex(4);
  const review = new Review(viewer.host(), client.start);
  await settle();
  await review.runSlice();
  expect(statusText(review.store.getState())).toMatch(/not of the stack that is run/);
  const run = review.runSeries();
  await settle();
  await client.deliver();
  await run;
  expect(client.opened[0]!.slices.map(({ geometry }) => geometry.imagePositionPatient[2])).toEqual([0, 10, 20, 30]); // prettier-ignore
  const { outcomes } = review.store.getState().methods['latent-bernoulli'];
  expect(outcomes.map((outcome) => outcome !== null)).toEqual(HEIGHTS.flatMap(() => [false, true]));
  const area = (image: number) =>
    viewer
      .labelPixels(layerId('latent-bernoulli', SERIES_UID), `display-set/image-${image}`)
      .reduce((sum, value) => sum + value, 0);
  expect([area(0), area(1), area(6), area(7)]).toEqual([0, 100, 0, 100]);
  review.dispose();
});
