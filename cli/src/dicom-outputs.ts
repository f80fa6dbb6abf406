import { OUTPUT_IDS, type OutputId } from '@lacuna/core/inference/detector.ts';
import type { Format } from './detect-options.ts';
import type { OutputFiles } from './output-files.ts';
import { parametricMapOf } from './parametric-map-output.ts';
import type { MethodOutcome } from './run-methods.ts';
import { type DicomExport, segmentationOf } from './segmentation-output.ts';

type Released = { kind: 'written'; bytes: Uint8Array } | { kind: 'empty'; sentence: string };

/** The DICOM objects of an output: format, name in detect.json, ending of the file, and what writes and verifies it. */
const OBJECTS = [
  ['seg', 'segmentation', 'seg', segmentationOf],
  ['pmap', 'parametricMap', 'pmap', parametricMapOf],
] as const satisfies readonly (readonly [
  Format,
  string,
  string,
  (outcome: MethodOutcome, run: DicomExport) => Released,
])[];

export const DICOM_FORMATS: readonly Format[] = OBJECTS.map(([format]) => format);

const fileName = (output: OutputId, ending: string) => `${output}-${ending}.dcm`;

/** Every name that a run may write. */
export const dicomNames = (): string[] =>
  OUTPUT_IDS.flatMap((output) => OBJECTS.map(([, , ending]) => fileName(output, ending)));

/**
 * Writes the DICOM objects of one output.
 * @param onEmpty takes a sentence for an object that would hold nothing
 * @returns file names by their name in detect.json
 * @throws LacunaError `verification-failed`, what the writers throw, `store-failed`
 */
export async function stageDicom(
  files: OutputFiles,
  outcome: MethodOutcome,
  formats: readonly Format[],
  run: DicomExport,
  onEmpty: (sentence: string) => void,
): Promise<Record<string, string>> {
  const names: Record<string, string> = {};
  for (const [format, field, ending, make] of OBJECTS) {
    if (!formats.includes(format)) continue;
    const released: Released = make(outcome, run);
    if (released.kind === 'empty') {
      onEmpty(`${outcome.method}: ${released.sentence}`);
      continue;
    }
    const name = (names[field] = fileName(outcome.method, ending));
    await files.stage(name, released.bytes);
  }
  return names;
}
