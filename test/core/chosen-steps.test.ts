/** Another number of denoiser calls than the weights prescribe, and what an object records of it. */
import { describe, expect, test } from '@jest/globals';
import { manifestWithSteps } from '@lacuna/core/inference/manifest-with-steps.ts';
import { parseRecordedRun } from '@lacuna/core/inference/recorded-run.ts';
import { recordedRun } from '@lacuna/core/inference/recorded-settings.ts';
import { mostSteps, settingsForSteps } from '@lacuna/core/latent/chosen-steps.ts';
import { checkLatentSettings } from '@lacuna/core/latent/settings.ts';
import { parseManifest } from '@lacuna/core/inference/manifest.ts';
import { calibratedManifest } from '../inference/support/calibration.ts';

const own = { noiseLevel: 20, steps: 1 };
const manifest = parseManifest(calibratedManifest());
const facts = {
  weightsSha256: 'a'.repeat(64),
  seed: 7,
  threshold: 0.25,
  backends: ['wasm'],
  analysedSlices: [0, 1],
  sliceCount: 2,
};
const recordedText = (output: Parameters<typeof recordedRun>[0], steps: number | null) =>
  Object.entries(recordedRun(output, manifestWithSteps(manifest, steps), facts))
    .map(([key, value]) => `${key}=${value}`)
    .join(',');

describe('settings', () => {
  test('as many as the weights use change nothing', () => {
    expect(settingsForSteps(own, null)).toBeUndefined();
    expect(settingsForSteps(own, 1)).toBeUndefined();
    expect(manifestWithSteps(manifest, null)).toBe(manifest);
  });

  test('up to the noise level of the weights the calls are spread over it, beyond over the published schedule', () => {
    expect(settingsForSteps(own, 5)).toEqual({ noiseLevel: 20, steps: 5, settledSteps: 3 });
    expect(settingsForSteps(own, 20)).toMatchObject({ noiseLevel: 20, steps: 20 });
    expect(settingsForSteps(own, 21)).toMatchObject({ noiseLevel: 200, steps: 21 });
    expect(settingsForSteps({ noiseLevel: 300, steps: 300 }, 250)).toMatchObject({ noiseLevel: 300 });
    expect([mostSteps(own), mostSteps({ noiseLevel: 300 })]).toEqual([200, 300]);
  });

  test('more than the published schedule has are refused', () => {
    const settings = { ...manifest.methods['latent-bernoulli'], ...settingsForSteps(own, 201) };
    expect(() => checkLatentSettings(settings, 1000)).toThrow(/from 1 to the noise level \(200\)/);
  });
});

describe('what an object records', () => {
  test('the steps, the early end, and with how many the thresholds were measured; a repetition uses them', () => {
    const text = recordedText('latent-bernoulli', 5);
    expect(text).toMatch(/(^|,)steps=5,/);
    expect(text).toMatch(/(^|,)settledSteps=3(,|$)/);
    expect(text).toMatch(/(^|,)calibratedSteps=1(,|$)/);
    const expected = settingsForSteps(manifest.methods['latent-bernoulli'], 5);
    expect(parseRecordedRun(text, '').latentBernoulli).toMatchObject(expected!);
    expect(parseRecordedRun(recordedText('consensus', 5), '').latentBernoulli).toMatchObject(expected!);
  });

  test('nothing new with as many as the weights use, and never of DiffusionAD', () => {
    expect(recordedText('latent-bernoulli', null)).not.toMatch(/settled|calibratedSteps/);
    expect(recordedText('diffusion-ad', 5)).toBe(recordedText('diffusion-ad', null));
  });
});
