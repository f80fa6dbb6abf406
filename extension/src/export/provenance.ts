import { recordedSettings } from '@lacuna/core/inference/recorded-settings.ts';
import type { AlgorithmProvenance } from '@lacuna/core/dicom/segmentation-types.ts';
import { LAYER_NAMES, type LayerId } from '../methods.ts';
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
  method: LayerId,
  { manifest, sha256 }: WeightsInfo,
  facts: RunFacts,
): AlgorithmProvenance {
  return {
    name: LAYER_NAMES[method],
    version: manifest.version,
    parameters: {
      weights: manifest.id,
      weightsSha256: sha256,
      seed: facts.seed,
      threshold: Number(facts.threshold.toPrecision(6)),
      minimumRegionAreaMm2: manifest.minimumRegionAreaMm2,
      backend: facts.backends.join('+'),
      slices: `${facts.analysedSlices}/${facts.sliceCount}`,
      ...recordedSettings(method, manifest),
    },
  };
}
