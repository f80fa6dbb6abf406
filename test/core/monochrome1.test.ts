import { expect, test } from '@jest/globals';
import { uprightGreys } from '@lacuna/core/imaging/monochrome1.ts';
import type { SourceSlice } from '@lacuna/core/imaging/series.ts';

const slice = (key: string, values: number[]): SourceSlice => ({
  key,
  geometry: {
    rows: 1,
    columns: values.length,
    rowSpacingMm: 1,
    columnSpacingMm: 1,
    imagePositionPatient: [0, 0, Number(key)],
    imageOrientationPatient: [1, 0, 0, 0, 1, 0],
  },
  pixels: Float32Array.from(values),
});

test('upright images are handed on as they are', () => {
  const slices = [slice('0', [1, 2])];
  expect(uprightGreys(slices, [false])).toEqual({ slices, warnings: [] });
});

test('inverted images are turned over within the range of the whole series, and the reader is told', () => {
  const slices = [slice('0', [900, 100]), slice('1', [700, 1000])];
  const { slices: upright, warnings } = uprightGreys(slices, [true, true]);
  expect(upright.map(({ pixels }) => [...pixels])).toEqual([
    [200, 1000],
    [400, 100],
  ]);
  expect([...slices[0]!.pixels]).toEqual([900, 100]); // the source is not touched
  expect(warnings.join()).toMatch(/MONOCHROME1.*100\.\.1000/);
});
