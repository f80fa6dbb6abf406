/**
 * Whether the brain's grey values are spread as in the training: the range in the manifest, and real series.
 * @jest-environment ./test/inference/support/native-arrays-environment.cjs
 */
import fs from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readNifti } from '@lacuna/cli/src/nifti-volume.ts';
import { folderWeights } from '@lacuna/cli/src/folder-weights.ts';
import { LacunaError } from '@lacuna/core/errors.ts';
import { intensityProfile } from '@lacuna/core/imaging/intensity-profile.ts';
import { Engine } from '@lacuna/core/inference/engine.ts';
import { parseManifest } from '@lacuna/core/inference/manifest.ts';
import { openNodeSessions } from '@lacuna/core/inference/session-ort-node.ts';
import { rangeDoubts } from '@lacuna/core/inference/training-range.ts';
import { TINY } from './support/bundles.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const WEIGHTS = path.join(ROOT, 'models/weights/flair-small');
const DATA = process.env['LACUNA_DATA'] ?? path.resolve(ROOT, '../shared/data');
const RANGE = { series: 78, lowerQuartile: [0.8, 0.94], upperQuartile: [1.04, 1.25] } as const;

describe('intensity profile', () => {
  test('quartiles in units of the median, as numpy has them', () => {
    const { median, profile } = intensityProfile(Float32Array.of(4, 1, 3, 2, 5, 6));
    expect(median).toBe(3.5);
    expect(profile.lowerQuartile).toBeCloseTo(2.25 / 3.5, 12);
    expect(profile.upperQuartile).toBeCloseTo(4.75 / 3.5, 12);
  });

  test('no pixels give no number', () => {
    expect(intensityProfile(new Float32Array(0)).median).toBeNaN();
  });
});

describe('range of the weights', () => {
  test('within: no doubt; below and above: one sentence each, with the figures', () => {
    expect(rangeDoubts({ lowerQuartile: 0.85, upperQuartile: 1.1 }, RANGE, 'FLAIR')).toEqual([]);
    const doubts = rangeDoubts({ lowerQuartile: 0.72, upperQuartile: 1.34 }, RANGE, 'FLAIR');
    expect(doubts).toHaveLength(2);
    expect(doubts[0]).toMatch(/darker quarter.*0\.72.*78 FLAIR series.*0\.80 and 0\.94/);
    expect(doubts[1]).toMatch(/brighter quarter.*1\.34/);
    expect(rangeDoubts({ lowerQuartile: 0.1, upperQuartile: 9 }, undefined, 'FLAIR')).toEqual([]);
  });

  test.each([
    ['not two numbers', [0.8]],
    ['falling', [0.9, 0.8]],
    ['text', ['0.8', '0.9']],
  ])('a manifest with a range that is %s is refused', (_, lowerQuartile) => {
    const json = JSON.parse(fs.readFileSync(path.join(TINY, 'manifest.json'), 'utf8')) as object;
    const changed = { ...json, trainingRange: { ...RANGE, lowerQuartile } };
    expect(() => parseManifest(changed)).toThrow(LacunaError);
    expect(parseManifest({ ...json, trainingRange: RANGE }).trainingRange).toEqual(RANGE);
  });
});

const real = fs.existsSync(DATA) ? describe : describe.skip;
real('real series and the shipped weights (needs ../shared/data)', () => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await Engine.open(await openNodeSessions(), folderWeights(WEIGHTS));
  });
  afterAll(() => engine.dispose());

  const doubtsOf = async (file: string): Promise<string[]> => {
    const { source } = await readNifti(path.join(DATA, file));
    const series = await engine.prepareSeries(source);
    return rangeDoubts(series.intensityProfile, engine.manifest.trainingRange, engine.manifest.sequence);
  };

  test('every FLAIR of other patients, with skull or stripped, is within', async () => {
    const patients = fs
      .readdirSync(path.join(DATA, 'lgg-flair/dev'))
      .filter((name) => name.startsWith('TCGA'));
    expect(patients.length).toBeGreaterThanOrEqual(9);
    for (const name of patients)
      expect([name, await doubtsOf(`lgg-flair/dev/${name}/${name}_flair.nii.gz`)]).toEqual([name, []]);
    expect(await doubtsOf('brats-style/TCGA-DU-7294/TCGA-DU-7294_flair.nii.gz')).toEqual([]);
  }, 120_000);

  test.each(['t1', 't1ce', 't2'])(
    'the %s of a patient is not',
    async (sequence) => {
      const doubts = await doubtsOf(`brats-style/TCGA-DU-7294/TCGA-DU-7294_${sequence}.nii.gz`);
      expect(doubts.length).toBeGreaterThan(0);
    },
    60_000,
  );
});
