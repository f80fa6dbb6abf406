import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { LacunaError } from '@lacuna/core/errors.ts';
import { parseManifest } from '@lacuna/core/inference/manifest.ts';
import { TINY } from './support/bundles.ts';

type Json = Record<string, unknown>;
const good = () => JSON.parse(fs.readFileSync(path.join(TINY, 'manifest.json'), 'utf8')) as Json;

/** The good manifest with the value at a path replaced; `undefined` removes the field. */
function changed(dotted: string, value: unknown): Json {
  const json = good();
  const steps = dotted.split('.');
  const last = steps.pop()!;
  const parent = steps.reduce<Json>((object, step) => object[step] as Json, json);
  if (value === undefined) Reflect.deleteProperty(parent, last);
  else parent[last] = value;
  return json;
}

function refusal(json: unknown): LacunaError {
  try {
    parseManifest(json);
  } catch (thrown) {
    if (thrown instanceof LacunaError) return thrown;
    throw thrown;
  }
  throw new Error('the manifest was accepted');
}

test('the fixture is read', () => {
  const manifest = parseManifest(good());
  expect(manifest.grid).toEqual({ size: 32, spacingMm: 8 });
  expect(manifest.models.denoiser.inputs.map((input) => input.name)).toEqual(['code', 'timestepEmbedding']);
  expect(manifest.methods['latent-bernoulli'].thresholds.default).toBe('fpr1');
});

test('a threshold of null, for no masking, is read', () => {
  const json = changed('methods.latent-bernoulli.probabilityThreshold', null);
  expect(parseManifest(json).methods['latent-bernoulli'].probabilityThreshold).toBeNull();
});

test('unknown fields and remarks are no error', () => {
  const manifest = parseManifest({ ...good(), extra: 1, metrics: { dataset: 'x' } });
  expect(manifest.metrics).toEqual({ dataset: 'x' });
});

test('a newer schema says what to do', () => {
  expect(refusal(changed('schema', 'lacuna-weights/2')).message).toContain('Update Lacuna');
});

describe('refuses, and names the field', () => {
  const latent = 'methods.latent-bernoulli';
  const pixel = 'methods.diffusion-ad';
  const table: [string, unknown][] = [
    ['schema', 'something/1'],
    ['schema', undefined],
    ['id', '../../etc'],
    ['grid', undefined],
    ['grid.size', 0],
    ['grid.size', 32.5],
    ['grid.spacingMm', -2],
    ['grid.spacingMm', '8'],
    ['normalisation.scale', null],
    ['normalisation.scale', Number.NaN],
    ['brainMask.threshold', 1.5],
    ['schedule.timesteps', 1],
    ['schedule.betaEnd', 2],
    ['models.denoiser', undefined],
    ['models.encoder.file', '../encoder.onnx'],
    ['models.encoder.file', 'https://elsewhere.example/encoder.onnx'],
    ['models.encoder.bytes', 0],
    ['models.encoder.bytes', 1e12],
    ['models.encoder.sha256', 'abc'],
    ['models.encoder.opset', 99],
    ['models.encoder.dtype', 'float16'],
    ['models.encoder.inputs', []],
    ['models.encoder.outputs', [{ name: 'probability', shape: ['batch', 3, 3, 3] }]],
    ['models.decoder.inputs', [{ name: 'latents', shape: ['batch', 8, 8, 8] }]],
    ['models.segmentationSubnet.inputs', [{ name: 'imageAndReconstruction', shape: ['batch', 1, 32, 32] }]],
    [`${latent}.steps`, 2], // more than the noise level of 1
    [`${latent}.noiseLevel`, 5000],
    [`${latent}.probabilityThreshold`, undefined],
    [`${latent}.probabilityThreshold`, 1.2],
    [`${latent}.maskLastStep`, 'yes'],
    [`${latent}.anomalyMap`, 'magic'],
    [`${latent}.medianFilter`, 4],
    [`${latent}.thresholds.fpr1`, -0.1],
    [`${latent}.thresholds.fpr5`, undefined],
    [`${latent}.thresholds.default`, 'fpr2'],
    [`${latent}.mapRange`, [1, 0]],
    [pixel, undefined],
    [`${pixel}.tNoisier`, 100], // below the less noisy one
    [`${pixel}.tNoisier`, 1000],
    [`${pixel}.guidance`, -1],
    [`${pixel}.thresholds`, { fpr1: 0.1, fpr5: 0.2, fpr10: 0.3, default: 'fpr1' }], // rising
    ['minimumRegionAreaMm2', -20],
  ];

  test.each(table)('%s = %j', (field, value) => {
    const error = refusal(changed(field, value));
    expect(error.code).toBe('weights-invalid');
    const [where] = field.split('.').slice(-2, -1);
    expect(error.message).toContain(where ?? field);
    expect(error.message.length).toBeLessThan(600);
  });

  test('a latent size that its models do not have', () => {
    expect(refusal(changed(`${latent}.latentChannels`, 4)).message).toContain('models.encoder.outputs');
  });

  test.each([[null], ['<!doctype html>'], [[]], [42]])('%j instead of an object', (json) => {
    expect(refusal(json).code).toBe('weights-invalid');
  });

  test('a __proto__ key does not stand in for a field', () => {
    const json = JSON.parse('{"__proto__": {"schema": "lacuna-weights/1"}}') as unknown;
    expect(refusal(json).message).toContain('schema');
  });
});
