/**
 * Whole detectors against the Python reference on the tiny bundle, on both runtimes that Node has (I7).
 * The tolerance is that of float32 networks in two runtimes; settings cover maps, masking, respacing and guidance.
 * @jest-environment ./test/inference/support/native-arrays-environment.cjs
 */
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { Engine, type PreparedSeries } from '@lacuna/core/inference/engine.ts';
import { openNodeSessions } from '@lacuna/core/inference/session-ort-node.ts';
import { float32, largestDifference, uint8 } from '../core/support/golden.ts';
import { folderSource } from './support/bundles.ts';
import { goldenResults, goldenSeries, settingsOf, syntheticSeries } from './support/golden-series.ts';

const TOLERANCE = 1e-3;
jest.setTimeout(60_000);

describe.each(['cpu', 'wasm'] as const)('on %s', (backend) => {
  let engine: Engine;
  let prepared: PreparedSeries;

  beforeAll(async () => {
    engine = await Engine.open(await openNodeSessions({ backend, threads: 1 }), folderSource());
    prepared = await engine.prepareSeries(syntheticSeries());
  });
  afterAll(() => engine.dispose());

  test('the back-end says what it is', () => {
    expect(engine.backend.id).toBe(backend);
    expect(engine.backend.fallbackReason).toBeUndefined();
  });

  test('the intensity scale agrees', () => {
    expect(prepared.intensityMedian / goldenSeries.median).toBeCloseTo(1, 6);
  });

  test('brain masks on the model grid agree pixel for pixel', async () => {
    const masks = uint8(goldenSeries.gridMasks);
    const area = engine.manifest.grid.size ** 2;
    for (let i = 0; i < prepared.sliceCount; i++) {
      const { mask } = await prepared.gridSlice(i, await prepared.source(i));
      expect(mask).toEqual(masks.slice(i * area, (i + 1) * area));
    }
  });

  test.each(
    goldenResults.map((golden, i) => [`${i}: ${golden.method}, slice ${golden.sliceIndex}`, golden] as const),
  )('result %s', async (_, golden) => {
    const result = await engine.detectSlice(prepared, golden.sliceIndex, golden.method, settingsOf(golden));
    expect(result.status).toBe(golden.status);
    expect(result.brainMask).toEqual(uint8(golden.brainMask));
    expect(largestDifference(result.anomalyMap, float32(golden.anomalyMap))).toBeLessThan(TOLERANCE);
    const unit = engine.manifest.normalisation.scale * goldenSeries.median;
    expect(largestDifference(result.reconstruction, float32(golden.reconstruction)) / unit).toBeLessThan(
      TOLERANCE,
    );
    expect(Math.abs(result.score - golden.score)).toBeLessThan(TOLERANCE);
  });
});

test('the golden results are alive: maps vary and differ between settings', () => {
  const done = goldenResults.filter((golden) => golden.status === 'done');
  expect(done.length).toBeGreaterThan(15);
  expect(new Set(done.map((golden) => golden.anomalyMap.base64)).size).toBe(done.length);
  for (const golden of done) expect(new Set(float32(golden.anomalyMap)).size).toBeGreaterThan(50);
});
