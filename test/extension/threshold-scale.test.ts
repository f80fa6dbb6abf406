import { expect, test } from '@jest/globals';
import {
  formatScore,
  healthyShare,
  positionOf,
  snap,
  thresholdScale,
  valueAt,
} from '../../extension/src/layers/threshold-scale.ts';

const scale = thresholdScale({ fpr1: 0.4, fpr5: 0.1, fpr10: 0.05, default: 'fpr1' }, [0, 1]);

test('the calibrated thresholds stand on the marks', () => {
  expect([1, 2, 3].map((position) => valueAt(scale, position))).toEqual([0.05, 0.1, 0.4]);
  expect([0.05, 0.1, 0.4].map((value) => positionOf(scale, value))).toEqual([1, 2, 3]);
  expect([valueAt(scale, 0), valueAt(scale, 4)]).toEqual([0, 1]);
});

test('position and value are inverse in between, and outside goes to the ends', () => {
  for (const position of [0.25, 1.5, 2.75, 3.9])
    expect(positionOf(scale, valueAt(scale, position))).toBeCloseTo(position, 9);
  expect(positionOf(scale, 7)).toBe(4);
  expect(positionOf(scale, -1)).toBe(0);
  expect(valueAt(scale, 9)).toBe(1);
});

test('an uncalibrated bundle gives a scale that does not run back', () => {
  const flat = thresholdScale({ fpr1: 1, fpr5: 1, fpr10: 1, default: 'fpr1' }, [0, 1]);
  expect(flat.nodes).toEqual([0, 1, 1, 1, 1]);
  expect(positionOf(flat, 1)).toBe(4);
  expect(positionOf(flat, 0.5)).toBeCloseTo(0.5);
  const reversed = thresholdScale({ fpr1: 0.1, fpr5: 0.2, fpr10: 0.3, default: 'fpr1' }, [0, 1]);
  expect(reversed.nodes).toEqual([0, 0.3, 0.3, 0.3, 1]);
});

test('a slider snaps to near marks only', () => {
  expect(snap(1.95)).toBe(2);
  expect(snap(1.8)).toBe(1.8);
  expect(snap(3.97)).toBe(3.97);
  expect(snap(0.02)).toBe(0.02);
});

test('words and numbers', () => {
  expect([0.5, 1, 1.5, 2.5, 3, 3.5].map(healthyShare)).toEqual([
    'more than 10 % of healthy pixels',
    'at 10 % of healthy pixels',
    'between 10 % and 5 % of healthy pixels',
    'between 5 % and 1 % of healthy pixels',
    'at 1 % of healthy pixels',
    'less than 1 % of healthy pixels',
  ]);
  expect([0, 0.123456, 0.0000123456, 12.3].map(formatScore)).toEqual(['0', '0.123', '0.0000123', '12.3']);
});
