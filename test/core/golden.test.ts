/** Parity with Python (I7): random numbers bit for bit, floating-point arithmetic to 1e-6 of its scale. */
import { describe, expect, test } from '@jest/globals';
import { thresholdMask } from '@lacuna/core/anomaly/mask.ts';
import { brainMaskFromProbability } from '@lacuna/core/imaging/brain-mask.ts';
import { GridMapping } from '@lacuna/core/imaging/grid.ts';
import { brainMaskInput, modelImage, sampleIndices } from '@lacuna/core/imaging/normalisation.ts';
import { median } from '@lacuna/core/imaging/statistics.ts';
import { posteriorProbability } from '@lacuna/core/latent/bernoulli.ts';
import { respacedTimesteps } from '@lacuna/core/latent/timesteps.ts';
import { deriveKey, type RandomKey, threefry2x32, uniforms } from '@lacuna/core/random.ts';
import { exactLog, inverseNormal, standardNormals } from '@lacuna/core/random-normal.ts';
import { cumulativeAlpha, timestepEmbedding } from '@lacuna/core/schedule.ts';
import { float32, float64, goldenCases, largestDifference, type Packed, uint8 } from './support/golden.ts';

describe('random numbers, exactly', () => {
  test('threefry', () => {
    for (const c of goldenCases<{ key: RandomKey; counter: [number, number]; output: number[] }>(
      'threefry',
    )) {
      expect(threefry2x32(c.key, ...c.counter)).toEqual(c.output);
    }
  });

  test('keys', () => {
    for (const c of goldenCases<{ seed: number; labels: string[]; key: number[] }>('derive-key')) {
      expect(deriveKey(c.seed, ...c.labels)).toEqual(c.key);
    }
  });

  test('uniforms', () => {
    type Case = { key: RandomKey; stream: number; count: number; uniforms: Packed };
    for (const c of goldenCases<Case>('uniforms')) {
      expect(uniforms(c.key, c.stream, c.count)).toEqual(float64(c.uniforms));
    }
  });

  test('logarithms and normal quantiles in float64', () => {
    for (const c of goldenCases<{ p: Packed; log: Packed; quantile: Packed }>('inverse-normal')) {
      const p = float64(c.p);
      expect(p.map(exactLog)).toEqual(float64(c.log));
      expect(p.map(inverseNormal)).toEqual(float64(c.quantile));
    }
  });

  test('normals', () => {
    type Case = { key: RandomKey; stream: number; count: number; normals: Packed };
    for (const c of goldenCases<Case>('normals')) {
      expect(standardNormals(c.key, c.stream, c.count)).toEqual(float32(c.normals));
    }
  });
});

describe('schedules', () => {
  test('cumulative alpha', () => {
    type Case = { timesteps: number; betaStart: number; betaEnd: number; alphaBar: Packed };
    for (const c of goldenCases<Case>('schedule')) {
      expect(largestDifference(cumulativeAlpha(c), float64(c.alphaBar))).toBeLessThan(1e-14);
    }
  });

  test('respaced timesteps', () => {
    for (const c of goldenCases<{ noiseLevel: number; steps: number; timesteps: number[] }>('timesteps')) {
      expect(respacedTimesteps(c.noiseLevel, c.steps)).toEqual(c.timesteps);
    }
  });

  test('posterior', () => {
    const alphaBar = cumulativeAlpha({ timesteps: 1000, betaStart: 1e-4, betaEnd: 0.02 });
    for (const c of goldenCases<{ t: number; s: number; x0: Packed; xt: Packed; probability: Packed }>(
      'posterior',
    )) {
      const xt = float32(c.xt);
      const actual = Float64Array.from(float32(c.x0), (x0, i) =>
        posteriorProbability(x0, xt[i]!, alphaBar[c.t]!, alphaBar[c.s]!),
      );
      expect(largestDifference(actual, float64(c.probability))).toBeLessThan(1e-12);
    }
  });

  test('timestep embedding', () => {
    for (const c of goldenCases<{ timestep: number; dim: number; embedding: Packed }>('timestep-embedding')) {
      expect(largestDifference(timestepEmbedding(c.timestep, c.dim), float32(c.embedding))).toBeLessThan(
        1e-6,
      );
    }
  });
});

describe('preprocessing', () => {
  test('resampling to the grid and back', () => {
    type Case = {
      rows: number;
      columns: number;
      rowSpacingMm: number;
      columnSpacingMm: number;
      gridSize: number;
      gridSpacingMm: number;
      pixels: Packed;
      onGrid: Packed;
      gridValues: Packed;
      onSource: Packed;
    };
    for (const c of goldenCases<Case>('resampling')) {
      const mapping = new GridMapping(
        { ...c, imagePositionPatient: [0, 0, 0], imageOrientationPatient: [1, 0, 0, 0, 1, 0] },
        { size: c.gridSize, spacingMm: c.gridSpacingMm },
      );
      const scale = 500; // of the source pixels
      expect(largestDifference(mapping.toGrid(float32(c.pixels)), float32(c.onGrid)) / scale).toBeLessThan(
        1e-6,
      );
      expect(largestDifference(mapping.toSource(float32(c.gridValues)), float32(c.onSource))).toBeLessThan(
        1e-6,
      );
    }
  });

  test('brain masks', () => {
    type Case = {
      gridSpacingMm: number;
      threshold: number;
      minAreaMm2: number;
      probability: Packed;
      mask: Packed;
    };
    for (const c of goldenCases<Case>('brain-mask')) {
      const grid = { size: c.probability.shape[0]!, spacingMm: c.gridSpacingMm };
      expect(brainMaskFromProbability(float32(c.probability), grid, c)).toEqual(uint8(c.mask));
    }
  });

  test('sampled slices', () => {
    for (const c of goldenCases<{ sliceCount: number; samples: number; indices: number[] }>(
      'sample-indices',
    )) {
      expect(sampleIndices(c.sliceCount, c.samples)).toEqual(c.indices);
    }
  });

  test('intensity scale and model image', () => {
    type Case = {
      x: Packed;
      mask: Packed;
      percentile: number;
      median: number;
      scale: number;
      brainMaskInput: Packed;
      modelImage: Packed;
    };
    for (const c of goldenCases<Case>('normalisation')) {
      const [x, mask] = [float32(c.x), uint8(c.mask)];
      const middle = median(x.filter((_, i) => mask[i] !== 0));
      expect(middle).toBeCloseTo(c.median, 5);
      expect(largestDifference(brainMaskInput(x, c.percentile)!, float32(c.brainMaskInput))).toBeLessThan(
        1e-6,
      );
      expect(largestDifference(modelImage(x, mask, middle, c.scale), float32(c.modelImage))).toBeLessThan(
        1e-6,
      );
    }
  });

  test('threshold masks', () => {
    type Case = {
      map: Packed;
      rowSpacingMm: number;
      columnSpacingMm: number;
      threshold: number;
      minimumRegionAreaMm2: number;
      mask: Packed;
    };
    for (const c of goldenCases<Case>('threshold-mask')) {
      const [rows, columns] = c.map.shape as [number, number];
      const actual = thresholdMask(
        float32(c.map),
        { ...c, rows, columns },
        c.threshold,
        c.minimumRegionAreaMm2,
      );
      expect(actual).toEqual(uint8(c.mask));
    }
  });
});
