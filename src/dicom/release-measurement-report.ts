import type { CandidateRegion, CandidateRegions } from '../anomaly/candidate-regions.ts';
import { verifyMeasurementReport } from './measurement-report-verifier.ts';
import { type MeasurementReportRequest, writeMeasurementReport } from './measurement-report-writer.ts';
import type { Tracking } from './measurement-report-types.ts';
import type { EditRecord, ObjectReference } from './object-reference.ts';
import { freshUid } from './object-encoding.ts';
import { discardUnverified, releaseSegmentation, type ReleasedSegmentation } from './release.ts';

export interface RegionExport extends Omit<MeasurementReportRequest, 'regions' | 'segmentation'> {
  /** Found on the source series in the order of `source`. */
  readonly candidates: CandidateRegions;
  /**
   * Names and tracking UIDs by region number; regions without an entry were rejected and leave report and SEG. Without the
   * map all regions are taken, under names of their own.
   */
  readonly names?: ReadonlyMap<number, Tracking>;
  readonly segmentationSeriesNumber: number;
  /** Earlier SEGs of regions that the new one takes the place of. */
  readonly segmentationPredecessors?: readonly ObjectReference[];
  /** The masks were changed by a person before the regions were found. */
  readonly edited?: boolean;
  readonly edit?: EditRecord;
}

type Written<T> = Extract<T, { kind: 'written' }>;

export type ReleasedMeasurementReport =
  | {
      readonly kind: 'written';
      readonly report: Uint8Array;
      readonly reportObject: Pick<
        Written<ReleasedSegmentation>,
        'sopInstanceUID' | 'seriesInstanceUID' | 'fileName'
      >;
      /** One segment for each region, with the tracking UIDs of the report. */
      readonly segmentation: Uint8Array;
      readonly segmentationObject: Written<ReleasedSegmentation>;
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
  const regions = trackedRegions(request).map((tracked, i) => ({ ...tracked, segmentNumber: i + 1 }));
  const nothing = {
    kind: 'empty',
    sentence: 'There is no candidate region, so there is nothing to report.',
  } as const;
  if (regions.length === 0) return nothing;
  const { method, algorithm, edited, edit } = request;
  const segments = regions.map(({ region, tracking }, i) => ({
    method,
    algorithm,
    tracking,
    edited,
    ...(edit && i === 0 ? { edit } : {}), // of all regions together, so once
    label: tracking.identifier,
    masks: regionMasks(request.candidates, region),
  }));
  const segmentation = releaseSegmentation({
    ...request,
    segments,
    encoding: 'binary',
    seriesNumber: request.segmentationSeriesNumber,
    seriesDescription: `Candidate regions ${algorithm.name}`,
    predecessors: request.segmentationPredecessors,
  });
  if (segmentation.kind === 'empty') return nothing;
  const written = write({ ...request, segmentation, regions });
  if (written.kind === 'empty') return nothing;
  discardUnverified(
    verifyMeasurementReport(
      written.bytes,
      request.source,
      segmentation.bytes,
      regions.map(({ region }) => region),
      request,
    ),
    'structured report',
  );
  return {
    kind: 'written',
    report: written.bytes,
    reportObject: written,
    segmentation: segmentation.bytes,
    segmentationObject: segmentation,
    regions: regions.length,
  };
}

/** Regions that are kept, under the names they have or get here. */
function trackedRegions({ candidates, names, method, uid }: RegionExport) {
  return candidates.regions.flatMap((region) => {
    const tracking = names
      ? names.get(region.number)
      : { identifier: `Anomaly candidate ${region.number}, ${method}`, uid: freshUid(uid) };
    return tracking ? [{ region, tracking }] : [];
  });
}

function regionMasks({ labels }: CandidateRegions, region: CandidateRegion): (Uint8Array | null)[] {
  return labels.map((plane, z) =>
    plane && z >= region.firstSlice && z <= region.lastSlice
      ? Uint8Array.from(plane, (label) => (label === region.number ? 1 : 0))
      : null,
  );
}
