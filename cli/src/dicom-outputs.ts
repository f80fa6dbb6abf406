import { OUTPUT_IDS, type OutputId } from '@lacuna/core/inference/detector.ts';
import type { Format } from './detect-options.ts';
import { measurementReportOf } from './measurement-report-output.ts';
import type { OutputFiles } from './output-files.ts';
import { parametricMapOf } from './parametric-map-output.ts';
import type { MethodOutcome } from './run-methods.ts';
import { type DicomExport, segmentationOf } from './segmentation-output.ts';

/** The objects of an output by their name in detect.json, or why there is none. */
type Made = { objects: Readonly<Record<string, Uint8Array>> } | { kind: 'empty'; sentence: string };

/** Ends of the file names, by the objects' names in detect.json. */
const ENDINGS: Readonly<Record<string, string>> = {
  segmentation: 'seg',
  parametricMap: 'pmap',
  report: 'sr',
  regions: 'regions-seg',
};

const MAKERS: readonly (readonly [Format, (outcome: MethodOutcome, run: DicomExport) => Made])[] = [
  ['seg', (outcome, run) => single('segmentation', segmentationOf(outcome, run))],
  ['pmap', (outcome, run) => single('parametricMap', parametricMapOf(outcome, run))],
  ['sr', reportAndRegions],
];

export const DICOM_FORMATS: readonly Format[] = MAKERS.map(([format]) => format);

type Released = { kind: 'written'; bytes: Uint8Array } | { kind: 'empty'; sentence: string };

function single(name: string, released: Released): Made {
  return released.kind === 'empty' ? released : { objects: { [name]: released.bytes } };
}

function reportAndRegions(outcome: MethodOutcome, run: DicomExport): Made {
  const released = measurementReportOf(outcome, run);
  if (released.kind === 'empty') return released;
  return { objects: { report: released.report, regions: released.segmentation } };
}

const fileName = (output: OutputId, name: string) => `${output}-${ENDINGS[name]}.dcm`;

/** Every name that a run may write. */
export const dicomNames = (): string[] =>
  OUTPUT_IDS.flatMap((output) => Object.keys(ENDINGS).map((name) => fileName(output, name)));

/**
 * Writes the DICOM objects of one output.
 * @param onEmpty takes a sentence for objects that would hold nothing
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
  for (const [format, make] of MAKERS) {
    if (!formats.includes(format)) continue;
    const made = make(outcome, run);
    if (!('objects' in made)) {
      onEmpty(`${outcome.method}: ${made.sentence}`);
      continue;
    }
    for (const [name, bytes] of Object.entries(made.objects)) {
      names[name] = fileName(outcome.method, name);
      await files.stage(names[name], bytes);
    }
  }
  return names;
}
