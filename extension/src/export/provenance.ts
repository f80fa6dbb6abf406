import type { AxialView } from '@lacuna/core/imaging/reformat.ts';
import { recordedRun, type RunFacts } from '@lacuna/core/inference/recorded-settings.ts';
import type { AlgorithmProvenance } from '@lacuna/core/dicom/segmentation-types.ts';
import { OUTPUT_NAMES as OBJECT_NAMES } from '@lacuna/core/inference/detector.ts';
import type { LayerId } from '../methods.ts';
import type { WeightsInfo } from '../state/review-state.ts';

/**
 * Enough to run the method again and get the same mask, in the object itself; what `lacuna reproduce` reads.
 * @param view of a sagittal or coronal series, whose results lie on its own images
 */
export function provenance(
  method: LayerId,
  { manifest, sha256 }: WeightsInfo,
  facts: Omit<RunFacts, 'weightsSha256' | 'masksOnSource'>,
  view?: AxialView,
): AlgorithmProvenance {
  return {
    name: OBJECT_NAMES[method],
    version: manifest.version,
    parameters: recordedRun(method, manifest, {
      ...facts,
      weightsSha256: sha256,
      masksOnSource: view !== undefined,
    }),
    ...(view && { readAs: `axial slices of ${view.plane} images` }),
  };
}
