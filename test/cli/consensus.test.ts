/** `--method all|consensus` and `--calibration` as a user runs them; tiny weights with made-up tables. */
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, jest, test } from '@jest/globals';
import { consensusMap } from '@lacuna/core/anomaly/consensus.ts';
import { thresholdMask } from '@lacuna/core/anomaly/mask.ts';
import { consensusRule } from '@lacuna/core/inference/map-calibration.ts';
import { parseManifest } from '@lacuna/core/inference/manifest.ts';
import { calibratedManifest, calibrationFile, changed, type Json } from '../inference/support/calibration.ts';
import { smallSeries, temporaryFolder, TINY } from './support/folders.ts';
import { detect, floats, lacuna, report, voxels } from './support/run-cli.ts';

jest.setTimeout(120_000);
const folder = temporaryFolder();
const series = path.join(folder, 'series');
const weights = path.join(folder, 'weights');
const out = path.join(folder, 'out');
const MAP = 'consensus-anomaly-map.nii.gz';
const CONSENSUS_FILES = [MAP, 'consensus-mask.nii.gz', 'consensus-seg.dcm'];

/** The manifest with the tables set around the values that the tiny networks give on this series. */
function fittingManifest(): Json {
  const tables: [string, [number, number][]][] = [
    ['latent-bernoulli', [[0.1, 0.4], [0.01, 0.5]]], // prettier-ignore
    ['diffusion-ad', [[0.1, 0.5], [0.01, 0.55]]], // prettier-ignore
  ];
  return tables.reduce(
    (json, [id, tail]) => changed(json, `methods.${id}.calibration.healthyTail`, tail),
    calibratedManifest(),
  );
}

beforeAll(async () => {
  smallSeries(series);
  fs.cpSync(TINY, weights, { recursive: true });
  fs.writeFileSync(path.join(weights, 'manifest.json'), JSON.stringify(fittingManifest()));
  const { code, stderr } = await detect(series, out, '--weights', weights);
  expect([code, stderr]).toEqual([0, expect.stringMatching(/6 of 6 slices[^]*consensus: candidate regions/)]);
});

test('all gives the consensus too, without a reconstruction of its own', () => {
  const files = fs.readdirSync(out).filter((name) => name.startsWith('consensus'));
  expect(files.sort()).toEqual(CONSENSUS_FILES);
  expect(Object.keys(report(out).methods)).toEqual(['latent-bernoulli', 'diffusion-ad', 'consensus']);
});

test('its map and mask follow from the maps of both methods, slice by slice', () => {
  const rule = consensusRule(parseManifest(fittingManifest()))!;
  const { input, minimumRegionAreaMm2, methods } = report(out);
  const size = input.rows * input.columns;
  const map = floats(out, MAP);
  const mask = voxels(out, 'consensus-mask.nii.gz');
  for (let k = 0; k < input.slices; k++) {
    const part = (name: string) => floats(out, name).slice(k * size, (k + 1) * size);
    const expected = consensusMap(rule, {
      'latent-bernoulli': part('latent-bernoulli-anomaly-map.nii.gz'),
      'diffusion-ad': part('diffusion-ad-anomaly-map.nii.gz'),
    });
    expect(map.slice(k * size, (k + 1) * size)).toEqual(expected);
    const marked = thresholdMask(expected, input, 1, minimumRegionAreaMm2);
    expect(Buffer.from(marked).equals(mask.subarray(k * size, (k + 1) * size))).toBe(true);
  }
  expect(methods['consensus']!.candidatePixels).toBe(mask.reduce((sum, value) => sum + value, 0));
  expect(methods['consensus']!.candidatePixels).toBeGreaterThan(0);
  const largest = map.slice(0, size).sort().subarray(-50);
  expect(methods['consensus']!.slices[0]!.score).toBeCloseTo(
    largest.reduce((sum, value) => sum + value, 0) / largest.length,
    5,
  );
});

test('the report and the SEG name the rule, and verify accepts the SEG', async () => {
  const { methods } = JSON.parse(fs.readFileSync(path.join(out, 'detect.json'), 'utf8')) as {
    methods: Record<string, Json>;
  };
  expect(methods['consensus']).toMatchObject({
    threshold: { value: 1, source: expect.stringMatching(/^fpr5 of the weights weights-tiny/) },
    mapRange: [0, 6],
    settings: {
      rule: 'weighted-tail-score',
      'latent-bernoulli.weight': 0.25,
      'diffusion-ad.weight': 0.75,
      'diffusion-ad.tail': '0.1:0.5;0.01:0.55',
    },
  });
  expect(methods['diffusion-ad']).toMatchObject({ calibration: { healthyTail: [[0.1, 0.5], [0.01, 0.55]] } }); // prettier-ignore
  const seg = path.join(out, 'consensus-seg.dcm');
  const text = fs.readFileSync(seg).toString('latin1');
  expect(text).toMatch(/threshold=1,.*rule=weighted-tail-score,latent-bernoulli\.weight=0\.25/);
  expect(text).toContain('Anomaly candidates, Consensus');
  const { code, stdout } = await lacuna(['verify', seg, series]);
  expect([code, stdout]).toEqual([0, expect.stringMatching(/^Verified: \d+ frames/)]);
});

test('consensus alone writes only the consensus, the same bytes', async () => {
  const alone = path.join(folder, 'alone');
  expect((await detect(series, alone, '--weights', weights, '--method', 'consensus')).code).toBe(0);
  expect(fs.readdirSync(alone).sort()).toEqual([...CONSENSUS_FILES, 'detect.json'].sort());
  for (const name of [MAP, 'consensus-mask.nii.gz'])
    expect(fs.readFileSync(path.join(alone, name)).equals(fs.readFileSync(path.join(out, name)))).toBe(true);
  const { code } = await detect(series, alone, '--weights', weights, '--method', 'diffusion-ad');
  expect([code, fs.readdirSync(alone).filter((name) => name.startsWith('consensus'))]).toEqual([0, []]);
});

test('weights without a consensus say so', async () => {
  const { code, stderr } = await detect(series, path.join(folder, 'none'), '--method', 'consensus');
  expect([code, stderr]).toEqual([2, expect.stringMatching(/not calibrated for a consensus.*--calibration/)]);
  expect(fs.existsSync(path.join(folder, 'none'))).toBe(false);
});

describe('--calibration', () => {
  const file = (name: string, json: unknown): string => {
    fs.writeFileSync(path.join(folder, name), typeof json === 'string' ? json : JSON.stringify(json));
    return path.join(folder, name);
  };
  const run = (calibration: string, target = 'never') =>
    detect(series, path.join(folder, target), '--calibration', calibration);

  test('gives plain weights a consensus and new thresholds, and is named in what is written', async () => {
    const own = file('own.json', calibrationFile(report(out).weights.sha256));
    const sha256 = createHash('sha256').update(fs.readFileSync(own)).digest('hex');
    const { code, stderr } = await run(own, 'calibrated');
    expect([code, stderr]).toEqual([0, expect.stringContaining('consensus')]);
    const json = report(path.join(folder, 'calibrated'));
    expect(json.methods['diffusion-ad']!.threshold).toEqual({
      value: 0.7,
      source: expect.stringMatching(/^fpr10 of a calibration file for the weights weights-tiny/),
    });
    expect(json).toMatchObject({ calibration: { cohort: 'our controls', slices: 90, sha256 } });
    expect((json as unknown as { methods: Record<string, Json> }).methods['consensus']).toMatchObject({
      settings: { calibrationFile: sha256 },
    });
  });

  test('of other weights, damaged or absent: refused, and nothing is written', async () => {
    const other = await run(file('other.json', calibrationFile('0f'.repeat(32))));
    expect([other.code, other.stderr]).toEqual([3, expect.stringMatching(/made for other weights/)]);
    const damaged = await run(file('damaged.json', '{'));
    expect([damaged.code, damaged.stderr]).toEqual([3, expect.stringMatching(/not JSON/)]);
    const absent = await run(path.join(folder, 'absent.json'));
    expect([absent.code, absent.stderr]).toEqual([2, expect.stringMatching(/no calibration file/)]);
    expect(fs.existsSync(path.join(folder, 'never'))).toBe(false);
  });
});
