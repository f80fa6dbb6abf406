import { candidateRegions } from '@lacuna/core/anomaly/candidate-regions.ts';
import {
  releaseMeasurementReport,
  type ReleasedMeasurementReport,
} from '@lacuna/core/dicom/release-measurement-report.ts';
import type { SourceInstance } from '@lacuna/core/dicom/source.ts';
import type { SliceGeometry } from '@lacuna/core/imaging/series.ts';
import { METHOD_IDS, OUTPUT_IDS } from '@lacuna/core/inference/detector.ts';
import type { MethodOutcome } from './run-methods.ts';
import { algorithmOf, type DicomExport, randomUid, seriesNumberOf } from './segmentation-output.ts';
import { LACUNA_VERSION } from './version.ts';

/**
 * The candidate regions of one output, measured: a structured report and the SEG with a segment for each region.
 * @throws LacunaError `verification-failed` and what the writers throw
 */
export function measurementReportOf(outcome: MethodOutcome, run: DicomExport): ReleasedMeasurementReport {
  const { method, maps, masks, scores } = outcome;
  const { instances } = run;
  const analysed = new Set(scores.map(({ slice }) => slice - 1));
  const other =
    method === 'consensus'
      ? undefined
      : run.outcomes.find((o) => METHOD_IDS.some((id) => id === o.method && id !== method));
  const algorithm = algorithmOf(outcome, run);
  return releaseMeasurementReport({
    source: instances,
    method,
    candidates: candidateRegions(
      instances.map(geometryOf),
      masks.map((mask, i) => (analysed.has(i) ? mask : null)),
      maps,
      { nominalThicknessMm: instances[0]?.sliceThickness, otherMasks: other?.masks },
    ),
    algorithm,
    seriesNumber: seriesNumberOf(instances, 71 + OUTPUT_IDS.indexOf(method)),
    segmentationSeriesNumber: seriesNumberOf(instances, 81 + OUTPUT_IDS.indexOf(method)),
    seriesDescription: `Anomaly candidates ${algorithm.name}, measured`,
    contentDate: run.contentDate,
    uid: randomUid,
    softwareVersion: LACUNA_VERSION,
  });
}

function geometryOf(instance: SourceInstance): SliceGeometry {
  const { rows, columns, pixelSpacing, imagePositionPatient, imageOrientationPatient } = instance;
  const [rowSpacingMm, columnSpacingMm] = pixelSpacing;
  return { rows, columns, rowSpacingMm, columnSpacingMm, imagePositionPatient, imageOrientationPatient };
}
