import { candidateRegions, type CandidateRegions } from '@lacuna/core/anomaly/candidate-regions.ts';
import { verifyKeyImage } from '@lacuna/core/dicom/key-image-verifier.ts';
import { verifyLabelMap } from '@lacuna/core/dicom/label-map-verifier.ts';
import { verifyMeasurementReport } from '@lacuna/core/dicom/measurement-report-verifier.ts';
import { verifyParametricMap } from '@lacuna/core/dicom/parametric-map-verifier.ts';
import { releaseKeyImages } from '@lacuna/core/dicom/release-key-images.ts';
import { releaseMeasurementReport } from '@lacuna/core/dicom/release-measurement-report.ts';
import { releaseParametricMap } from '@lacuna/core/dicom/release-parametric-map.ts';
import { releaseSegmentation } from '@lacuna/core/dicom/release.ts';
import { verifySegmentation } from '@lacuna/core/dicom/segmentation-verifier.ts';
import type { SourceInstance } from '@lacuna/core/dicom/source.ts';
import {
  COMPREHENSIVE_3D_SR_STORAGE,
  LABEL_MAP_SEGMENTATION_STORAGE,
  PARAMETRIC_MAP_STORAGE,
  SECONDARY_CAPTURE_STORAGE,
  SEGMENTATION_STORAGE,
} from '@lacuna/core/dicom/storage.ts';
import type { Verification } from '@lacuna/core/dicom/verify-types.ts';
import type { SliceGeometry } from '@lacuna/core/imaging/series.ts';
import { keyImages } from '@lacuna/core/key-images/choose.ts';
import { LAYER_COLOURS } from '../layer-colours.ts';
import { OUTPUT_NAMES as OBJECT_NAMES } from '@lacuna/core/inference/detector.ts';
import type { ExportedObject, ExportJob, ExportResult, JobLayer, OnProgress } from './export-job.ts';
import { descriptionOf, type ObjectRole } from './export-kinds.ts';
import { freshUid } from './fresh-uid.ts';
import { SOFTWARE_VERSION } from '../id.ts';

/** A finished export, and how bytes that a server gave back are judged. */
export interface FinishedJob {
  readonly result: ExportResult;
  /** Of each object, in their order. */
  readonly checks: readonly ((returned: Uint8Array) => Verification)[];
}

interface Written {
  readonly bytes: Uint8Array;
  readonly fileName: string;
  readonly sopInstanceUID: string;
  readonly seriesInstanceUID: string;
}

/**
 * Writes and verifies the objects of an export. Pure but for fresh UIDs; runs in the worker.
 * @throws LacunaError `verification-failed` and what the writers throw
 */
export function runJob(job: ExportJob, onProgress: OnProgress = () => undefined): FinishedJob {
  switch (job.kind) {
    case 'seg':
    case 'seg-combined':
    case 'labelmap':
      return segmentation(job, job.kind);
    case 'pmap':
      return parametricMap(job);
    case 'sr':
      return report(job);
    case 'key-images':
      return pictures(job, onProgress);
  }
}

const empty = (sentence: string): FinishedJob => ({ result: { kind: 'empty', sentence }, checks: [] });

const object = (role: ObjectRole, sopClassUID: string, written: Written): ExportedObject => ({
  role,
  bytes: written.bytes as Uint8Array<ArrayBuffer>,
  fileName: written.fileName,
  reference: {
    sopClassUID,
    sopInstanceUID: written.sopInstanceUID,
    seriesInstanceUID: written.seriesInstanceUID,
  },
});

/** What all requests to the core have in common. */
const common = (job: ExportJob, role: ObjectRole) => ({
  source: job.source,
  seriesDescription: descriptionOf(role, job.layers[0]!.layer),
  predecessors: job.earlier[role],
  contentDate: job.contentDate,
  uid: freshUid,
  softwareVersion: SOFTWARE_VERSION,
});

function segmentation(job: ExportJob, role: 'seg' | 'seg-combined' | 'labelmap'): FinishedJob {
  const isLabelMap = role === 'labelmap';
  const segments = job.layers.map(({ layer, masks, algorithm, edit }) => ({
    method: layer,
    label: `Anomaly candidates, ${OBJECT_NAMES[layer]}`,
    masks,
    algorithm,
    edited: edit !== undefined,
    edit,
  }));
  const released = releaseSegmentation({
    ...common(job, role),
    segments,
    encoding: isLabelMap ? 'labelmap' : 'binary',
    seriesNumber: job.seriesNumber,
  });
  if (released.kind === 'empty') return empty(released.sentence);
  const sopClassUID = isLabelMap ? LABEL_MAP_SEGMENTATION_STORAGE : SEGMENTATION_STORAGE;
  const verify = isLabelMap ? verifyLabelMap : verifySegmentation;
  return {
    result: { kind: 'released', objects: [object(role, sopClassUID, released)], count: released.frames },
    checks: [(bytes) => verify(bytes, job.source, segments, { predecessors: job.earlier[role] })],
  };
}

function parametricMap(job: ExportJob): FinishedJob {
  const { layer, maps = [], mapRange, healthy, algorithm } = job.layers[0]!;
  const request = { ...common(job, 'pmap'), method: layer, maps, mapRange, healthy, algorithm };
  const released = releaseParametricMap({ ...request, seriesNumber: job.seriesNumber });
  if (released.kind === 'empty') return empty(released.sentence);
  return {
    result: {
      kind: 'released',
      objects: [object('pmap', PARAMETRIC_MAP_STORAGE, released)],
      count: released.frames,
    },
    checks: [(bytes) => verifyParametricMap(bytes, job.source, request)],
  };
}

function report(job: ExportJob): FinishedJob {
  const [first] = job.layers;
  const { layer, algorithm, edit, regions } = first!;
  const released = releaseMeasurementReport({
    ...common(job, 'sr'),
    method: layer,
    algorithm,
    candidates: regionsOf(job, first!),
    names: regions?.names,
    edited: edit !== undefined,
    edit,
    seriesNumber: job.seriesNumber + 1,
    segmentationSeriesNumber: job.seriesNumber,
    segmentationPredecessors: job.earlier.regions,
  });
  if (released.kind === 'empty') return empty(released.sentence);
  const { segmentation: segBytes, segmentationObject, report: bytes, reportObject } = released;
  return {
    result: {
      kind: 'released',
      // the SEG first: at no time does a server hold a report of something that it does not have
      objects: [
        object('regions', SEGMENTATION_STORAGE, segmentationObject),
        object('sr', COMPREHENSIVE_3D_SR_STORAGE, { ...reportObject, bytes }),
      ],
      count: released.regions,
    },
    checks: [
      (returned) => verifySegmentation(returned, job.source),
      (returned) => verifyMeasurementReport(returned, job.source, segBytes),
    ],
  };
}

function pictures(job: ExportJob, onProgress: OnProgress): FinishedJob {
  const [first] = job.layers;
  const { layer, algorithm, regions } = first!;
  const names = regions && new Map([...regions.names].map(([n, { identifier }]) => [n, identifier]));
  const images = keyImages({
    candidates: regionsOf(job, first!),
    geometry: job.source.map(geometryOf),
    pixels: (index) =>
      job.pixels?.[index] ?? new Float32Array(job.source[index]!.rows * job.source[index]!.columns),
    methodName: OBJECT_NAMES[layer],
    colour: LAYER_COLOURS[layer],
    names,
    onImage: onProgress,
  });
  const released = releaseKeyImages({
    ...common(job, 'key-images'),
    method: layer,
    images,
    algorithm,
    seriesNumber: job.seriesNumber,
  });
  if (released.kind === 'empty') return empty(released.sentence);
  return {
    result: {
      kind: 'released',
      objects: released.objects.map((written) => object('key-images', SECONDARY_CAPTURE_STORAGE, written)),
      count: released.objects.length,
    },
    checks: images.map((image) => (returned: Uint8Array) => verifyKeyImage(returned, job.source, image)),
  };
}

/** Of the list where there is one, else found in the mask as it is. */
function regionsOf({ source }: ExportJob, { regions, masks, maps = [] }: JobLayer): CandidateRegions {
  if (regions) return { regions: regions.regions, labels: regions.labels, dropped: 0 };
  const blank = (z: number) => new Float32Array(source[z]!.rows * source[z]!.columns);
  return candidateRegions(
    source.map(geometryOf),
    masks,
    masks.map((mask, z) => maps[z] ?? (mask ? blank(z) : null)),
    { nominalThicknessMm: source[0]?.sliceThickness },
  );
}

function geometryOf(instance: SourceInstance): SliceGeometry {
  const { rows, columns, pixelSpacing, imagePositionPatient, imageOrientationPatient } = instance;
  const [rowSpacingMm, columnSpacingMm] = pixelSpacing;
  return { rows, columns, rowSpacingMm, columnSpacingMm, imagePositionPatient, imageOrientationPatient };
}
