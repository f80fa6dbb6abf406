import {
  releaseParametricMap,
  type ReleasedParametricMap,
} from '@lacuna/core/dicom/release-parametric-map.ts';
import { OUTPUT_IDS } from '@lacuna/core/inference/detector.ts';
import { mapCalibration } from '@lacuna/core/inference/map-calibration.ts';
import { analysedPlanes } from './reformatted-outcome.ts';
import type { MethodOutcome } from './run-methods.ts';
import { algorithmOf, type DicomExport, randomUid, replaced, seriesNumberOf } from './segmentation-output.ts';
import { LACUNA_VERSION } from './version.ts';

/**
 * The Parametric Map of one output, written and verified: a frame for every slice that was run. With a calibration in the
 * weights the map of a method also carries its z-scores; that of the consensus is made of calibrated scores already.
 * @param name of the file that it will be
 * @throws LacunaError `verification-failed` and what the writer throws
 */
export function parametricMapOf(
  outcome: MethodOutcome,
  run: DicomExport,
  name: string,
): ReleasedParametricMap {
  const { method, maps } = outcome;
  const { manifest } = run.engine;
  const analysed = analysedPlanes(outcome);
  const algorithm = algorithmOf(outcome, run);
  return releaseParametricMap({
    source: run.instances,
    method,
    maps: maps.map((map, i) => (analysed.has(i) ? map : null)),
    mapRange: mapCalibration(manifest, method)?.mapRange ?? [0, 1],
    healthy: method === 'consensus' ? undefined : manifest.methods[method].calibration,
    algorithm,
    predecessors: replaced(run, name),
    seriesNumber: seriesNumberOf(run.instances, 61 + OUTPUT_IDS.indexOf(method)),
    seriesDescription: `Anomaly map ${algorithm.name}`,
    contentDate: run.contentDate,
    uid: randomUid,
    softwareVersion: LACUNA_VERSION,
  });
}
