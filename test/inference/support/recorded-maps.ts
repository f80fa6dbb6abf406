import { createHash } from 'node:crypto';
import path from 'node:path';
import type { DetectorSettings, MethodId } from '@lacuna/core/inference/detector.ts';
import { Engine } from '@lacuna/core/inference/engine.ts';
import { openCase } from '@lacuna/cli/src/source-case.ts';
import { FIXTURES } from '../../core/support/golden.ts';
import { folderSource } from './bundles.ts';
import { FakeSessions } from './fake-sessions.ts';

/** A name, a method and settings that between them take every way through the code around the models. */
const VARIANTS: readonly [string, MethodId, Omit<DetectorSettings, 'seed'>][] = [
  ['latent-bernoulli', 'latent-bernoulli', {}],
  ['diffusion-ad', 'diffusion-ad', {}],
  ['five steps', 'latent-bernoulli', { latentBernoulli: { noiseLevel: 50, steps: 5 } }],
  [
    'flips, no mask',
    'latent-bernoulli',
    {
      latentBernoulli: {
        noiseLevel: 200,
        steps: 3,
        anomalyMap: 'flip-probability',
        medianFilter: 3,
        probabilityThreshold: null,
      },
    },
  ],
  [
    'squared difference',
    'latent-bernoulli',
    {
      latentBernoulli: {
        anomalyMap: 'squared-difference',
        medianFilter: 7,
        maskLastStep: false,
        forwardNoise: 'reference-code',
      },
    },
  ],
  ['guidance 2', 'diffusion-ad', { diffusionAd: { tNoisier: 400, tLessNoisy: 200, guidance: 2 } }],
];

/**
 * Hashes of map, reconstruction and mask and the score, by variant, of one slice of a study on stand-ins of the models
 * that give the same bits on every processor.
 */
export async function mapHashes(studyFolder: string, sliceIndex: number): Promise<Record<string, string>> {
  const weights = path.join(FIXTURES, '../../models/weights/flair-small');
  const engine = await Engine.open(new FakeSessions(), folderSource(weights));
  const { source } = await openCase(studyFolder, undefined, new AbortController().signal);
  const prepared = await engine.prepareSeries(source);
  const hashes: Record<string, string> = { scale: String(prepared.intensityMedian) };
  for (const [name, method, settings] of VARIANTS) {
    const result = await engine.detectSlice(prepared, sliceIndex, method, { seed: 7, ...settings });
    const parts = [result.anomalyMap, result.reconstruction, result.brainMask].map((array) =>
      createHash('sha256')
        .update(new Uint8Array(array.buffer, array.byteOffset, array.byteLength))
        .digest('hex')
        .slice(0, 12),
    );
    hashes[name] = [...parts, result.score].join(' ');
  }
  await engine.dispose();
  return hashes;
}
