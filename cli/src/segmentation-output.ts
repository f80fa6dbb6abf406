import { randomUUID } from 'node:crypto';
import { type ReleasedSegmentation, releaseSegmentation } from '@lacuna/core/dicom/release.ts';
import type { AlgorithmProvenance } from '@lacuna/core/dicom/segmentation-types.ts';
import type { SourceInstance } from '@lacuna/core/dicom/source.ts';
import { OUTPUT_IDS, OUTPUT_NAMES } from '@lacuna/core/inference/detector.ts';
import type { Engine } from '@lacuna/core/inference/engine.ts';
import { recordedRun } from '@lacuna/core/inference/recorded-settings.ts';
import type { MethodOutcome } from './run-methods.ts';
import { LACUNA_VERSION } from './version.ts';

/** What all DICOM objects of one run share. */
export interface DicomExport {
  /** The source in the order of the outcomes' planes. */
  instances: readonly SourceInstance[];
  engine: Engine;
  seed: number;
  contentDate: Date;
  /** All outputs of the run, for what one says about another. */
  outcomes: readonly MethodOutcome[];
}

/** A UID made of a random UUID, as PS3.5 B.2 has it. */
export function randomUid(): string {
  return `2.25.${BigInt(`0x${randomUUID().replaceAll('-', '')}`)}`;
}

/**
 * The DICOM SEG of one method, written and verified; `empty` with a sentence when no candidate region was found.
 * @throws LacunaError `verification-failed` and what the writer throws
 */
export function segmentationOf(outcome: MethodOutcome, run: DicomExport): ReleasedSegmentation {
  const { method, masks } = outcome;
  const algorithm = algorithmOf(outcome, run);
  return releaseSegmentation({
    source: run.instances,
    segments: [{ method, label: `Anomaly candidates, ${algorithm.name}`, masks, algorithm }],
    seriesNumber: seriesNumberOf(run.instances, 51 + OUTPUT_IDS.indexOf(method)),
    seriesDescription: `Anomaly candidates ${algorithm.name}`,
    contentDate: run.contentDate,
    uid: randomUid,
    softwareVersion: LACUNA_VERSION,
  });
}

/** Enough to run the method again and get the same result. */
export function algorithmOf(
  { method, threshold, scores, masks }: MethodOutcome,
  { engine: { manifest, backend, weightsSha256 }, seed }: DicomExport,
): AlgorithmProvenance {
  return {
    name: OUTPUT_NAMES[method],
    version: manifest.version,
    parameters: recordedRun(method, manifest, {
      weightsSha256,
      seed,
      threshold: threshold.value,
      thresholdFrom: threshold.source,
      backends: [backend.id],
      analysedSlices: scores.map(({ slice }) => slice - 1),
      sliceCount: masks.length,
    }),
  };
}

/**
 * A number of its own that shows where an object comes from: of series 4, SEGs are 451, 452 and, for the consensus, 453,
 * Parametric Maps 461 to 463, reports 471 to 473 and the SEGs of their regions 481 to 483.
 */
export function seriesNumberOf(instances: readonly SourceInstance[], offset: number): number {
  const source = instances[0]?.seriesNumber;
  const base =
    source !== undefined && Number.isInteger(source) && source > 0 && source < 100_000 ? source * 100 : 9000;
  return base + offset;
}
