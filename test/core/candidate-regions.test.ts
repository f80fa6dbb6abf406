/** Candidate regions over slices: what hangs together, and its figures, against counts made by hand. */
import { describe, expect, test } from '@jest/globals';
import { candidateRegions } from '@lacuna/core/anomaly/candidate-regions.ts';
import { sliceStack } from '@lacuna/core/anomaly/slice-stack.ts';
import type { SliceGeometry, Vec6 } from '@lacuna/core/imaging/series.ts';

const ROWS = 4;
const COLUMNS = 5;

function stack(heights: readonly number[], orientation: Vec6 = [1, 0, 0, 0, 1, 0]): SliceGeometry[] {
  return heights.map((height) => ({
    rows: ROWS,
    columns: COLUMNS,
    rowSpacingMm: 2,
    columnSpacingMm: 3,
    imagePositionPatient: [-6, 10, height],
    imageOrientationPatient: orientation,
  }));
}

/** Planes drawn as text: a digit is a map value in tenths, a point is outside the mask. */
function planes(...drawings: readonly (readonly string[] | null)[]) {
  const cells = drawings.map((lines) => lines && [...lines.join('')]);
  return {
    masks: cells.map((plane) => plane && Uint8Array.from(plane, (c) => (c === '.' ? 0 : 1))),
    maps: cells.map((plane) => plane && Float32Array.from(plane, (c) => (c === '.' ? 0 : Number(c) / 10))),
  };
}

const EMPTY = ['.....', '.....', '.....', '.....'];

describe('candidate regions', () => {
  test('join what touches within a slice and between slices, corners included', () => {
    const { masks, maps } = planes(
      ['9....', '.....', '....1', '.....'],
      ['.2...', '.....', '.....', '...3.'],
      EMPTY,
      ['.2...', '.....', '.....', '.....'],
    );
    const { regions, labels } = candidateRegions(stack([0, 5, 10, 15]), masks, maps);
    expect(regions.map(({ voxels, firstSlice, lastSlice }) => [voxels, firstSlice, lastSlice])).toEqual([
      [2, 0, 1],
      [2, 0, 1],
      [1, 3, 3],
    ]);
    expect([...labels[0]!].filter((label) => label)).toEqual([1, 2]);
    expect(labels[3]!.indexOf(3)).toBe(1);
  });

  test('of one U-shaped region, whose arms meet two slices higher, are one', () => {
    const { masks, maps } = planes(
      ['1...1', '.....', '.....', '.....'],
      ['1...1', '.....', '.....', '.....'],
      ['11111', '.....', '.....', '.....'],
    );
    expect(candidateRegions(stack([0, 1, 2]), masks, maps).regions).toHaveLength(1);
  });

  test('have the volume of their slices, also with uneven gaps', () => {
    const { masks, maps } = planes(['4....', ...EMPTY.slice(1)], ['1....', ...EMPTY.slice(1)], EMPTY);
    const [region] = candidateRegions(stack([0, 4, 10]), masks, maps).regions;
    // the first slice stands for 2 mm outwards, half the usual gap, and 2 mm towards the second; that one for 2 + 3 mm
    expect(region!.volumeMl).toBeCloseTo((6 * (2 + 2) + 6 * (2 + 3)) / 1000, 12);
    expect(region!.mean).toBeCloseTo((0.4 * 4 + 0.1 * 5) / 9, 6);
    expect(region!.peak).toBeCloseTo(0.4, 6);
    expect(region!.peakAt).toEqual({ slice: 0, row: 0, column: 0 });
  });

  test('do not reach over missing slices, nor take their volume', () => {
    const { masks, maps } = planes(
      ['1....', ...EMPTY.slice(1)],
      ['1....', ...EMPTY.slice(1)],
      ['1....', ...EMPTY.slice(1)],
    );
    const { regions } = candidateRegions(stack([0, 2, 12]), masks, maps);
    expect(regions.map(({ voxels }) => voxels)).toEqual([2, 1]);
    expect(regions[1]!.volumeMl).toBeCloseTo((6 * 2) / 1000, 12);
    expect(sliceStack(stack([0, 2, 12])).joined).toEqual([true, false]);
  });

  test('lie where the geometry says, and on their side', () => {
    const { masks, maps } = planes(['1...1', ...EMPTY.slice(1)], EMPTY);
    const { regions } = candidateRegions(stack([7, 9]), masks, maps, { midlineXMm: 0 });
    expect(regions.map(({ centreMm, side }) => [centreMm, side])).toEqual([
      [[-6, 10, 7], 'right'],
      [[6, 10, 7], 'left'],
    ]);
    const across = planes(['11111', ...EMPTY.slice(1)], EMPTY);
    const [both] = candidateRegions(stack([7, 9]), across.masks, across.maps, { midlineXMm: 0 }).regions;
    expect(both).toMatchObject({ side: 'both', centreMm: [0, 10, 7] });
    expect(candidateRegions(stack([7, 9]), masks, maps).regions[0]).not.toHaveProperty('side');
  });

  test('follow a turned orientation', () => {
    const { masks, maps } = planes(['.1...', ...EMPTY.slice(1)], EMPTY);
    const turned = stack([7, 9], [0, 1, 0, -1, 0, 0]);
    const [region] = candidateRegions(turned, masks, maps).regions;
    expect(region!.centreMm).toEqual([-6, 13, 7]);
  });

  test('say how much of them the other method marks too', () => {
    const { masks, maps } = planes(['1111.', ...EMPTY.slice(1)], EMPTY);
    const other = planes(['1....', '1....', ...EMPTY.slice(2)], null);
    const [region] = candidateRegions(stack([0, 1]), masks, maps, { otherMasks: other.masks }).regions;
    expect(region!.agreement).toBe(0.25);
  });

  test('below the smallest volume are left out and counted', () => {
    const { masks, maps } = planes(['11..9', ...EMPTY.slice(1)], EMPTY);
    const result = candidateRegions(stack([0, 1]), masks, maps, { minimumVolumeMl: 0.01 });
    expect(result.regions.map(({ voxels }) => voxels)).toEqual([2]);
    expect(result.dropped).toBe(1);
    expect([...result.labels[0]!].slice(0, 5)).toEqual([1, 1, 0, 0, 0]);
  });

  test('are none in slices that were not analysed and in empty masks', () => {
    const { masks, maps } = planes(null, EMPTY);
    expect(candidateRegions(stack([0, 1]), masks, maps)).toMatchObject({ regions: [], dropped: 0 });
    expect(candidateRegions([], [], [])).toEqual({ regions: [], labels: [], dropped: 0 });
  });

  test('refuse what does not belong together', () => {
    const { masks, maps } = planes(EMPTY, EMPTY);
    expect(() => candidateRegions(stack([0]), masks, maps)).toThrow(/for each slice/);
    expect(() => candidateRegions(stack([0, 0]), masks, maps)).toThrow(/not ordered/);
  });
});
