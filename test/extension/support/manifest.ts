import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseManifest } from '@lacuna/core/inference/manifest.ts';
import { calibratedManifest } from '../../inference/support/calibration.ts';
import type { WeightsInfo } from '../../../extension/src/state/review-state.ts';

const FILE = path.resolve(
  path.dirname(fileURLToPath(import.meta.url)),
  '../../fixtures/weights-tiny/manifest.json',
);

/** The manifest of the tiny fixture bundle, with thresholds that suit maps with values 0..1 made by the tests. */
export function testWeights(json: unknown = JSON.parse(fs.readFileSync(FILE, 'utf8'))): WeightsInfo {
  const manifest = parseManifest(json);
  const thresholds = { fpr10: 0.1, fpr5: 0.2, fpr1: 0.5, default: 'fpr1' } as const;
  return {
    sha256: 'abcdef0123456789',
    manifest: {
      ...manifest,
      minimumRegionAreaMm2: 0,
      methods: {
        'latent-bernoulli': { ...manifest.methods['latent-bernoulli'], thresholds, mapRange: [0, 1] },
        'diffusion-ad': { ...manifest.methods['diffusion-ad'], thresholds, mapRange: [0, 1] },
      },
    },
  };
}

/** The same, calibrated for a consensus: on the maps of the fake client it is 0.375, and 4.6 in the square. */
export const consensusWeights = (): WeightsInfo => testWeights(calibratedManifest());
