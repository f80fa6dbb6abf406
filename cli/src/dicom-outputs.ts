import { OUTPUT_IDS, type OutputId } from '@lacuna/core/inference/detector.ts';
import { MOST_KEY_IMAGES } from '@lacuna/core/key-images/choose.ts';
import type { Format } from './detect-options.ts';
import { keyImagesOf } from './key-image-output.ts';
import { measurementReportOf } from './measurement-report-output.ts';
import type { OutputFiles } from './output-files.ts';
import { parametricMapOf } from './parametric-map-output.ts';
import type { MethodOutcome } from './run-methods.ts';
import { type DicomExport, segmentationOf } from './segmentation-output.ts';

/** The objects of an output by their name in detect.json, or why there is none. */
type Made = { objects: Readonly<Record<string, Uint8Array>> } | { kind: 'empty'; sentence: string };

const keyImageName = (i: number) => `keyImage${i + 1}`;

/** Ends of the file names, by the objects' names in detect.json. */
const ENDINGS: Readonly<Record<string, string>> = {
  segmentation: 'seg',
  labelMap: 'labelmap',
  parametricMap: 'pmap',
  report: 'sr',
  regions: 'regions-seg',
  ...Object.fromEntries(Array.from({ length: MOST_KEY_IMAGES }, (_, i) => [keyImageName(i), `key-${i + 1}`])),
};
const COMBINED = 'combined-seg.dcm';

type Maker = (outcome: MethodOutcome, run: DicomExport, nameOf: (object: string) => string) => Made;

const MAKERS: readonly (readonly [Format, Maker])[] = [
  [
    'seg',
    (outcome, run, nameOf) => single('segmentation', segmentationOf([outcome], run, nameOf('segmentation'))),
  ],
  [
    'labelmap',
    (outcome, run, nameOf) =>
      single('labelMap', segmentationOf([outcome], run, nameOf('labelMap'), 'labelmap')),
  ],
  [
    'pmap',
    (outcome, run, nameOf) => single('parametricMap', parametricMapOf(outcome, run, nameOf('parametricMap'))),
  ],
  ['sr', reportAndRegions],
  ['key-images', pictures],
];

export const DICOM_FORMATS: readonly Format[] = [...MAKERS.map(([format]) => format), 'seg-combined'];

type Released = { kind: 'written'; bytes: Uint8Array } | { kind: 'empty'; sentence: string };

function single(name: string, released: Released): Made {
  return released.kind === 'empty' ? released : { objects: { [name]: released.bytes } };
}

function reportAndRegions(
  outcome: MethodOutcome,
  run: DicomExport,
  nameOf: (object: string) => string,
): Made {
  const names = { report: nameOf('report'), regions: nameOf('regions') };
  const released = measurementReportOf(outcome, run, names);
  if (released.kind === 'empty') return released;
  return { objects: { report: released.report, regions: released.segmentation } };
}

function pictures(outcome: MethodOutcome, run: DicomExport): Made {
  const released = keyImagesOf(outcome, run);
  if (released.kind === 'empty') return released;
  return { objects: Object.fromEntries(released.objects.map(({ bytes }, i) => [keyImageName(i), bytes])) };
}

const fileName = (output: OutputId, name: string) => `${output}-${ENDINGS[name]}.dcm`;

/** Every name that a run may write. */
export const dicomNames = (): string[] => [
  ...OUTPUT_IDS.flatMap((output) => Object.keys(ENDINGS).map((name) => fileName(output, name))),
  COMBINED,
];

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
  const nameOf = (object: string) => fileName(outcome.method, object);
  for (const [format, make] of MAKERS) {
    if (!formats.includes(format)) continue;
    const made = make(outcome, run, nameOf);
    if (!('objects' in made)) {
      onEmpty(`${outcome.method}: ${made.sentence}`);
      continue;
    }
    for (const [name, bytes] of Object.entries(made.objects)) {
      names[name] = nameOf(name);
      await files.stage(names[name], bytes);
    }
  }
  return names;
}

/** Writes the one SEG with a segment for each output; gives its file name, undefined when it would hold nothing. */
export async function stageCombined(
  files: OutputFiles,
  run: DicomExport,
  onEmpty: (sentence: string) => void,
): Promise<string | undefined> {
  const released = segmentationOf(run.outcomes, run, COMBINED);
  if (released.kind === 'empty') {
    onEmpty(released.sentence);
    return undefined;
  }
  await files.stage(COMBINED, released.bytes);
  return COMBINED;
}
