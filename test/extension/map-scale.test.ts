import { expect, test } from '@jest/globals';
import { tailScale, tailScore, tailValue } from '@lacuna/core/anomaly/tail-score.ts';
import { axisTicks, percentileText } from '../../extension/src/heat-map/axis-labels.ts';
import { colourAt, colourTable, divergingAt } from '../../extension/src/heat-map/colour-maps.ts';
import { heldWindow, mapScales } from '../../extension/src/heat-map/map-scale.ts';
import { voxelAffine } from '../../extension/src/heat-map/map-volume.ts';
import { paintMap } from '../../extension/src/heat-map/paint-map.ts';
import { nearestOnPlane, samplePlane } from '../../extension/src/heat-map/sample-plane.ts';
import { consensusWeights } from './support/manifest.ts';

const { manifest } = consensusWeights();
const [rarity, z] = mapScales(manifest, 'latent-bernoulli');
const calibration = manifest.methods['latent-bernoulli'].calibration!;

test('the way from a map value to its tail score goes back', () => {
  const tail = tailScale(calibration.healthyTail, 1);
  for (const value of [0, 0.001, 0.01, 0.2, 0.77, 1])
    expect(tailValue(tail, tailScore(tail, value))).toBeCloseTo(value, 12);
  expect([tailValue(tail, -1), tailValue(tail, 9)]).toEqual([0, 1]);
});

test('percentile and z of a value are those of the calibration, whichever axis is used', () => {
  for (const [rate, value] of calibration.healthyTail) {
    expect(rarity!.toAxis(value)).toBeCloseTo(-Math.log10(rate), 9);
    expect(z!.percentile(value)).toBeCloseTo(100 * (1 - rate), 9);
    expect(rarity!.z(value)).toBeCloseTo((value - calibration.mean) / calibration.sd, 9);
  }
  const last = calibration.healthyTail.at(-1)!;
  expect(percentileText(rarity!, last[1])).not.toMatch(/>/);
  expect(percentileText(rarity!, 1)).toMatch(/^> /); // beyond what was measured nothing more is claimed
});

test('a consensus has its own score only, and no percentile is claimed for it', () => {
  const [score, ...others] = mapScales(manifest, 'consensus');
  expect([score!.axis, others.length, score!.percentile(3), score!.z(3)]).toEqual(['score', 0, null, null]);
  expect(axisTicks(score!).map(({ left }) => left)).toEqual(['0', '1', '2', '3', '4', '5', '6']);
});

test('a window keeps its order and its limits', () => {
  const [low, high] = rarity!.limits;
  expect(heldWindow(rarity!, [9, -3])).toEqual([high - (high - low) / 100, high]);
  expect(heldWindow(rarity!, [-5, 99])).toEqual([low, high]);
});

const lightness = ([r, g, b]: readonly number[]) => 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;

test.each(['inferno', 'viridis', 'cividis', 'method'] as const)('%s rises in lightness', (id) => {
  const levels = Array.from({ length: 32 }, (_, i) => lightness(colourAt(id, 'diffusion-ad', i / 31)));
  expect(levels.every((level, i) => i === 0 || level >= levels[i - 1]! - 0.5)).toBe(true);
  expect(levels.at(-1)! - levels[0]!).toBeGreaterThan(60);
});

test('a difference is orange where the image is brighter than its counterpart, and purple where it is darker', () => {
  for (const away of [0.1, 0.3, 0.5]) {
    const [brighter, darker] = [divergingAt(0.5 + away), divergingAt(0.5 - away)];
    expect(brighter[0] > brighter[1] && brighter[1] > brighter[2]).toBe(true);
    expect(darker[2] > darker[0] && darker[0] >= darker[1]).toBe(true);
  }
});

test('pixels below the window are transparent, above it they have the last colour, between them they follow the axis', () => {
  const table = colourTable('inferno', 'latent-bernoulli');
  const window = [1, 3] as const;
  const values = Float32Array.from([0, 0.5, 1, 1.5, 2, 2.5, 3, 4].map((s) => rarity!.toValue(s)));
  const pixels = new Uint32Array(values.length);
  paintMap(values, { table, scale: rarity!, window }, pixels);
  expect([...pixels.slice(0, 3)]).toEqual([0, 0, 0]);
  expect([pixels[6], pixels[7]]).toEqual([table[255], table[255]]);
  const places = [3, 4, 5].map((i) => table.indexOf(pixels[i]!));
  places.forEach((place, i) => expect(Math.abs(place - 255 * (0.25 + 0.25 * i))).toBeLessThan(3));
});

test('a plane through the stack finds each voxel where its geometry puts it, and nothing beyond the stack', () => {
  const c = Math.cos(0.3);
  const s = Math.sin(0.3);
  const geometry = (z: number) => ({
    rows: 4,
    columns: 5,
    rowSpacingMm: 2,
    columnSpacingMm: 1,
    imagePositionPatient: [10, -20 - s * z, 30 + c * z] as const,
    imageOrientationPatient: [1, 0, 0, 0, c, s] as const,
  });
  const geometries = [0, 6, 12].map(geometry);
  const slices = [0, 1, 2].map((k) => Float32Array.from({ length: 20 }, (_, i) => 100 * k + i + 1));
  const volume = {
    columns: 5,
    rows: 4,
    sliceCount: 3,
    slice: (k: number) => (k === 1 ? slices[1]! : slices[k]!),
    toVoxel: voxelAffine(geometries),
  };
  const into = new Float32Array(5);
  const at = (k: number, row: number) => {
    const g = geometries[k]!;
    const [x, y, zz] = g.imagePositionPatient;
    return [x, y + 2 * row * c, zz + 2 * row * s] as const;
  };
  samplePlane(volume, { width: 5, height: 1, origin: at(2, 1), right: [1, 0, 0], down: [0, 1, 0] }, into);
  [...into].forEach((value, i) => expect(value).toBeCloseTo(206 + i, 3));
  const half = at(0, 0).map((value, axis) => (value + at(1, 0)[axis]!) / 2) as unknown as [
    number,
    number,
    number,
  ];
  samplePlane(volume, { width: 5, height: 1, origin: half, right: [1, 0, 0], down: [0, 1, 0] }, into);
  [...into].forEach((value, i) => expect(value).toBeCloseTo(51 + i, 3));
  const beyond = [10, -20 + 4 * s, 30 - 4 * c] as const;
  samplePlane(volume, { width: 5, height: 1, origin: beyond, right: [1, 0, 0], down: [0, 1, 0] }, into);
  expect([...into]).toEqual([0, 0, 0, 0, 0]);
  const marked = {
    ...volume,
    slice: (k: number) => (k === 2 ? null : slices[k]!.map((v) => Number(v % 100 > 8))),
  };
  const mask = new Uint8Array(5);
  const nearest = (origin: readonly [number, number, number]) => {
    nearestOnPlane(marked, { width: 5, height: 1, origin, right: [1, 0, 0], down: [0, 1, 0] }, mask);
    return [...mask];
  };
  expect(nearest(at(0, 1))).toEqual([0, 0, 0, 1, 1]); // 6, 7, 8, 9, 10
  expect(nearest([at(1, 1)[0] + 0.6, at(1, 1)[1], at(1, 1)[2]])).toEqual([0, 0, 1, 1, 0]); // the last beyond the edge
  expect(nearest(at(2, 1))).toEqual([0, 0, 0, 0, 0]); // without results
  expect(nearest(beyond)).toEqual([0, 0, 0, 0, 0]);
});
