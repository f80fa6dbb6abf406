import { type CandidateRegions, candidateRegions } from '@lacuna/core/anomaly/candidate-regions.ts';
import {
  releaseMeasurementReport,
  type ReleasedMeasurementReport,
} from '@lacuna/core/dicom/release-measurement-report.ts';
import type { SourceInstance } from '@lacuna/core/dicom/source.ts';
import type { SliceGeometry } from '@lacuna/core/imaging/series.ts';
import { METHOD_IDS, OUTPUT_IDS } from '@lacuna/core/inference/detector.ts';
import { analysedPlanes } from './reformatted-outcome.ts';
import type { MethodOutcome } from './run-methods.ts';
import { algorithmOf, type DicomExport, randomUid, replaced, seriesNumberOf } from './segmentation-output.ts';
import { LACUNA_VERSION } from './version.ts';

/**
 * The candidate regions of one output, measured: a structured report and the SEG with a segment for each region.
 * @param names of the files that they will be
 * @throws LacunaError `verification-failed` and what the writers throw
 */
export function measurementReportOf(
  outcome: MethodOutcome,
  run: DicomExport,
  names: { readonly report: string; readonly regions: string },
): ReleasedMeasurementReport {
  const { method } = outcome;
  const { instances } = run;
  const algorithm = algorithmOf(outcome, run);
  return releaseMeasurementReport({
    source: instances,
    method,
    candidates: regionsOf(outcome, run),
    algorithm,
    seriesNumber: seriesNumberOf(instances, 71 + OUTPUT_IDS.indexOf(method)),
    segmentationSeriesNumber: seriesNumberOf(instances, 81 + OUTPUT_IDS.indexOf(method)),
    seriesDescription: `Anomaly candidates ${algorithm.name}, measured`,
    predecessors: replaced(run, names.report),
    segmentationPredecessors: replaced(run, names.regions),
    contentDate: run.contentDate,
    uid: randomUid,
    softwareVersion: LACUNA_VERSION,
  });
}

/** Regions over slices, with their side of the head and their share in the other method's mask. */
export function regionsOf(outcome: MethodOutcome, { instances, outcomes }: DicomExport): CandidateRegions {
  const { method, maps, masks, midlineXMm } = outcome;
  const analysed = analysedPlanes(outcome);
  const other =
    method === 'consensus'
      ? undefined
      : outcomes.find((o) => METHOD_IDS.some((id) => id === o.method && id !== method));
  return candidateRegions(
    instances.map(geometryOf),
    masks.map((mask, i) => (analysed.has(i) ? mask : null)),
    maps,
    { nominalThicknessMm: instances[0]?.sliceThickness, otherMasks: other?.masks, midlineXMm },
  );
}

export function geometryOf(instance: SourceInstance): SliceGeometry {
  const { rows, columns, pixelSpacing, imagePositionPatient, imageOrientationPatient } = instance;
  const [rowSpacingMm, columnSpacingMm] = pixelSpacing;
  return { rows, columns, rowSpacingMm, columnSpacingMm, imagePositionPatient, imageOrientationPatient };
}
