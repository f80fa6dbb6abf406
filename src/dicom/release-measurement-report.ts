import type { CandidateRegions } from '../anomaly/candidate-regions.ts';
import { verifyMeasurementReport } from './measurement-report-verifier.ts';
import { type MeasurementReportRequest, writeMeasurementReport } from './measurement-report-writer.ts';
import { freshUid } from './object-encoding.ts';
import { discardUnverified, releaseSegmentation } from './release.ts';

export interface RegionExport extends Omit<MeasurementReportRequest, 'regions' | 'segmentation'> {
  /** Found on the source series in the order of `source`. */
  readonly candidates: CandidateRegions;
  readonly segmentationSeriesNumber: number;
}

export type ReleasedMeasurementReport =
  | {
      readonly kind: 'written';
      readonly report: Uint8Array;
      /** One segment for each region, with the tracking UIDs of the report. */
      readonly segmentation: Uint8Array;
      readonly regions: number;
    }
  | { readonly kind: 'empty'; readonly sentence: string };

/**
 * Candidate regions as DICOM: a SEG with a segment for each of them, and a structured report that measures them. Both are
 * written, parsed again by code that shares nothing with the writers, and handed out together or not at all.
 * @throws LacunaError `verification-failed` and what the writers throw
 */
export function releaseMeasurementReport(
  request: RegionExport,
  write: typeof writeMeasurementReport = writeMeasurementReport,
): ReleasedMeasurementReport {
  const { regions: found, labels } = request.candidates;
  const regions = found.map((region) => ({
    region,
    segmentNumber: region.number,
    tracking: {
      identifier: `Anomaly candidate ${region.number}, ${request.method}`,
      uid: freshUid(request.uid),
    },
  }));
  const nothing = {
    kind: 'empty',
    sentence: 'There is no candidate region, so there is nothing to report.',
  } as const;
  if (regions.length === 0) return nothing;
  const { method, algorithm } = request;
  const segments = regions.map(({ region, tracking }) => ({
    method,
    algorithm,
    tracking,
    label: tracking.identifier,
    masks: labels.map((plane, z) =>
      plane && z >= region.firstSlice && z <= region.lastSlice
        ? Uint8Array.from(plane, (label) => (label === region.number ? 1 : 0))
        : null,
    ),
  }));
  const segmentation = releaseSegmentation({
    ...request,
    segments,
    seriesNumber: request.segmentationSeriesNumber,
    seriesDescription: `Candidate regions ${algorithm.name}`,
  });
  if (segmentation.kind === 'empty') return nothing;
  const written = write({ ...request, segmentation, regions });
  if (written.kind === 'empty') return nothing;
  discardUnverified(
    verifyMeasurementReport(written.bytes, request.source, segmentation.bytes, found),
    'structured report',
  );
  return {
    kind: 'written',
    report: written.bytes,
    segmentation: segmentation.bytes,
    regions: regions.length,
  };
}
