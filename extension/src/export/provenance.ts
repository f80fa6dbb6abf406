import type { AlgorithmProvenance } from '@lacuna/core/dicom/segmentation-types.ts';
import type { WeightsManifest } from '@lacuna/core/inference/manifest-types.ts';
import { METHOD_NAMES, type MethodId } from '../methods.ts';
import type { WeightsInfo } from '../state/review-state.ts';

export interface RunFacts {
  seed: number;
  threshold: number;
  /** Back-ends that computed, usually one. */
  backends: readonly string[];
  analysedSlices: number;
  sliceCount: number;
}

/** Enough to run the method again and get the same mask, in the object itself. */
export function provenance(
  method: MethodId,
  { manifest, sha256 }: WeightsInfo,
  facts: RunFacts,
): AlgorithmProvenance {
  return {
    name: METHOD_NAMES[method],
    version: manifest.version,
    parameters: {
      weights: manifest.id,
      weightsSha256: sha256,
      seed: facts.seed,
      threshold: Number(facts.threshold.toPrecision(6)),
      minimumRegionAreaMm2: manifest.minimumRegionAreaMm2,
      backend: facts.backends.join('+'),
      slices: `${facts.analysedSlices}/${facts.sliceCount}`,
      ...settingsOf(method, manifest),
    },
  };
}

function settingsOf(method: MethodId, { methods }: WeightsManifest): Record<string, string | number> {
  if (method === 'diffusion-ad') {
    const { tNoisier, tLessNoisy, guidance } = methods[method];
    return { ts: tNoisier, tn: tLessNoisy, w: guidance };
  }
  const { noiseLevel, steps, probabilityThreshold, maskLastStep, anomalyMap, medianFilter } = methods[method];
  return {
    L: noiseLevel,
    steps,
    P: probabilityThreshold ?? 'off',
    maskLastStep: String(maskLastStep),
    anomalyMap,
    medianFilter,
  };
}
