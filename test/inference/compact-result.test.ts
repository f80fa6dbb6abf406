/** What is kept of a result gives the same bits on the source grid, whatever the geometry. */
import { expect, test } from '@jest/globals';
import { GridMapping } from '@lacuna/core/imaging/grid.ts';
import type { SliceGeometry } from '@lacuna/core/imaging/series.ts';
import {
  bytesOf,
  isSound,
  packResult,
  unpackMap,
  unpackMask,
  unpackReconstruction,
  withoutReconstruction,
} from '@lacuna/core/inference/compact-result.ts';
import {
  brainMaskOnSource,
  type GridResult,
  mapOnSource,
  reconstructionOnSource,
} from '@lacuna/core/inference/grid-result.ts';
import { uniforms } from '@lacuna/core/random.ts';

/** As `toEqual`, but fast on large arrays. */
const same = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  a.length === b.length && Array.prototype.every.call(a, (value, i) => Object.is(value, b[i]));

const SIZE = 64;
const noise = (stream: number) => Float32Array.from(uniforms([7, 9], stream, SIZE * SIZE));

/** Brain of the given shape, random map inside, random reconstruction everywhere. */
function result(inside: (x: number, y: number) => boolean): GridResult {
  const mask = Uint8Array.from({ length: SIZE * SIZE }, (_, i) =>
    inside(i % SIZE, Math.floor(i / SIZE)) ? 1 : 0,
  );
  const anomalyMap = noise(0).map((value, i) => value * mask[i]!);
  const common = { sliceKey: 's', sliceIndex: 3, method: 'diffusion-ad', status: 'done' } as const;
  return { ...common, anomalyMap, reconstruction: noise(1), mask, score: 0.5, elapsedMs: 1 };
}
const shapes: Record<string, GridResult> = {
  disc: result((x, y) => Math.hypot(x - 30, y - 34) < 20),
  'touching every border': result((x, y) => (x + y) % 3 === 0),
  'a single corner pixel': result((x, y) => x === SIZE - 1 && y === 0),
  nothing: result(() => false),
};
const geometry = (change: Partial<SliceGeometry>): SliceGeometry => ({
  rows: 96,
  columns: 80,
  rowSpacingMm: 1.1,
  columnSpacingMm: 1.3,
  imagePositionPatient: [0, 0, 0],
  imageOrientationPatient: [1, 0, 0, 0, 1, 0],
  ...change,
});
const geometries: Record<string, SliceGeometry> = {
  finer: geometry({}),
  coarser: geometry({ rows: 30, columns: 40, rowSpacingMm: 4.5, columnSpacingMm: 3.3 }),
  turned: geometry({ imageOrientationPatient: [0, -1, 0, 1, 0, 0] }),
  'larger than the grid': geometry({ rows: 300, columns: 300 }),
};

for (const [shape, original] of Object.entries(shapes))
  test.each(Object.keys(geometries))(
    `${shape}, %s: map, mask and reconstruction have the same bits`,
    (name) => {
      const mapping = new GridMapping(geometries[name]!, { size: SIZE, spacingMm: 2 });
      const packed = packResult(original, SIZE);
      const unpacked = {
        mask: unpackMask(packed),
        anomalyMap: unpackMap(packed),
        reconstruction: unpackReconstruction(packed),
      };
      expect(same(unpacked.mask, original.mask)).toBe(true);
      expect(same(unpacked.anomalyMap, original.anomalyMap)).toBe(true);
      const brain = brainMaskOnSource(original, mapping);
      const source = new Float32Array(brain.length).fill(11);
      expect(same(brainMaskOnSource(unpacked, mapping), brain)).toBe(true);
      expect(same(mapOnSource(unpacked, brain, mapping), mapOnSource(original, brain, mapping))).toBe(true);
      const seen = reconstructionOnSource(unpacked, brain, mapping, source, 250);
      expect(same(seen, reconstructionOnSource(original, brain, mapping, source, 250))).toBe(true);
      expect(isSound(packed)).toBe(true);
    },
  );

test('a result takes the space of its brain, and a reconstruction that was not kept is said to be missing', () => {
  const packed = packResult(shapes['disc']!, SIZE);
  expect(bytesOf(packed)).toBeLessThan(0.8 * (2 * 4 + 1) * SIZE * SIZE);
  const bare = withoutReconstruction(packed);
  expect(bytesOf(bare)).toBeLessThan(0.6 * bytesOf(packed));
  expect(() => unpackReconstruction(bare)).toThrow('was not kept');
});

test('what was cut or altered on a disk is not sound', () => {
  const packed = packResult(shapes['disc']!, SIZE);
  expect(isSound({ ...packed, map: packed.map.slice(1) })).toBe(false);
  expect(isSound({ ...packed, map: packed.map.map((value, i) => (i === 5 ? NaN : value)) })).toBe(false);
  expect(
    isSound({ ...packed, maskBits: packed.maskBits.map((bits, i) => (i === 200 ? bits ^ 8 : bits)) }),
  ).toBe(false);
  expect(isSound({ ...packed, reconstruction: packed.reconstruction.slice(1) })).toBe(false);
  expect(isSound({ ...packed, size: 63 })).toBe(false);
});
