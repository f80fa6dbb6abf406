import { describe, expect, test } from '@jest/globals';
import { resampleOnto } from '@lacuna/core/imaging/co-registration.ts';
import type { SourceSeries, Vec3, Vec6 } from '@lacuna/core/imaging/series.ts';

/** Linear in place, so that trilinear interpolation gives it exactly wherever it is sampled. */
const field = ([x, y, z]: Vec3) => 500 + x - 2 * y + 3 * z;

function stack(
  orientation: Vec6,
  spacing: [number, number],
  size: [number, number],
  corners: readonly Vec3[],
): SourceSeries {
  const [rx, ry, rz, cx, cy, cz] = orientation;
  return {
    key: 'series',
    slices: corners.map((corner, k) => ({
      key: `${k}`,
      geometry: { rows: size[0], columns: size[1], rowSpacingMm: spacing[0], columnSpacingMm: spacing[1], imagePositionPatient: corner, imageOrientationPatient: orientation }, // prettier-ignore
      pixels: Float32Array.from({ length: size[0] * size[1] }, (_, i) => {
        const [u, v] = [(i % size[1]) * spacing[1], Math.floor(i / size[1]) * spacing[0]];
        return field([corner[0] + rx * u + cx * v, corner[1] + ry * u + cy * v, corner[2] + rz * u + cz * v]);
      }),
    })),
  };
}
const heights = [0, 5, 9, 16, 20];
const [c, s] = [Math.cos(0.3), Math.sin(0.3)];
const placed = (series: SourceSeries, frameOfReferenceUID: string | undefined = '1.2.3') => ({
  series,
  frameOfReferenceUID,
});
const axial = stack([1, 0, 0, 0, 1, 0], [2, 1.5], [12, 14], heights.map((z) => [-10, -12, z] as const)); // prettier-ignore

describe('a second series on the voxels of the first', () => {
  test.each<[string, SourceSeries]>([
    ['sagittal', stack([0, 1, 0, 0, 0, -1], [1, 1], [60, 60], Array.from({ length: 30 }, (_, k) => [-20 + 1.7 * k, -30, 40] as const))], // prettier-ignore
    ['oblique', stack([1, 0, 0, 0, c, s], [1, 1.2], [90, 60], Array.from({ length: 40 }, (_, k) => [-30, -40 - s * 2 * k + 20, -40 + c * 2 * k] as const))], // prettier-ignore
    ['unevenly spaced', stack([1, 0, 0, 0, 1, 0], [1, 1], [60, 60], [-3, 2, 9, 11, 25].map((z) => [-20, -30, z] as const))], // prettier-ignore
  ])('%s: every voxel has the value of its place', (_, moving) => {
    const { slices } = resampleOnto(placed(axial), placed(moving));
    const worst = slices.map(({ pixels }, k) =>
      Math.max(...pixels.map((value, i) => Math.abs(value - axial.slices[k]!.pixels[i]!))),
    );
    expect(Math.max(...worst)).toBeLessThan(1e-3);
  });

  test('outside the second series there is 0', () => {
    const half = { ...axial, slices: axial.slices.slice(0, 3) };
    const { slices } = resampleOnto(placed(axial), placed(half));
    expect(slices[2]!.pixels).toEqual(axial.slices[2]!.pixels);
    expect(slices[4]!.pixels.every((value) => value === 0)).toBe(true);
  });

  test.each([
    ['another', '1.2.4'],
    ['no', undefined],
  ])('%s frame of reference is refused', (_, uid) => {
    const moving = { series: axial, frameOfReferenceUID: uid };
    expect(() => resampleOnto(placed(axial), moving)).toThrow(/do not share a frame of reference/);
  });
});
