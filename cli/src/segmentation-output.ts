import { recordedSettings } from '@lacuna/core/inference/recorded-settings.ts';
import { randomUUID } from 'node:crypto';
import { type ReleasedSegmentation, releaseSegmentation } from '@lacuna/core/dicom/release.ts';
import type { SourceInstance } from '@lacuna/core/dicom/source.ts';
import { OUTPUT_IDS, OUTPUT_NAMES } from '@lacuna/core/inference/detector.ts';
import type { Engine } from '@lacuna/core/inference/engine.ts';
import type { MethodOutcome } from './run-methods.ts';
import { LACUNA_VERSION } from './version.ts';

/** A UID made of a random UUID, as PS3.5 B.2 has it. */
export function randomUid(): string {
  return `2.25.${BigInt(`0x${randomUUID().replaceAll('-', '')}`)}`;
}

/**
 * The DICOM SEG of one method, written and verified; `empty` with a sentence when no candidate region was found.
 * @param instances the source in the order of the outcome's planes
 * @throws LacunaError `verification-failed` and what the writer throws
 */
export function segmentationOf(
  outcome: MethodOutcome,
  instances: readonly SourceInstance[],
  engine: Engine,
  seed: number,
  contentDate: Date,
): ReleasedSegmentation {
  const { method, masks } = outcome;
  const name = OUTPUT_NAMES[method];
  const algorithm = {
    name,
    version: engine.manifest.version,
    parameters: parametersOf(outcome, engine, seed),
  };
  return releaseSegmentation({
    source: instances,
    segments: [{ method, label: `Anomaly candidates, ${name}`, masks, algorithm }],
    seriesNumber: seriesNumberOf(instances, OUTPUT_IDS.indexOf(method)),
    seriesDescription: `Anomaly candidates ${name}`,
    contentDate,
    uid: randomUid,
    softwareVersion: LACUNA_VERSION,
  });
}

/** Enough to run the method again and get the same mask; the same names as in a SEG from the viewer. */
function parametersOf(
  { method, threshold, scores, masks }: MethodOutcome,
  { manifest, backend, weightsSha256 }: Engine,
  seed: number,
): Record<string, string | number> {
  return {
    weights: manifest.id,
    weightsSha256,
    seed,
    threshold: threshold.value,
    thresholdFrom: threshold.source,
    minimumRegionAreaMm2: manifest.minimumRegionAreaMm2,
    backend: backend.id,
    slices: `${scores.length}/${masks.length}`,
    ...recordedSettings(method, manifest),
  };
}

/** A number of its own that shows where the SEG comes from: series 4 gives 451, 452 and, for the consensus, 453. */
function seriesNumberOf(instances: readonly SourceInstance[], method: number): number {
  const source = instances[0]?.seriesNumber;
  const base =
    source !== undefined && Number.isInteger(source) && source > 0 && source < 100_000 ? source * 100 : 9000;
  return base + 51 + method;
}
