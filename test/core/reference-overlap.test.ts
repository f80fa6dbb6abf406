/** Figures against a reference, counted by hand. */
import { expect, test } from '@jest/globals';
import { overlapCounts, referenceFigures } from '@lacuna/core/anomaly/reference-overlap.ts';

const bits = (text: string) => Uint8Array.from(text, (c) => (c === '1' ? 1 : 0));

test('counts pixels by mask and reference; no reference is an empty one', () => {
  expect(overlapCounts(bits('110100'), bits('101100'))).toEqual({ both: 2, onlyMask: 1, onlyReference: 1 });
  expect(overlapCounts(bits('110100'), null)).toEqual({ both: 0, onlyMask: 3, onlyReference: 0 });
});

test('weighs slices by what their pixels stand for', () => {
  const slices = [
    { counts: { both: 2, onlyMask: 1, onlyReference: 1 }, pixelMm3: 1000 },
    { counts: { both: 0, onlyMask: 0, onlyReference: 1 }, pixelMm3: 2000 },
  ];
  const figures = referenceFigures(slices);
  expect(figures.dice).toBeCloseTo(4 / (4 + 1 + 1 + 2), 12);
  expect(figures.sensitivity).toBeCloseTo(2 / 5, 12);
  expect(figures.falsePositiveMl).toBeCloseTo(1, 12);
  expect(figures.slices).toBe(2);
});

test('says where a figure is not defined', () => {
  const nothing = { both: 0, onlyMask: 0, onlyReference: 0 };
  expect(referenceFigures([{ counts: nothing, pixelMm3: 5 }])).toEqual({
    dice: null,
    sensitivity: null,
    falsePositiveMl: 0,
    slices: 1,
  });
  const wrong = { both: 0, onlyMask: 4, onlyReference: 0 };
  expect(referenceFigures([{ counts: wrong, pixelMm3: 5 }])).toMatchObject({ dice: 0, sensitivity: null });
});
