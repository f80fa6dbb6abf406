import { distinctInstances } from './source-key.ts';
import type { NaturalDataset } from 'dcmjs';
import { LacunaError } from '../errors.ts';
import { checkRequest } from './check-request.ts';
import { REPORT_CODES } from './codes.ts';
import { equipment, generalSeries, objectIdentity, patientAndStudy } from './derived-object.ts';
import { reportContent } from './measurement-report-content.ts';
import type { MeasurementReportRequest, WrittenMeasurementReport } from './measurement-report-types.ts';
import { encodeObject, freshUid } from './object-encoding.ts';
import { checkReferences } from './references.ts';
import { rootContainer } from './report-items.ts';
import { isUid } from './safe-text.ts';
import { COMPREHENSIVE_3D_SR_STORAGE, SEGMENTATION_STORAGE } from './storage.ts';

export type * from './measurement-report-types.ts';

/**
 * A DICOM structured report (Comprehensive 3D SR, TID 1500) with one measurement group for each candidate region.
 *
 * Not to be handed out as it is: `releaseMeasurementReport` also parses and checks the finished bytes.
 * @throws LacunaError `invalid-argument` | `no-geometry` | `mixed-frame-of-reference`
 */
export function writeMeasurementReport(request: MeasurementReportRequest): WrittenMeasurementReport {
  checkRequest(request.source, request.seriesNumber);
  checkTracking(request);
  if (request.regions.length === 0) {
    return { kind: 'empty', sentence: 'There is no candidate region, so there is nothing to report.' };
  }
  const sopInstanceUID = freshUid(request.uid);
  const seriesInstanceUID = freshUid(request.uid);
  return {
    kind: 'written',
    bytes: encodeObject(reportDataset(request, sopInstanceUID, seriesInstanceUID)),
    sopInstanceUID,
    seriesInstanceUID,
    fileName: `lacuna-sr-${request.method}-${sopInstanceUID.split('.').at(-1)!.slice(-8)}.dcm`,
  };
}

/** Module after module of PS3.3 A.35.13. */
function reportDataset(
  request: MeasurementReportRequest,
  sopInstanceUID: string,
  seriesInstanceUID: string,
): NaturalDataset {
  return {
    ...patientAndStudy(request.source[0]!),
    ...generalSeries(
      {
        modality: 'SR',
        seriesInstanceUID,
        seriesNumber: request.seriesNumber,
        description: request.seriesDescription ?? `Anomaly candidates ${request.algorithm.name}, measured`,
      },
      request,
    ),
    ReferencedPerformedProcedureStepSequence: [],
    ...equipment(request),
    ...objectIdentity(COMPREHENSIVE_3D_SR_STORAGE, sopInstanceUID, request),
    CompletionFlag: 'PARTIAL',
    CompletionFlagDescription: 'Made by software; research use only',
    VerificationFlag: 'UNVERIFIED',
    PerformedProcedureCodeSequence: [],
    ...predecessorDocuments(request),
    CurrentRequestedProcedureEvidenceSequence: [evidence(request)],
    ...rootContainer(REPORT_CODES.IMAGING_MEASUREMENT_REPORT, reportContent(request), '1500'),
  };
}

/** Earlier versions of the report; they stay as they are. */
function predecessorDocuments({ source, predecessors = [] }: MeasurementReportRequest): NaturalDataset {
  checkReferences(predecessors);
  if (predecessors.length === 0) return {};
  return {
    PredecessorDocumentsSequence: [
      {
        StudyInstanceUID: source[0]!.studyInstanceUID,
        ReferencedSeriesSequence: predecessors.map(({ seriesInstanceUID, sopClassUID, sopInstanceUID }) => ({
          SeriesInstanceUID: seriesInstanceUID,
          ReferencedSOPSequence: [
            { ReferencedSOPClassUID: sopClassUID, ReferencedSOPInstanceUID: sopInstanceUID },
          ],
        })),
      },
    ],
  };
}

/** Every object that the content refers to. */
function evidence({ source, segmentation }: MeasurementReportRequest): NaturalDataset {
  const series = (uid: string, instances: readonly (readonly [string, string])[]) => ({
    SeriesInstanceUID: uid,
    ReferencedSOPSequence: instances.map(([ReferencedSOPClassUID, ReferencedSOPInstanceUID]) => ({
      ReferencedSOPClassUID,
      ReferencedSOPInstanceUID,
    })),
  });
  return {
    StudyInstanceUID: source[0]!.studyInstanceUID,
    ReferencedSeriesSequence: [
      series(
        source[0]!.seriesInstanceUID,
        distinctInstances(source).map((instance) => [instance.sopClassUID, instance.sopInstanceUID] as const),
      ),
      series(segmentation.seriesInstanceUID, [[SEGMENTATION_STORAGE, segmentation.sopInstanceUID]]),
    ],
  };
}

function checkTracking({ regions, segmentation }: MeasurementReportRequest): void {
  const uids = regions.map(({ tracking }) => tracking.uid);
  const good =
    new Set(uids).size === uids.length &&
    uids.every(isUid) &&
    isUid(segmentation.sopInstanceUID) &&
    isUid(segmentation.seriesInstanceUID) &&
    regions.every(({ tracking, segmentNumber }) => tracking.identifier !== '' && segmentNumber >= 1);
  if (good) return;
  throw new LacunaError(
    'invalid-argument',
    'Each region of a report needs a segment and a tracking UID of its own.',
  );
}
