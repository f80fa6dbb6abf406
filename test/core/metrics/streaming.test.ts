/** Streaming keeps its memory and its bounds; the full run is streaming-benchmark.ts. */
import { expect, test } from '@jest/globals';
import {
  auroc,
  averagePrecision,
  histogramAuroc,
  histogramAveragePrecision,
  histogramOracleDice,
  oracleDice,
} from '@lacuna/core/metrics/index.ts';
import { MEBIBYTE, streamSlices } from './support/stream.ts';

const PIXELS = 64 * 64;

test('memory does not grow with the slices: 16 times as many cost less than 64 MiB more', () => {
  streamSlices(100, PIXELS); // compiled and grown before it is measured
  const few = streamSlices(100, PIXELS).peakBytes;
  const many = streamSlices(1600, PIXELS).peakBytes;
  expect(few).toBeGreaterThan(0);
  expect((many - few) / MEBIBYTE).toBeLessThan(64);
}, 120_000);

test('300 slices streamed give the metrics of all their pixels at once, within the bounds', () => {
  const scores = new Float32Array(300 * PIXELS);
  const truth = new Uint8Array(300 * PIXELS);
  let slice = 0;
  const { histogram } = streamSlices(300, PIXELS, (values, labels) => {
    scores.set(values, slice * PIXELS);
    truth.set(labels, slice++ * PIXELS);
  });
  const pairs = [
    [auroc(scores, truth)!, histogramAuroc(histogram)!],
    [averagePrecision(scores, truth)!, histogramAveragePrecision(histogram)!],
    [oracleDice(scores, truth)!.dice, histogramOracleDice(histogram)!],
  ] as const;
  for (const [exact, { low, high, value }] of pairs) {
    expect(exact).toBeGreaterThanOrEqual(low - 1e-12);
    expect(exact).toBeLessThanOrEqual(high + 1e-12);
    expect(Math.abs(exact - value)).toBeLessThan(1e-4);
    expect(high - low).toBeLessThan(2e-4);
  }
}, 120_000);
