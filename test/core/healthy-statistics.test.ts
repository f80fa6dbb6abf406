/** Order statistics of unordered pieces, against sorting everything. */
import { expect, test } from '@jest/globals';
import { calibrateMap } from '@lacuna/core/anomaly/calibration.ts';
import { HealthyStatistics } from '@lacuna/core/anomaly/healthy-statistics.ts';
import { sortFloat32 } from '@lacuna/core/metrics/sort-floats.ts';

/** Skewed like an anomaly map, from a fixed sequence, with zeros and values that repeat. */
function piece(length: number, start: number): Float32Array {
  let state = start;
  return Float32Array.from({ length }, (_, i) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    if (i % 17 === 0) return i % 2 === 0 ? 0 : -0;
    return i % 5 === 0 ? 0.25 : (state / 2 ** 32) ** 8;
  });
}

function inPieces(pieces: readonly Float32Array[]) {
  const statistics = new HealthyStatistics();
  for (const values of pieces) statistics.first(values);
  for (const values of pieces) statistics.second(values);
  return statistics.figures();
}

function sorted(pieces: readonly Float32Array[]) {
  const all = sortFloat32(Float32Array.from(pieces.flatMap((values) => [...values])));
  return calibrateMap((visit) => all.forEach((value) => visit(value, 1)));
}

test.each([
  ['one value', [Float32Array.of(0.3)]],
  ['one value many times', [new Float32Array(500).fill(0.125)]],
  ['neighbouring floats', [Float32Array.of(0.1, 0.10000001, 0.100000024), Float32Array.of(0.09999999)]],
  ['many slices', [piece(20_000, 1), piece(1, 2), piece(31_007, 3), new Float32Array(0), piece(9, 4)]],
])('thresholds and tail are those of the sorted values: %s', (_, pieces) => {
  const [found, expected] = [inPieces(pieces), sorted(pieces)];
  expect(found.thresholds).toEqual(expected.thresholds);
  expect(found.calibration.healthyTail).toEqual(expected.calibration.healthyTail);
  expect(found.calibration.mean).toBeCloseTo(expected.calibration.mean, 14);
  expect(found.calibration.sd).toBeCloseTo(expected.calibration.sd, 14);
});

test('a part of a larger buffer is read as that part', () => {
  const whole = piece(300, 7);
  const [left, right] = [whole.subarray(0, 101), whole.subarray(101)];
  expect(inPieces([left, right]).thresholds).toEqual(sorted([whole]).thresholds);
});

test.each([[[]], [[new Float32Array(0)]]])('nothing is refused (%#)', (pieces: Float32Array[]) => {
  expect(() => inPieces(pieces)).toThrow(expect.objectContaining({ code: 'empty-result' }));
});
