import { expect, test } from '@jest/globals';
import { admitDisplaySet } from '../../extension/src/series/review-series.ts';
import { modalityPixels, type LoadedImage } from '../../extension/src/series/slice-pixels.ts';
import { sliceHeader } from '../../extension/src/series/slice-header.ts';
import { outwardFrom } from '../../extension/src/series/slice-order.ts';
import { readSlices } from '../../extension/src/series/read-slices.ts';
import { axialInstance, displaySetOf, instanceLookup, COLUMNS, ROWS } from './support/series.ts';

const image = (values: number[], changes: Partial<LoadedImage> = {}): LoadedImage => ({
  rows: 1,
  columns: values.length,
  slope: 1,
  intercept: 0,
  photometricInterpretation: 'MONOCHROME2',
  voxelManager: { getScalarData: () => Int16Array.from(values) },
  ...changes,
});

test('slices go feet to head whatever the order of display', () => {
  const displaySet = displaySetOf([10, 0, 30, 20].map((z) => axialInstance(z)));
  const admission = admitDisplaySet(displaySet, instanceLookup(displaySet));
  if (admission.kind !== 'admitted') throw admission.error;
  expect(admission.series.slices.map((slice) => slice.geometry.imagePositionPatient[2])).toEqual([
    0, 10, 20, 30,
  ]);
  expect(admission.series.slices.map((slice) => slice.displayIndex)).toEqual([1, 0, 3, 2]);
  expect(admission.series.sliceIndexOf).toEqual([1, 0, 3, 2]);
  expect(admission.series.slices[0]).toMatchObject({ imageId: 'display-set/image-1', key: '1.2.3.4.100' });
});

test.each([
  ['another modality', { Modality: 'CT' }, 'not-mr'],
  ['colour', { SamplesPerPixel: 3, PhotometricInterpretation: 'RGB' }, 'colour'],
  ['no position', { ImagePositionPatient: undefined }, 'no-geometry'],
  ['text in the spacing', { PixelSpacing: ['wide', '1'] }, 'no-geometry'],
  ['several frames', { NumberOfFrames: '12' }, 'no-geometry'],
  ['a sagittal plane', { ImageOrientationPatient: [0, 1, 0, 0, 0, -1] }, 'not-axial'],
])('a series with %s is refused with its reason', (_name, changes, code) => {
  const displaySet = displaySetOf([0, 5, 10].map((z) => axialInstance(z, changes)));
  const admission = admitDisplaySet(displaySet, instanceLookup(displaySet));
  expect(admission.kind).toBe('refused');
  if (admission.kind !== 'refused') return;
  expect(admission.error.code).toBe(code);
  expect(admission.error.message).toMatch(/^[A-Z].*\.$/s);
});

test('a display set without images is refused, not run', () => {
  const admission = admitDisplaySet(displaySetOf([]), () => undefined);
  expect(admission).toMatchObject({ kind: 'refused', error: { code: 'no-geometry' } });
});

test('what an instance does not say is absent from the header', () => {
  const header = sliceHeader({ SOPInstanceUID: '1.2', PixelSpacing: {}, Rows: null });
  expect(header).toEqual({ key: '1.2', geometry: {}, sequence: {} });
});

test('stored values are rescaled once: here when the loader has not, not when it has', () => {
  const raw = image([0, 10, 100], { slope: 2, intercept: -5, preScale: { enabled: true, scaled: false } });
  expect([...modalityPixels(raw)]).toEqual([-5, 15, 195]);
  const scaled = image([-5, 15, 195], { slope: 2, intercept: -5, preScale: { enabled: true, scaled: true } });
  expect([...modalityPixels(scaled)]).toEqual([-5, 15, 195]);
  const disabled = image([0, 10], { slope: 2, intercept: 1, preScale: { enabled: false } });
  expect([...modalityPixels(disabled)]).toEqual([1, 21]);
});

test('a slope of 0 is a broken file and said to be one', () => {
  expect(() => modalityPixels(image([3, 7], { slope: 0 }))).toThrow(/rescale slope of 0/);
});

test('the pixels handed on are a copy, and a short image is an error', () => {
  const scalars = Float32Array.from([1, 2]);
  const source = image([1, 2], { voxelManager: { getScalarData: () => scalars } });
  modalityPixels(source)[0] = 99;
  expect(scalars[0]).toBe(1);
  expect(() => modalityPixels({ ...source, columns: 3 })).toThrow(/could not be read/);
});

test('the visible slice is first, its neighbours outward', () => {
  expect(outwardFrom(2, 5)).toEqual([2, 1, 3, 0, 4]);
  expect(outwardFrom(0, 3)).toEqual([0, 1, 2]);
  expect(outwardFrom(9, 3)).toEqual([2, 1, 0]);
});

test('slices are read in the order asked for and come back feet to head', async () => {
  const displaySet = displaySetOf([20, 10, 0].map((z) => axialInstance(z)));
  const admission = admitDisplaySet(displaySet, instanceLookup(displaySet));
  if (admission.kind !== 'admitted') throw admission.error;
  const asked: string[] = [];
  const load = async (imageId: string) => {
    asked.push(imageId);
    const value = Number(imageId.at(-1));
    return { ...image(new Array<number>(ROWS * COLUMNS).fill(value)), rows: ROWS, columns: COLUMNS };
  };
  const progress: number[] = [];
  const slices = await readSlices(admission.series, [2, 1, 0], load, new AbortController().signal, (done) =>
    progress.push(done),
  );
  expect(asked).toEqual(['display-set/image-0', 'display-set/image-1', 'display-set/image-2']);
  expect(slices.map((slice) => slice.pixels[0])).toEqual([2, 1, 0]);
  expect(progress).toEqual([1, 2, 3]);
});

test('reading stops when cancelled', async () => {
  const displaySet = displaySetOf([0, 10].map((z) => axialInstance(z)));
  const admission = admitDisplaySet(displaySet, instanceLookup(displaySet));
  if (admission.kind !== 'admitted') throw admission.error;
  const abort = new AbortController();
  const load = async () => {
    abort.abort();
    return { ...image(new Array<number>(ROWS * COLUMNS).fill(0)), rows: ROWS, columns: COLUMNS };
  };
  await expect(
    readSlices(admission.series, [0, 1], load, abort.signal, () => undefined),
  ).rejects.toMatchObject({
    code: 'cancelled',
  });
});
