import { describe, expect, test } from '@jest/globals';
import { countAgreement, dice, kappa } from '@lacuna/core/anomaly/agreement.ts';
import { squaredDifference } from '@lacuna/core/anomaly/map.ts';
import { thresholdMask } from '@lacuna/core/anomaly/mask.ts';
import { medianFilter } from '@lacuna/core/anomaly/median-filter.ts';
import { sliceScore } from '@lacuna/core/anomaly/score.ts';
import { connectedComponents, dropSmallComponents, fillHoles } from '@lacuna/core/imaging/components.ts';
import { median, percentile } from '@lacuna/core/imaging/statistics.ts';

/** A drawing, one character a pixel; '#' is 1. */
const draw = (...lines: string[]) => Uint8Array.from(lines.join(''), (c) => (c === '#' ? 1 : 0));

describe('connected components', () => {
  const diagonal = draw('#..#', '.#..', '..#.', '#..#');

  test('diagonal neighbours count with 8-connectivity only', () => {
    expect(connectedComponents(diagonal, 4, 8).sizes.slice(1).sort()).toEqual([1, 1, 4]);
    expect(connectedComponents(diagonal, 4, 4).sizes).toHaveLength(7);
  });

  test('a component does not wrap around the edge of the image', () => {
    expect(connectedComponents(draw('..#', '#..'), 3, 8).sizes).toEqual([0, 1, 1]);
  });

  test('a component of a million pixels does not exhaust the stack', () => {
    expect(connectedComponents(new Uint8Array(1e6).fill(1), 1000, 8).sizes).toEqual([0, 1e6]);
  });

  test('a component of exactly the smallest area stays', () => {
    const mask = draw('##..', '....', '...#');
    const area = { pixelAreaMm2: 3, minAreaMm2: 6 };
    expect(dropSmallComponents(mask, 4, 8, area)).toEqual(draw('##..', '....', '....'));
  });

  test('holes are filled, bays are not', () => {
    const mask = draw('####..', '#..##.', '#.#.##', '####.#', '....##');
    expect(fillHoles(mask, 6)).toEqual(draw('####..', '#####.', '######', '######', '....##'));
    expect(fillHoles(draw('.#.', '#.#', '.#.'), 3)).toEqual(draw('.#.', '###', '.#.'));
    expect(fillHoles(draw('###', '#.#', '#.#'), 3)).toEqual(draw('###', '#.#', '#.#'));
  });
});

describe('threshold mask', () => {
  const geometry = { rows: 3, columns: 4, rowSpacingMm: 2, columnSpacingMm: 1 };
  const map = new Float32Array([0.5, 0.5, 0, 0, 0, 0, 0, 0.9, 0, 0, 0.5, 0]);

  test('keeps what reaches the threshold and is large enough', () => {
    expect(thresholdMask(map, geometry, 0.5, 4)).toEqual(draw('##..', '...#', '..#.'));
    expect(thresholdMask(map, geometry, 0.5, 4.1)).toEqual(draw('....', '....', '....'));
    expect(thresholdMask(map, geometry, 0.6, 0)).toEqual(draw('....', '...#', '....'));
  });

  test('pixels of value 0 never belong to it, at threshold 0 either', () => {
    expect(thresholdMask(map, geometry, 0, 0)).toEqual(draw('##..', '...#', '..#.'));
  });

  test('a map of zeros comes out empty', () => {
    expect(thresholdMask(new Float32Array(12), geometry, 0.1, 0).some(Boolean)).toBe(false);
  });

  test.each([[-0.1], [Number.NaN], [Infinity]])('refuses the threshold %p', (threshold) => {
    expect(() => thresholdMask(map, geometry, threshold, 0)).toThrow(
      expect.objectContaining({ code: 'invalid-argument' }),
    );
  });

  test('refuses a map of another size', () => {
    expect(() => thresholdMask(map, { ...geometry, rows: 4 }, 0.5, 0)).toThrow(
      expect.objectContaining({ code: 'invalid-argument' }),
    );
  });
});

describe('maps and scores', () => {
  test('squared difference counts inside the brain only', () => {
    const map = squaredDifference(
      new Float32Array([0.5, 1, 0.2, 0]),
      new Float32Array([0.5, 0.5, 0, 1]),
      new Uint8Array([1, 1, 1, 0]),
      2,
      0,
    );
    [0, 0.25, 0.04, 0].forEach((value, i) => expect(map[i]).toBeCloseTo(value, 6));
  });

  test('the median removes a lone spike, keeps an edge and repeats the border', () => {
    const spike = new Float32Array(25);
    spike[12] = 9;
    expect(medianFilter(spike, 5, 3).some(Boolean)).toBe(false);
    const edge = new Float32Array(25).map((_, i) => (i % 5 < 2 ? 1 : 0));
    expect(medianFilter(edge, 5, 3)).toEqual(edge);
  });

  test('the score is the mean of the 50 largest pixels', () => {
    const map = new Float32Array(1000).map((_, i) => ((i * 37) % 1000) / 1000);
    expect(sliceScore(map)).toBeCloseTo((0.95 + 0.999) / 2, 6);
    expect(sliceScore(new Float32Array(1000))).toBe(0);
  });

  test("percentile and median are numpy's", () => {
    expect(percentile([1, 2, 3, 4], 50)).toBe(2.5);
    expect(percentile([10, 0, 20], 99)).toBeCloseTo(19.8, 12);
    expect(median([3, 1, 2])).toBe(2);
    expect(median([4, 1, 3, 2])).toBe(2.5);
    expect(median([])).toBeNaN();
  });
});

describe('agreement of two masks', () => {
  const first = draw('##..', '##..');
  const second = draw('.##.', '.##.');

  test('counts, Dice and kappa of a worked example', () => {
    const counts = countAgreement(first, second);
    expect(counts).toEqual({ both: 2, onlyFirst: 2, onlySecond: 2, neither: 2 });
    expect(dice(counts)).toBe(0.5);
    expect(kappa(counts)).toBe(0); // observed 4/8, by chance 4/8
    expect(kappa(countAgreement(first, first))).toBe(1);
  });

  test('only the domain counts', () => {
    expect(countAgreement(first, second, draw('.#..', '.#.#'))).toEqual({
      both: 2,
      onlyFirst: 0,
      onlySecond: 0,
      neither: 1,
    });
  });

  test('undefined measures are null, not 0 or 1', () => {
    const empty = countAgreement(draw('....'), draw('....'));
    expect(dice(empty)).toBeNull();
    expect(kappa(empty)).toBeNull();
  });
});
