/** Calibration tables and the consensus in a manifest, and in a file of one's own. */
import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { tailScore } from '@lacuna/core/anomaly/tail-score.ts';
import { LacunaError } from '@lacuna/core/errors.ts';
import { applyCalibration } from '@lacuna/core/inference/calibration-file.ts';
import { availableOutputs, consensusRule, mapCalibration } from '@lacuna/core/inference/map-calibration.ts';
import { parseManifest, type WeightsManifest } from '@lacuna/core/inference/manifest.ts';
import { recordedSettings } from '@lacuna/core/inference/recorded-settings.ts';
import { calibratedManifest, calibrationFile, changed, type Json } from './support/calibration.ts';
import { TINY } from './support/bundles.ts';

const SHA = 'ab'.repeat(32);
const tiny = () => JSON.parse(fs.readFileSync(path.join(TINY, 'manifest.json'), 'utf8')) as Json;
const manifest = () => parseManifest(calibratedManifest());
const apply = (weights: WeightsManifest, sha256: string, json: unknown) =>
  applyCalibration(weights, sha256, { json, sha256: 'ef'.repeat(32) });

function refusal(work: () => unknown): LacunaError {
  try {
    work();
  } catch (thrown) {
    if (thrown instanceof LacunaError) return thrown;
    throw thrown;
  }
  throw new Error('nothing was refused');
}

describe('manifest', () => {
  test('without the sections gives no consensus, with them the rule of the contract', () => {
    const plain = parseManifest(tiny());
    expect(consensusRule(plain)).toBeUndefined();
    expect(availableOutputs(plain)).toEqual(['latent-bernoulli', 'diffusion-ad']);
    expect(mapCalibration(plain, 'consensus')).toBeUndefined();

    const full = manifest();
    expect(availableOutputs(full)).toEqual(['latent-bernoulli', 'diffusion-ad', 'consensus']);
    expect(mapCalibration(full, 'consensus')!.thresholds).toMatchObject({ fpr1: 1.5, default: 'fpr5' });
    const rule = consensusRule(full)!;
    expect(rule.map(({ method, weight }) => [method, weight])).toEqual([
      ['latent-bernoulli', 0.25],
      ['diffusion-ad', 0.75],
    ]);
    expect(rule.map(({ scale }) => tailScore(scale, 0.5))).toEqual([2, 1]);
  });

  const latent = 'methods.latent-bernoulli.calibration';
  test.each<[string, unknown]>([
    [latent, undefined], // the consensus stands on it
    [latent, 5],
    [`${latent}.mean`, 'low'],
    [`${latent}.sd`, -1],
    [`${latent}.healthyTail`, []],
    [`${latent}.healthyTail`, [[0.1]]],
    [`${latent}.healthyTail`, [[0.1, '0.2']]],
    [`${latent}.healthyTail`, [[0.1, 0.2], [0.2, 0.3]]], // prettier-ignore
    [`${latent}.healthyTail`, [[0.1, 0.2], [0.05, 0.1]]], // prettier-ignore
    [`${latent}.healthyTail`, [[0.1, 1.2]]],
    [`${latent}.healthyTail`, [[1e-9, 0.2]]],
    [`${latent}.healthyTail`, Array.from({ length: 5000 }, (_, i) => [1 / (i + 1), i / 5000])],
    ['consensus', []],
    ['consensus.weights', { 'latent-bernoulli': 1 }],
    ['consensus.weights', { 'latent-bernoulli': 0.6, 'diffusion-ad': 0.6 }],
    ['consensus.weights.diffusion-ad', -0.75],
    ['consensus.thresholds', { fpr1: 1, fpr5: 2, fpr10: 3, default: 'fpr1' }],
    ['consensus.mapRange', [6, 0]],
  ])('refuses %s = %j and names the field', (field, value) => {
    const error = refusal(() => parseManifest(changed(calibratedManifest(), field, value)));
    expect(error.code).toBe('weights-invalid');
    expect(error.message).toContain(field.split('.')[0]);
  });
});

describe('a calibration file', () => {
  test('takes the place of thresholds, tables and consensus, and says from whom they are', () => {
    const calibrated = apply(manifest(), SHA, calibrationFile(SHA));
    expect(calibrated.methods['diffusion-ad'].thresholds).toEqual({
      fpr1: 0.9,
      fpr5: 0.8,
      fpr10: 0.7,
      default: 'fpr10',
    });
    expect(calibrated.methods['diffusion-ad'].tNoisier).toBe(manifest().methods['diffusion-ad'].tNoisier);
    expect(consensusRule(calibrated)!.map(({ weight }) => weight)).toEqual([0.5, 0.5]);
    expect(calibrated.calibration).toMatchObject({ cohort: 'our controls', slices: 90 });
    expect(calibrated.calibrationFile).toBe('ef'.repeat(32));
    expect(recordedSettings('diffusion-ad', calibrated)).toMatchObject({ calibrationFile: 'ef'.repeat(32) });
  });

  test('of the thresholds alone leaves the consensus of the weights, with new tables it goes', () => {
    const only = changed(
      changed(calibrationFile(SHA), 'consensus', undefined),
      'methods.latent-bernoulli',
      undefined,
    );
    expect(apply(manifest(), SHA, only).consensus).toBeUndefined();
    const thresholds = changed(only, 'methods.diffusion-ad.calibration', undefined);
    const calibrated = apply(manifest(), SHA, thresholds);
    expect(calibrated.consensus).toEqual(manifest().consensus);
    expect(calibrated.methods['latent-bernoulli']).toEqual(manifest().methods['latent-bernoulli']);
    expect(calibrated.methods['diffusion-ad'].thresholds.fpr1).toBe(0.9);
  });

  test('of other weights is refused in words', () => {
    const { code, message } = refusal(() => apply(manifest(), 'cd'.repeat(32), calibrationFile(SHA)));
    expect(code).toBe('weights-invalid');
    expect(message).toMatch(/made for other weights \(weights-tiny, abababab\).*cdcdcdcd.*Calibrate again/);
  });

  test('with a consensus needs the tables of both methods', () => {
    const plain = parseManifest(tiny());
    const half = changed(calibrationFile(SHA), 'methods.latent-bernoulli', undefined);
    expect(refusal(() => apply(plain, SHA, half)).message).toMatch(
      /^The calibration file is not valid: .*latent-bernoulli.*consensus/,
    );
    expect(apply(plain, SHA, calibrationFile(SHA)).consensus).toBeDefined();
  });

  test.each<[string, unknown]>([
    ['schema', 'lacuna-calibration/2'],
    ['weightsSha256', 'abc'],
    ['cohort.slices', -1],
    ['cohort.description', undefined],
    ['seed', 1.5],
    ['methods', {}],
    ['methods.diffusion-ad.thresholds.default', 'fpr2'],
    ['methods.diffusion-ad.calibration.healthyTail', [[0.1, 7]]],
    ['consensus.weights.diffusion-ad', 0.9],
  ])('refuses %s = %j as a fault of the file', (field, value) => {
    const error = refusal(() => apply(manifest(), SHA, changed(calibrationFile(SHA), field, value)));
    expect(error.code).toBe('weights-invalid');
    expect(error.message).toMatch(/^The calibration file is not valid: calibration/);
    expect(error.message).toContain('lacuna calibrate');
  });

  test.each([[null], [[]], ['text']])('%j is no calibration', (json) => {
    expect(refusal(() => apply(manifest(), SHA, json)).code).toBe('weights-invalid');
  });
});
