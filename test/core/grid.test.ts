import { describe, expect, test } from '@jest/globals';
import { GridMapping } from '@lacuna/core/imaging/grid.ts';
import { largestDifference } from './support/golden.ts';
import type { SliceGeometry, Vec6 } from '@lacuna/core/imaging/series.ts';

const AXIAL: Vec6 = [1, 0, 0, 0, 1, 0];
const geometry = (changes: Partial<SliceGeometry>): SliceGeometry => ({
  rows: 64,
  columns: 64,
  rowSpacingMm: 2,
  columnSpacingMm: 2,
  imagePositionPatient: [0, 0, 0],
  imageOrientationPatient: AXIAL,
  ...changes,
});
const ramp = (size: number) => Float32Array.from({ length: size }, (_, i) => ((i * 7919) % 1013) + 1);

test('a slice that already is the grid goes there and back unchanged', () => {
  const mapping = new GridMapping(geometry({}), { size: 64, spacingMm: 2 });
  const pixels = ramp(64 * 64);
  expect(mapping.toGrid(pixels)).toEqual(pixels);
  expect(mapping.toSource(pixels)).toEqual(pixels);
});

test('a constant stays constant inside the image and is 0 outside it', () => {
  const grid = { size: 128, spacingMm: 2 };
  const small = geometry({ rows: 150, columns: 170, rowSpacingMm: 1, columnSpacingMm: 0.9 });
  const onGrid = new GridMapping(small, grid).toGrid(new Float32Array(150 * 170).fill(300));
  expect(onGrid[64 * 128 + 64]).toBeCloseTo(300, 4);
  expect(onGrid[64 * 128 + 40]).toBeCloseTo(300, 4);
  expect(onGrid[0]).toBe(0);
  expect(onGrid[64 * 128]).toBe(0);
});

test('the mean of fine detail survives the way to a coarser grid (no aliasing)', () => {
  const size = 256;
  const stripes = Float32Array.from({ length: size * size }, (_, i) => (i % 2 === 0 ? 200 : 0));
  const mapping = new GridMapping(
    geometry({ rows: size, columns: size, rowSpacingMm: 1, columnSpacingMm: 1 }),
    { size: 64, spacingMm: 4 },
  );
  const centre = mapping.toGrid(stripes).subarray(32 * 64 + 8, 32 * 64 + 56);
  for (const value of centre) expect(value).toBeCloseTo(100, 3);
});

test('negative pixels count as 0, and the source is not written to', () => {
  const pixels = ramp(64 * 64).map((v) => v - 500);
  const before = pixels.slice();
  const onGrid = new GridMapping(geometry({}), { size: 64, spacingMm: 2 }).toGrid(pixels);
  expect(onGrid).toEqual(pixels.map((v) => Math.max(0, v)));
  expect(pixels).toEqual(before);
});

describe('in-plane orientation', () => {
  // A slice with marks at the patient's left, right, front: x to the left, y to the back, both in mm from the centre.
  const scene = (x: number, y: number) => 100 + x / 2 + y / 4 + (x > 20 && y > 20 ? 500 : 0);
  const orientations: [string, Vec6][] = [
    ['radiological', [1, 0, 0, 0, 1, 0]],
    ['columns flipped', [-1, 0, 0, 0, 1, 0]],
    ['rows flipped', [1, 0, 0, 0, -1, 0]],
    ['turned by 180 degrees', [-1, 0, 0, 0, -1, 0]],
    ['transposed', [0, 1, 0, 1, 0, 0]],
    ['turned by 90 degrees', [0, 1, 0, -1, 0, 0]],
    ['turned by 270 degrees', [0, -1, 0, 1, 0, 0]],
    ['anti-transposed', [0, -1, 0, -1, 0, 0]],
  ];

  test.each(orientations)('%s: the grid shows the same scene, and the way back the same pixels', (_, iop) => {
    const rows = iop[0] === 0 ? 60 : 50; // non-square; 50 x 60 in the canonical order
    const columns = iop[0] === 0 ? 50 : 60;
    const spacing =
      iop[0] === 0 ? { rowSpacingMm: 2, columnSpacingMm: 3 } : { rowSpacingMm: 3, columnSpacingMm: 2 };
    const pixels = new Float32Array(rows * columns);
    for (let r = 0; r < rows; r++) {
      for (let c = 0; c < columns; c++) {
        const u = (c - (columns - 1) / 2) * spacing.columnSpacingMm;
        const v = (r - (rows - 1) / 2) * spacing.rowSpacingMm;
        pixels[r * columns + c] = scene(u * iop[0] + v * iop[3], u * iop[1] + v * iop[4]);
      }
    }
    const grid = { size: 80, spacingMm: 2 };
    const mapping = new GridMapping(
      geometry({ rows, columns, ...spacing, imageOrientationPatient: iop }),
      grid,
    );
    const reference = new GridMapping(
      geometry({ rows: 50, columns: 60, rowSpacingMm: 3, columnSpacingMm: 2 }),
      grid,
    );
    const canonical = new Float32Array(3000);
    for (let i = 0; i < 3000; i++)
      canonical[i] = scene(((i % 60) - 29.5) * 2, (Math.floor(i / 60) - 24.5) * 3);
    const expected = reference.toGrid(canonical);
    const actual = mapping.toGrid(pixels);
    expect(largestDifference(actual, expected)).toBeLessThan(0.005);

    const back = mapping.toSource(actual);
    const backReference = reference.toSource(expected);
    let worst = 0;
    for (let r = 5; r < rows - 5; r++) {
      for (let c = 5; c < columns - 5; c++) {
        const u = (c - (columns - 1) / 2) * spacing.columnSpacingMm;
        const v = (r - (rows - 1) / 2) * spacing.rowSpacingMm;
        const column = (u * iop[0] + v * iop[3]) / 2 + 29.5;
        const row = (u * iop[1] + v * iop[4]) / 3 + 24.5;
        worst = Math.max(worst, Math.abs(back[r * columns + c]! - backReference[row * 60 + column]!));
      }
    }
    expect(worst).toBeLessThan(0.005);
  });

  test('a slightly tilted slice is treated as the nearest axis order', () => {
    const tilted: Vec6 = [0.98, 0.199, 0, -0.199, 0.98, 0];
    const mapping = new GridMapping(geometry({ imageOrientationPatient: tilted }), {
      size: 64,
      spacingMm: 2,
    });
    const pixels = ramp(64 * 64);
    expect(mapping.toGrid(pixels)).toEqual(pixels);
  });
});

test('a mask comes back with 1 where at least half of it is', () => {
  const mapping = new GridMapping(
    geometry({ rows: 128, columns: 128, rowSpacingMm: 1, columnSpacingMm: 1 }),
    { size: 32, spacingMm: 4 },
  );
  const mask = new Uint8Array(32 * 32).map((_, i) => (i % 32 < 16 ? 1 : 0));
  const back = mapping.maskToSource(mask);
  expect(back[64 * 128 + 63]).toBe(1);
  expect(back[64 * 128 + 64]).toBe(0);
  expect(back.reduce((sum: number, v) => sum + v, 0)).toBeGreaterThan(64 * 120);
});
