/** `lacuna calibrate` on a small healthy set, its file in `evaluate`, and `lacuna compare` of the runs before and after. */
import fs from 'node:fs';
import path from 'node:path';
import { beforeAll, expect, jest, test } from '@jest/globals';
import { calibrateMap, nextFloat32 } from '@lacuna/core/anomaly/calibration.ts';
import type { Summary } from '../../../cli/src/evaluate/summary-types.ts';
import { temporaryFolder, TINY } from '../support/folders.ts';
import { lacuna } from '../support/run-cli.ts';
import { bratsSet, image, put } from './small-set.ts';

jest.setTimeout(600_000);
const folder = temporaryFolder();
const at = (name: string) => path.join(folder, name);
const calibration = at('calibration.json');

interface CalibrationFile {
  weightsSha256: string;
  cohort: { cases: number; slices: number; pixels: number };
  methods: Record<
    string,
    { thresholds: Record<string, number>; calibration: { healthyTail: [number, number][] } }
  >;
  consensus: { thresholds: Record<string, number> };
  baselines: Record<string, { thresholds: Record<string, number> }>;
}
const read = <T>(file: string) => JSON.parse(fs.readFileSync(at(file), 'utf8')) as T;

let written: CalibrationFile;
beforeAll(async () => {
  put(at('healthy'), 'h1/h1_flair.nii.gz', image());
  put(at('healthy'), 'h2/h2_flair.nii.gz', image([], 1.3));
  bratsSet(at('set'));
  const weights = ['--weights', TINY, '--jobs', '1'];
  const runs = [
    await lacuna(['calibrate', at('healthy'), '--out', calibration, ...weights]),
    await lacuna(['evaluate', at('set'), '--out', at('before'), ...weights]),
    await lacuna(['evaluate', at('set'), '--out', at('after'), '--calibration', calibration, ...weights]),
    await lacuna(['evaluate', at('healthy'), '--out', at('check'), '--calibration', calibration, ...weights]),
  ];
  expect(runs.map(({ code, stderr }) => (code === 0 ? 0 : stderr))).toEqual([0, 0, 0, 0]);
  written = read('calibration.json');
});

test('the file holds thresholds and tables of both methods, the consensus and the baselines', () => {
  expect(written.cohort.cases).toBe(2);
  expect(written.cohort.pixels).toBeGreaterThan(1000);
  expect(Object.keys(written.methods)).toEqual(['latent-bernoulli', 'diffusion-ad']);
  for (const { thresholds, calibration: table } of Object.values(written.methods)) {
    expect(thresholds.fpr1!).toBeGreaterThanOrEqual(thresholds.fpr5!);
    expect(table.healthyTail).toHaveLength(12);
  }
  expect(Object.keys(written.baselines)).toEqual(['baseline-intensity', 'baseline-intensity-median5']);
  expect(fs.existsSync(`${calibration}.work`)).toBe(false);
});

test('on the set it was made from, each threshold is reached by at most its share of pixels, and hardly fewer', () => {
  const { methods } = read<Summary>('check/summary.json');
  expect(Object.keys(methods)).toContain('consensus');
  for (const id of ['diffusion-ad', 'baseline-intensity', 'consensus'] as const)
    for (const { measured, nominal } of methods[id]!.calibration) {
      // quantiles interpolate, so one pixel more than the share may reach the threshold
      expect(measured!).toBeLessThanOrEqual(nominal + 1 / written.cohort.pixels);
      expect(measured!).toBeGreaterThan(nominal - 3 / written.cohort.pixels);
    }
});

test('with the file the consensus is scored, and the summary says where thresholds come from', () => {
  const [before, after] = [read<Summary>('before/summary.json'), read<Summary>('after/summary.json')];
  expect(before.methods.consensus).toBeUndefined();
  expect(before.not_run.map(({ method }) => method)).toEqual(['consensus']);
  expect(after.methods.consensus!.pooled.ap).toEqual(expect.any(Number));
  expect(after.weights.calibration_file).toMatch(/^[0-9a-f]{64}$/);
  expect(after.methods['baseline-intensity']!.threshold_source).toContain('calibration file');
  // the maps are the same: only what is done at a threshold may change
  expect(after.methods['diffusion-ad']!.pooled.ap).toBe(before.methods['diffusion-ad']!.pooled.ap);
});

test('compare names what changed and pairs the cases', async () => {
  const file = at('comparison.json');
  const { code, stdout } = await lacuna(['compare', at('before'), at('after'), '--out', file]);
  expect([code, stdout]).toEqual([0, expect.stringContaining('3 cases in both runs')]);
  const found = read<{ changed: { field: string }[]; tests: { metric: string; mean_difference: number }[] }>(
    'comparison.json',
  );
  expect(found.changed.map(({ field }) => field)).toContain('thresholds.diffusion-ad');
  for (const { metric, mean_difference } of found.tests) if (metric === 'ap') expect(mean_difference).toBe(0);
  const same = await lacuna(['compare', at('after'), at('after')]);
  expect(same.stdout).toContain('No case moved.');
  expect((await lacuna(['compare', at('after'), folder])).code).toBe(2);
});

test('a file for other weights is refused', async () => {
  const other = at('other.json');
  fs.writeFileSync(other, JSON.stringify({ ...written, weightsSha256: '0'.repeat(64) }));
  const args = ['evaluate', at('set'), '--out', at('refused'), '--weights', TINY, '--calibration', other];
  const { code, stderr } = await lacuna(args);
  expect([code, stderr]).toEqual([3, expect.stringContaining('other weights')]);
});

test('quantiles, mean and deviation of a distribution given by counts are those of its values', () => {
  const values = Float32Array.from({ length: 5000 }, (_, i) => Math.floor((i * 7919) % 5000) / 1250);
  const sorted = [...values].sort((a, b) => a - b);
  const { thresholds, calibration: table } = calibrateMap((visit) =>
    sorted.forEach((value) => visit(value, 1)),
  );
  for (const [rate, point] of [
    [0.01, 'fpr1'],
    [0.05, 'fpr5'],
    [0.1, 'fpr10'],
  ] as const) {
    const reaching = sorted.filter((value) => value >= thresholds[point]).length / sorted.length;
    expect(reaching).toBeLessThanOrEqual(rate);
    expect(reaching).toBeGreaterThan(rate - 0.001);
  }
  const mean = sorted.reduce((a, b) => a + b, 0) / sorted.length;
  expect(table.mean).toBeCloseTo(mean, 12);
  expect(table.sd).toBeCloseTo(
    Math.sqrt(sorted.reduce((s, v) => s + (v - mean) ** 2, 0) / sorted.length),
    12,
  );
  expect(table.healthyTail[0]).toEqual([0.5, Math.fround((sorted[2499]! + sorted[2500]!) / 2)]);
  expect(nextFloat32(1)).toBe(1 + 2 ** -23);
  expect(() => calibrateMap(() => undefined)).toThrow('no healthy brain pixel');
});
