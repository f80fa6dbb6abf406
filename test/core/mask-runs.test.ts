/** Masks and regions by runs of pixels, against slow implementations that look at every neighbour of every pixel. */
import { describe, expect, test } from '@jest/globals';
import { candidateRegions } from '@lacuna/core/anomaly/candidate-regions.ts';
import { thresholdMask } from '@lacuna/core/anomaly/mask.ts';
import { intersectRuns, runsFrom } from '@lacuna/core/anomaly/mask-runs.ts';
import { partsAbove, sliceParts } from '@lacuna/core/anomaly/slice-parts.ts';
import { dropSmallComponents } from '@lacuna/core/imaging/components.ts';

const [ROWS, COLUMNS, SLICES] = [13, 17, 6];
const PIXELS = ROWS * COLUMNS;

/** Numbers 0..1 from a linear congruential generator: the same in every run. */
function chance(seed: number): () => number {
  let state = seed;
  return () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
}

function randomMaps(seed: number, share: number): Float32Array[] {
  const next = chance(seed);
  return Array.from({ length: SLICES }, () =>
    Float32Array.from({ length: PIXELS }, () => (next() < share ? 0.5 + next() / 2 : next() / 3)),
  );
}

const geometryAt = (z: number) => ({
  rows: ROWS,
  columns: COLUMNS,
  rowSpacingMm: 2,
  columnSpacingMm: 1.5,
  imagePositionPatient: [0, 0, 3 * z] as const,
  imageOrientationPatient: [1, 0, 0, 0, 1, 0] as const,
});

/** Voxel sets by flood fill over 26 neighbours, each as its sorted indices. */
function floodFill(masks: readonly Uint8Array[]): number[][] {
  const seen = new Set<number>();
  const inside = (z: number, y: number, x: number) =>
    z >= 0 && z < SLICES && y >= 0 && y < ROWS && x >= 0 && x < COLUMNS && masks[z]![y * COLUMNS + x] !== 0;
  const regions: number[][] = [];
  for (let seed = 0; seed < SLICES * PIXELS; seed++) {
    if (seen.has(seed) || masks[Math.floor(seed / PIXELS)]![seed % PIXELS] === 0) continue;
    const region = [seed];
    seen.add(seed);
    for (const at of region) {
      const [z, y, x] = [Math.floor(at / PIXELS), Math.floor((at % PIXELS) / COLUMNS), at % COLUMNS];
      for (let n = 0; n < 27; n++) {
        const [dz, dy, dx] = [Math.floor(n / 9) - 1, (Math.floor(n / 3) % 3) - 1, (n % 3) - 1];
        const next = (z + dz) * PIXELS + (y + dy) * COLUMNS + x + dx;
        if (!inside(z + dz, y + dy, x + dx) || seen.has(next)) continue;
        seen.add(next);
        region.push(next);
      }
    }
    regions.push(region.sort((a, b) => a - b));
  }
  return regions;
}

const shares = [0, 0.05, 0.15, 0.3, 0.6, 1];

describe.each(shares)('of maps with a share of %d above the threshold', (share) => {
  const maps = randomMaps(Math.round(100 * share) + 7, share);
  const masks = maps.map((map, z) => thresholdMask(map, geometryAt(z), 0.5, 7));

  test('masks are those of the components of all pixels', () => {
    maps.forEach((map, z) => {
      const above = Uint8Array.from(map, (value) => (value >= 0.5 ? 1 : 0));
      const slow = dropSmallComponents(above, COLUMNS, 8, { pixelAreaMm2: 3, minAreaMm2: 7 });
      expect([...masks[z]!]).toEqual([...slow]);
    });
  });

  test('parts without a mask are those of the mask', () => {
    maps.forEach((map, z) =>
      expect(partsAbove(map, geometryAt(z), 0.5, 7)).toEqual(sliceParts(masks[z]!, map, COLUMNS)),
    );
  });

  test('what regions share with another mask, and what lies left, is counted pixel by pixel', () => {
    const others = randomMaps(99, 0.4).map((map, z) => thresholdMask(map, geometryAt(z), 0.5, 0));
    const geometry = masks.map((_, z) => geometryAt(z));
    const { regions, labels } = candidateRegions(geometry, masks, maps, {
      midlineXMm: 10,
      otherMasks: others,
    });
    for (const { number, voxels, agreement, side } of regions) {
      const inside = labels.flatMap((slice, z) =>
        [...slice!.keys()].filter((i) => slice![i] === number).map((i) => [z, i] as const),
      );
      const shared = inside.filter(([z, i]) => others[z]![i] !== 0).length;
      const left = inside.filter(([, i]) => 1.5 * (i % COLUMNS) > 10).length / voxels;
      expect(agreement).toBeCloseTo(shared / voxels, 9);
      expect(side).toBe(left >= 0.9 ? 'left' : left <= 0.1 ? 'right' : 'both');
    }
  });

  test('what two masks both mark is the same by runs', () => {
    const [first, second] = [masks[0]!, masks[1]!];
    const both = first.map((value, i) => value & second[i]!);
    const runs = [first, second, both].map((mask) => runsFrom(mask, COLUMNS, 0));
    expect(intersectRuns(runs[0]!, runs[1]!)).toEqual(runs[2]);
  });

  test('regions are those of a flood fill, with their figures', () => {
    const geometry = masks.map((_, z) => geometryAt(z));
    const { regions, labels } = candidateRegions(geometry, masks, maps, {
      midlineXMm: 10,
      otherMasks: masks,
    });
    const expected = floodFill(masks);
    const found = regions.map(({ number }) =>
      labels.flatMap((slice, z) =>
        [...slice!.keys()].filter((i) => slice![i] === number).map((i) => z * PIXELS + i),
      ),
    );
    const byFirst = (a: number[], b: number[]) => a[0]! - b[0]!;
    expect([...found].sort(byFirst)).toEqual(expected);
    regions.forEach((region, r) => {
      const voxels = found[r]!;
      const values = voxels.map((at) => maps[Math.floor(at / PIXELS)]![at % PIXELS]!);
      const columns = voxels.map((at) => at % COLUMNS);
      const rows = voxels.map((at) => Math.floor((at % PIXELS) / COLUMNS));
      const mean = (of: number[]) => of.reduce((sum, value) => sum + value, 0) / of.length;
      expect(region.voxels).toBe(voxels.length);
      expect(region.volumeMl).toBeCloseTo((voxels.length * 9) / 1000, 9);
      expect(region.peak).toBe(Math.max(...values));
      expect(region.mean).toBeCloseTo(mean(values), 6);
      expect(region.centreMm[0]).toBeCloseTo(1.5 * mean(columns), 6);
      expect(region.centreMm[1]).toBeCloseTo(2 * mean(rows), 6);
      expect(region.box).toEqual([
        Math.min(...rows),
        Math.max(...rows),
        Math.min(...columns),
        Math.max(...columns),
      ]);
      expect(region.agreement).toBeCloseTo(1, 9);
    });
  });
});
