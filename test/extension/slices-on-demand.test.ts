/** Pixels stay in the viewer's cache until the worker wants them; a series stored inverted is read whole first. */
import { expect, test } from '@jest/globals';
import type { ReviewSeries } from '../../extension/src/series/review-series.ts';
import { admitDisplaySet } from '../../extension/src/series/review-series.ts';
import type { LoadedImage } from '../../extension/src/series/slice-pixels.ts';
import { slicesForWorker } from '../../extension/src/series/slices-on-demand.ts';
import { settle } from './support/fake-client.ts';
import { axialInstance, COLUMNS, displaySetOf, instanceLookup, ROWS } from './support/series.ts';

const HEIGHTS = Array.from({ length: 9 }, (_, i) => 10 * i);

function admitted(interpretation: string): ReviewSeries {
  const instances = HEIGHTS.map((z) => axialInstance(z, { PhotometricInterpretation: interpretation }));
  const displaySet = displaySetOf(instances);
  const admission = admitDisplaySet(displaySet, instanceLookup(displaySet));
  if (admission.kind !== 'admitted') throw admission.error;
  return admission.series;
}

/** Each image holds its own number. */
function loader(photometricInterpretation: string) {
  const asked: number[] = [];
  let inFlight = 0;
  const found = { asked, most: 0, converted: 0 };
  const load = async (imageId: string): Promise<LoadedImage> => {
    const number = Number(imageId.split('-').at(-1));
    asked.push(number);
    found.most = Math.max(found.most, ++inFlight);
    await settle(1);
    inFlight--;
    return {
      rows: ROWS,
      columns: COLUMNS,
      slope: 1,
      intercept: 0,
      photometricInterpretation,
      voxelManager: {
        getScalarData: () => {
          found.converted++;
          return new Int16Array(ROWS * COLUMNS).fill(number);
        },
      },
    };
  };
  return { load, found };
}
const order = [4, 3, 5, 2, 6, 1, 7, 0, 8];

test('nothing is converted before it is wanted; images are fetched ahead in order, four at a time', async () => {
  const { load, found } = loader('MONOCHROME2');
  const slices = await slicesForWorker(admitted('MONOCHROME2'), order, load, new AbortController().signal);
  await settle(40);
  expect(found.asked).toEqual(order);
  expect(found.most).toBe(4);
  expect(found.converted).toBe(0);
  const [slice] = slices;
  if (!slice || !('read' in slice)) throw new Error('The pixels are there already.');
  const pixels = await slice.read();
  expect(pixels).toEqual(new Float32Array(ROWS * COLUMNS).fill(0));
  expect(await slice.read()).not.toBe(pixels); // the caller's own
  expect(found.converted).toBe(2);
});

test('a cancelled opening fetches no further', async () => {
  const { load, found } = loader('MONOCHROME2');
  const abort = new AbortController();
  await slicesForWorker(admitted('MONOCHROME2'), order, load, abort.signal);
  abort.abort();
  await settle(40);
  expect(found.asked.length).toBeLessThanOrEqual(4);
  await expect(slicesForWorker(admitted('MONOCHROME2'), order, load, abort.signal)).rejects.toMatchObject({
    code: 'cancelled',
  });
});

test('a series stored inverted is turned over within its whole range', async () => {
  const { load } = loader('MONOCHROME1');
  const slices = await slicesForWorker(admitted('MONOCHROME1'), order, load, new AbortController().signal);
  expect(slices.map((slice) => ('pixels' in slice ? slice.pixels[0] : null))).toEqual([
    8, 7, 6, 5, 4, 3, 2, 1, 0,
  ]);
});
