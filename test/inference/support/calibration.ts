import fs from 'node:fs';
import path from 'node:path';
import { TINY } from './bundles.ts';

export type Json = Record<string, unknown>;

/** A copy with the value at a dotted path replaced; `undefined` removes the field. */
export function changed(json: Json, dotted: string, value: unknown): Json {
  const copy = JSON.parse(JSON.stringify(json)) as Json;
  const steps = dotted.split('.');
  const last = steps.pop()!;
  const parent = steps.reduce<Json>((object, step) => object[step] as Json, copy);
  if (value === undefined) Reflect.deleteProperty(parent, last);
  else parent[last] = value;
  return copy;
}

const tail = (...points: [number, number][]) => ({ mean: 0.1, sd: 0.2, healthyTail: points });

/** The tiny bundle's manifest with tables and a consensus; made-up numbers, for tests only. */
export function calibratedManifest(): Json {
  let json = JSON.parse(fs.readFileSync(path.join(TINY, 'manifest.json'), 'utf8')) as Json;
  json = changed(json, 'methods.latent-bernoulli.calibration', tail([0.1, 0.25], [0.01, 0.5]));
  json = changed(json, 'methods.diffusion-ad.calibration', tail([0.1, 0.5], [0.01, 0.75]));
  return {
    ...json,
    consensus: {
      weights: { 'latent-bernoulli': 0.25, 'diffusion-ad': 0.75 },
      thresholds: { fpr1: 1.5, fpr5: 1, fpr10: 0.75, default: 'fpr5' },
      mapRange: [0, 6],
    },
  };
}

/** A calibration file for the tiny bundle. */
export function calibrationFile(weightsSha256: string): Json {
  const thresholds = { fpr1: 0.9, fpr5: 0.8, fpr10: 0.7, default: 'fpr10' };
  return {
    schema: 'lacuna-calibration/1',
    weightsId: 'weights-tiny',
    weightsSha256,
    cohort: { cases: 3, slices: 90, pixels: 12345, description: 'our controls' },
    createdBy: 'lacuna 0.1.0',
    seed: 0,
    methods: {
      'latent-bernoulli': { thresholds, calibration: tail([0.1, 0.3], [0.01, 0.6]) },
      'diffusion-ad': { thresholds, calibration: tail([0.1, 0.4], [0.01, 0.8]) },
    },
    consensus: {
      weights: { 'latent-bernoulli': 0.5, 'diffusion-ad': 0.5 },
      thresholds: { fpr1: 1.25, fpr5: 1, fpr10: 0.5, default: 'fpr1' },
      mapRange: [0, 6],
    },
  };
}
