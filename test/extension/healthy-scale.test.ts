/** Percentiles that are written beside values of a map: those of the calibration, and none where nothing was measured. */
import { expect, test } from '@jest/globals';
import { percentileOf, percentileOfThreshold } from '../../extension/src/candidates/healthy-scale.ts';
import { consensusWeights } from './support/manifest.ts';

const { manifest } = consensusWeights();
const { healthyTail } = manifest.methods['diffusion-ad'].calibration!;

test('a value of a method has the percentile of the table, and beyond its end "more than" the last', () => {
  const percentile = percentileOf(manifest, 'diffusion-ad')!;
  const [rate, value] = healthyTail.find(([share]) => share <= 0.01)!;
  expect(Number(percentile(value))).toBeCloseTo(100 * (1 - rate), 6);
  const [last, end] = healthyTail.at(-1)!;
  expect(Number(percentile(end))).toBeCloseTo(100 * (1 - last), 6);
  expect(percentile(end * 1.01)).toBe(`>${percentile(end)}`);
  expect(percentile(1)).toBe(`>${percentile(end)}`);
});

test('regions of the consensus have no percentile; its threshold is between the calibrated ones', () => {
  expect(percentileOf(manifest, 'consensus')).toBeUndefined();
  const { fpr1, fpr5, fpr10 } = manifest.consensus!.thresholds;
  const said = (value: number) => percentileOfThreshold(manifest, 'consensus', value);
  expect([fpr1, fpr5, fpr10].map(said)).toEqual(['99', '95', '90']);
  expect(said((fpr1 + fpr5) / 2)).toBe('95–99');
  expect([said(fpr10 / 2), said(fpr1 * 1.1)]).toEqual(['<90', '>99']);
});
