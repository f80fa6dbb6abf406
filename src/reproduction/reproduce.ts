import { decodeSegmentation } from '../dicom/decode-segmentation.ts';
import { recordedAlgorithms } from '../dicom/recorded-parameters.ts';
import type { SourceInstance } from '../dicom/source.ts';
import { LacunaError } from '../errors.ts';
import type { SliceGeometry, SourceSeries } from '../imaging/series.ts';
import type { Engine } from '../inference/engine.ts';
import { parseRecordedRun, type RecordedRun } from '../inference/recorded-run.ts';
import { compareMasks, type MaskComparison } from './compare-masks.ts';
import { engineRunner, type MapRunner } from './map-runner.ts';
import { type RepeatOptions, repeatWith } from './repeat-run.ts';

/** One run recorded in an object, with the mask that it gave: the union of the segments that record it. */
export interface RecordedResult {
  readonly run: RecordedRun;
  readonly segmentNumbers: readonly number[];
  /** A person changed it afterwards, so a difference is to be expected. */
  readonly edited: boolean;
  /** Per instance in the given order. */
  readonly masks: readonly (Uint8Array | null)[];
}

export interface Reproduction extends MaskComparison {
  readonly kind: 'identical' | 'different';
  readonly recorded: RecordedResult;
  /** What may explain a difference. */
  readonly notes: readonly string[];
}

/**
 * The runs that a SEG records, usually one.
 * @param instances of the source series, feet to head
 * @throws LacunaError `corrupt-file` | `unsupported-transfer-syntax` | `verification-failed`; `invalid-argument` for an object
 *   that does not record a run
 */
export function recordedResults(
  bytes: Uint8Array,
  instances: readonly SourceInstance[],
): readonly RecordedResult[] {
  const segments = decodeSegmentation(bytes, instances);
  const results = new Map<string, RecordedResult>();
  recordedAlgorithms(bytes).forEach(({ segmentNumber, name, parameters }, i) => {
    const { masks, algorithmType } = segments[i]!;
    const before = results.get(parameters);
    results.set(parameters, {
      run: before?.run ?? parseRecordedRun(parameters, name),
      segmentNumbers: [...(before?.segmentNumbers ?? []), segmentNumber],
      edited: (before?.edited ?? false) || algorithmType !== 'AUTOMATIC',
      masks: before ? masks.map((mask, z) => union(before.masks[z] ?? null, mask)) : masks,
    });
  });
  if (results.size === 0) {
    throw new LacunaError(
      'invalid-argument',
      'The object describes no segment, so there is nothing to repeat.',
    );
  }
  return [...results.values()];
}

/**
 * Runs a recorded result again with the engine and compares, voxel by voxel.
 * @param source the series in the order of the instances that the result was read with; of a sagittal or coronal one its
 *   axial slices, and `reformatted` the way back
 * @throws LacunaError `weights-missing` | `invalid-argument` | `cancelled` and what the engine throws
 */
export function reproduce(
  engine: Engine,
  source: SourceSeries,
  recorded: RecordedResult,
  options: RepeatOptions = {},
): Promise<Reproduction> {
  const slices = source.slices.map(({ geometry }) => geometry);
  return reproduceWith(engineRunner(engine, source), slices, recorded, options);
}

/** The same with whoever computes; `slices` are the geometry of the series. */
export async function reproduceWith(
  runner: MapRunner,
  slices: readonly SliceGeometry[],
  recorded: RecordedResult,
  options: RepeatOptions = {},
): Promise<Reproduction> {
  const { run, edited } = recorded;
  const comparison = compareMasks(recorded.masks, await repeatWith(runner, slices, run, options));
  const notes: string[] = [];
  if (edited) notes.push('A person changed the masks after the run; their changes show as differences.');
  if (!run.backends.includes(runner.backend) || run.backends.length > 1) {
    notes.push(
      `The object was computed on ${run.backends.join(' and ')}, this run on ${runner.backend}; voxels at the threshold may differ between back-ends.`,
    );
  }
  if (run.analysedSlices === undefined) {
    notes.push('The object does not record which slices were run; all were run here.');
  }
  return { ...comparison, kind: comparison.differing === 0 ? 'identical' : 'different', recorded, notes };
}

function union(a: Uint8Array | null, b: Uint8Array | null): Uint8Array | null {
  return a && b ? a.map((value, i) => value | b[i]!) : (a ?? b);
}
