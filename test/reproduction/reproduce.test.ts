/**
 * Runs repeated from the exported file alone: both methods and the consensus, over seeds, thresholds and slices.
 * @jest-environment ./test/inference/support/native-arrays-environment.cjs
 */
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { releaseSegmentation } from '@lacuna/core/dicom/release.ts';
import type { SourceInstance } from '@lacuna/core/dicom/source.ts';
import type { SourceSeries } from '@lacuna/core/imaging/series.ts';
import { OUTPUT_IDS, OUTPUT_NAMES, type OutputId } from '@lacuna/core/inference/detector.ts';
import { Engine } from '@lacuna/core/inference/engine.ts';
import { parseManifest } from '@lacuna/core/inference/manifest.ts';
import { parseRecordedRun, type RecordedRun } from '@lacuna/core/inference/recorded-run.ts';
import { recordedRun } from '@lacuna/core/inference/recorded-settings.ts';
import { openNodeSessions } from '@lacuna/core/inference/session-ort-node.ts';
import { engineRunner } from '@lacuna/core/reproduction/map-runner.ts';
import { repeatWith } from '@lacuna/core/reproduction/repeat-run.ts';
import { recordedResults, reproduce } from '@lacuna/core/reproduction/reproduce.ts';
import { requestOf, segmentOf } from '../dicom/support/request.ts';
import { calibratedManifest } from '../inference/support/calibration.ts';
import { folderSource } from '../inference/support/bundles.ts';
import { syntheticSeries } from '../inference/support/golden-series.ts';

jest.setTimeout(300_000);

const base = syntheticSeries();
const source: SourceSeries = {
  key: '2.25.1002',
  slices: base.slices.map((slice, i) => ({ ...slice, key: `2.25.77${i + 1}` })),
};
const instances = source.slices.map(({ key, geometry }): SourceInstance => ({
  sopInstanceUID: key,
  sopClassUID: '1.2.840.10008.5.1.4.1.1.4',
  studyInstanceUID: '2.25.1001',
  seriesInstanceUID: source.key,
  frameOfReferenceUID: '2.25.1003',
  rows: geometry.rows,
  columns: geometry.columns,
  pixelSpacing: [geometry.rowSpacingMm, geometry.columnSpacingMm],
  imagePositionPatient: geometry.imagePositionPatient,
  imageOrientationPatient: geometry.imageOrientationPatient,
}));

let engine: Engine;
beforeAll(async () => {
  const weights = folderSource(undefined, { manifest: () => calibratedManifest() });
  engine = await Engine.open(await openNodeSessions({ backend: 'cpu', threads: 1 }), weights);
});
afterAll(() => engine.dispose());

const repeated = (series: SourceSeries, run: RecordedRun) =>
  repeatWith(
    engineRunner(engine, series),
    series.slices.map(({ geometry }) => geometry),
    run,
  );

/** As an export records it; the threshold has more digits than six. */
function parametersOf(output: OutputId, seed: number, threshold: number, analysedSlices: readonly number[]) {
  return recordedRun(output, engine.manifest, {
    weightsSha256: engine.weightsSha256,
    seed,
    threshold,
    thresholdFrom: 'this test',
    backends: ['cpu'],
    analysedSlices,
    sliceCount: source.slices.length,
  });
}

async function exported(output: OutputId, seed: number, threshold: number, slices = [0, 1, 2, 3]) {
  const parameters = parametersOf(output, seed, threshold, slices);
  const text = Object.entries(parameters)
    .map(([key, value]) => `${key}=${value}`)
    .join(',');
  const masks = await repeated(source, parseRecordedRun(text, OUTPUT_NAMES[output]));
  const algorithm = { name: OUTPUT_NAMES[output], version: '0.1.0', parameters };
  const released = releaseSegmentation(
    requestOf(instances, [segmentOf(masks, { method: output, algorithm })]),
  );
  if (released.kind !== 'written') throw new Error(`${output} ${seed}: ${released.sentence}`);
  return { bytes: released.bytes, masks };
}

const THRESHOLDS = { 'latent-bernoulli': 0.2512345678901, 'diffusion-ad': 0.4987654321098, consensus: 0.21 };

describe('a run repeated from its SEG', () => {
  const exports = OUTPUT_IDS.flatMap((output) =>
    [1, 2, 3, 4, 5, 6, 7].map((seed) => [output, seed] as const),
  );

  test.each(exports)('gives the identical mask: %s, seed %d', async (output, seed) => {
    const slices = seed % 2 ? [0, 1, 2, 3, 4] : [1, 2];
    const { bytes } = await exported(output, seed, THRESHOLDS[output], slices);
    const [recorded, ...others] = recordedResults(bytes, instances);
    expect(others).toEqual([]);
    const result = await reproduce(engine, source, recorded!);
    expect(result).toMatchObject({ kind: 'identical', differing: 0, slices: [], notes: [] });
    expect(result.recordedVoxels).toBeGreaterThan(0);
  });

  test('counts the voxels and names the slices that differ', async () => {
    const { bytes, masks } = await exported('diffusion-ad', 3, THRESHOLDS['diffusion-ad']);
    const [recorded] = recordedResults(bytes, instances);
    const changed = masks.map((mask, z) => {
      const copy = mask?.slice() ?? null;
      if (copy && z === 1) copy[copy.findIndex((value) => value !== 0)] = 0;
      if (copy && z === 2) copy[copy.findIndex((value) => value === 0)] = 1;
      return copy;
    });
    const result = await reproduce(engine, source, { ...recorded!, masks: changed, edited: true });
    expect(result).toMatchObject({
      kind: 'different',
      differing: 2,
      slices: [
        { slice: 2, onlyRecorded: 0, onlyRepeated: 1 },
        { slice: 3, onlyRecorded: 1, onlyRepeated: 0 },
      ],
      notes: [expect.stringMatching(/changed the masks/)],
    });
  });

  test('is another one with another seed', async () => {
    const { bytes } = await exported('diffusion-ad', 3, THRESHOLDS['diffusion-ad']);
    const [recorded] = recordedResults(bytes, instances);
    const other = { ...recorded!, run: { ...recorded!.run, seed: 4 } };
    expect((await reproduce(engine, source, other)).differing).toBeGreaterThan(0);
  });

  test('says when the weights are others, and when the series is', async () => {
    const { bytes } = await exported('diffusion-ad', 3, THRESHOLDS['diffusion-ad']);
    const [recorded] = recordedResults(bytes, instances);
    const run = { ...recorded!.run, weightsSha256: 'ab'.repeat(32) };
    await expect(repeated(source, run)).rejects.toMatchObject({ code: 'weights-missing' });
    const shorter = { ...source, slices: source.slices.slice(1) };
    await expect(repeated(shorter, recorded!.run)).rejects.toMatchObject({
      code: 'invalid-argument',
    });
  });
});

describe('what an object records', () => {
  test.each(OUTPUT_IDS)('comes back from its text: %s', (output) => {
    const manifest = parseManifest(calibratedManifest());
    const parameters = parametersOf(output, 4294967295, 0.1 + 0.2, [0, 1, 3]);
    const text = Object.entries(parameters)
      .map(([key, value]) => `${key}=${value}`)
      .join(',');
    const run = parseRecordedRun(text, '');
    expect(run).toMatchObject({ output, seed: 4294967295, threshold: 0.1 + 0.2, analysedSlices: [0, 1, 3] });
    const { noiseLevel, steps, probabilityThreshold } = manifest.methods['latent-bernoulli'];
    const { tNoisier, tLessNoisy, guidance } = manifest.methods['diffusion-ad'];
    if (output !== 'diffusion-ad')
      expect(run.latentBernoulli).toMatchObject({ noiseLevel, steps, probabilityThreshold });
    if (output !== 'latent-bernoulli') expect(run.diffusionAd).toEqual({ tNoisier, tLessNoisy, guidance });
    expect(run.consensus.map(({ method, weight }) => [method, weight])).toEqual(
      output === 'consensus' ? Object.entries(manifest.consensus!.weights) : [],
    );
  });

  test.each([
    ['', /does not record the method/],
    ['method=diffusion-ad,weights=a', /does not record weightsSha256/],
    ['method=diffusion-ad,weights=a,weightsSha256=b,seed=x', /does not record seed/],
  ])('is asked for when it is missing: "%s"', (text, sentence) =>
    expect(() => parseRecordedRun(text, 'Someone else')).toThrow(sentence),
  );
});
