import { randomUUID } from 'node:crypto';
import { type ReleasedSegmentation, releaseSegmentation } from '@lacuna/core/dicom/release.ts';
import type { ObjectReference } from '@lacuna/core/dicom/object-reference.ts';
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
  /** Source pixels of a slice, for pictures. */
  pixels: (sliceIndex: number) => Float32Array;
  /** Objects of an earlier run, by the name of the file that takes their place. */
  earlier: ReadonlyMap<string, ObjectReference>;
}

/** The earlier object that lay under a file's name, if any. */
export const replaced = ({ earlier }: DicomExport, name: string): readonly ObjectReference[] => {
  const reference = earlier.get(name);
  return reference ? [reference] : [];
};

/** A UID made of a random UUID, as PS3.5 B.2 has it. */
export function randomUid(): string {
  return `2.25.${BigInt(`0x${randomUUID().replaceAll('-', '')}`)}`;
}

/**
 * The DICOM SEG of one method, or of several with a segment for each, written and verified; `empty` with a sentence when no
 * candidate region was found.
 * @param name of the file that it will be
 * @throws LacunaError `verification-failed` and what the writer throws
 */
export function segmentationOf(
  outcomes: readonly MethodOutcome[],
  run: DicomExport,
  name: string,
  encoding: 'binary' | 'labelmap' = 'binary',
): ReleasedSegmentation {
  const segments = outcomes.map((outcome) => {
    const algorithm = algorithmOf(outcome, run);
    const { method, masks } = outcome;
    return { method, label: `Anomaly candidates, ${algorithm.name}`, masks, algorithm };
  });
  const [only, ...more] = segments;
  const first = encoding === 'labelmap' ? 54 : 51;
  return releaseSegmentation({
    source: run.instances,
    segments,
    encoding,
    seriesNumber: seriesNumberOf(
      run.instances,
      only && more.length === 0 ? first + OUTPUT_IDS.indexOf(only.method) : 57,
    ),
    seriesDescription:
      only && more.length === 0
        ? `Anomaly candidates ${only.algorithm.name}`
        : 'Anomaly candidates, all methods',
    predecessors: replaced(run, name),
    contentDate: run.contentDate,
    uid: randomUid,
    softwareVersion: LACUNA_VERSION,
  });
}

/** Enough to run the method again and get the same result. */
export function algorithmOf(
  { method, threshold, scores, masks, view }: MethodOutcome,
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
      sliceCount: view?.geometries.length ?? masks.length,
    }),
    ...(view && { readAs: `axial slices of ${view.plane} images` }),
  };
}

/**
 * A number of its own that shows where an object comes from: of series 4, SEGs are 451, 452 and, for the consensus, 453,
 * label maps 454 to 456, the SEG of all methods 457, Parametric Maps 461 to 463, reports 471 to 473, the SEGs of their
 * regions 481 to 483 and key images 491 to 493.
 */
export function seriesNumberOf(instances: readonly SourceInstance[], offset: number): number {
  const source = instances[0]?.seriesNumber;
  const base =
    source !== undefined && Number.isInteger(source) && source > 0 && source < 100_000 ? source * 100 : 9000;
  return base + offset;
}
