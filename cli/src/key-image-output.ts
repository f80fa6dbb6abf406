import type { WrittenKeyImages } from '@lacuna/core/dicom/key-image-writer.ts';
import { releaseKeyImages } from '@lacuna/core/dicom/release-key-images.ts';
import { SEGMENT_COLOURS } from '@lacuna/core/dicom/segmentation-types.ts';
import { OUTPUT_IDS } from '@lacuna/core/inference/detector.ts';
import { keyImages } from '@lacuna/core/key-images/choose.ts';
import { geometryOf, regionsOf } from './measurement-report-output.ts';
import type { MethodOutcome } from './run-methods.ts';
import { algorithmOf, type DicomExport, randomUid, seriesNumberOf } from './segmentation-output.ts';
import { LACUNA_VERSION } from './version.ts';

/**
 * Secondary Captures of the candidate regions with the highest peaks, outlined, written and verified.
 * @throws LacunaError `verification-failed` and what the writer throws
 */
export function keyImagesOf(outcome: MethodOutcome, run: DicomExport): WrittenKeyImages {
  const { method } = outcome;
  const { instances, pixels } = run;
  const algorithm = algorithmOf(outcome, run);
  return releaseKeyImages({
    source: instances,
    method,
    images: keyImages({
      candidates: regionsOf(outcome, run),
      geometry: instances.map(geometryOf),
      pixels,
      methodName: algorithm.name,
      colour: SEGMENT_COLOURS[method],
    }),
    algorithm,
    seriesNumber: seriesNumberOf(instances, 91 + OUTPUT_IDS.indexOf(method)),
    seriesDescription: `Key images ${algorithm.name}`,
    contentDate: run.contentDate,
    uid: randomUid,
    softwareVersion: LACUNA_VERSION,
  });
}
