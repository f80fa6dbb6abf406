import { readMultiframeFile } from '@lacuna/core/dicom/multiframe-file.ts';
import { sourceKey } from '@lacuna/core/dicom/source-key.ts';
import { LacunaError } from '@lacuna/core/errors.ts';
import type { DicomSeries, readDicomFolder } from './dicom-folder.ts';
import { hasDicomMark, parsePart10 } from './dicom-parse.ts';
import { readWithin } from './folder-files.ts';

const MAX_OBJECT_BYTES = 1024 * 1024 * 1024;
const REFERENCED_SERIES_SEQUENCE = 'x00081115';
const EVIDENCE_SEQUENCE = 'x0040a375';
const SERIES_INSTANCE_UID = 'x0020000e';

/** The bytes of a result object. @throws LacunaError `corrupt-file` for a file that is not DICOM */
export async function readObjectFile(file: string): Promise<Uint8Array> {
  const bytes = new Uint8Array(await readWithin(file, MAX_OBJECT_BYTES));
  if (!hasDicomMark(bytes)) throw new LacunaError('corrupt-file', `${file} is not a DICOM file.`);
  return bytes;
}

/** The series that an object says it was made from; several in theory. */
export function referencedSeries(bytes: Uint8Array): readonly string[] {
  const { dataSet } = parsePart10(bytes);
  // a report lists series per study in its evidence
  const evidence = dataSet.elements[EVIDENCE_SEQUENCE]?.items ?? [];
  const holders = [dataSet, ...evidence.flatMap((study) => (study.dataSet ? [study.dataSet] : []))];
  const items = holders.flatMap((holder) => holder.elements[REFERENCED_SERIES_SEQUENCE]?.items ?? []);
  return items
    .map((item) => item.dataSet?.string(SERIES_INSTANCE_UID)?.trim() ?? '')
    .filter((uid) => uid !== '');
}

/** The slices that the frames of a SEG or Parametric Map refer to; none of other objects. */
export function referencedSlices(bytes: Uint8Array): ReadonlySet<string> {
  try {
    return new Set(
      readMultiframeFile(bytes).frames.flatMap(({ references }) => references.map(({ key }) => key)),
    );
  } catch {
    return new Set(); // a report or key image; what is wrong with a damaged object is for the verifier to say
  }
}

/**
 * @param slices which part of a series of several echoes or components is meant: the one with most of these
 * @throws LacunaError `verification-failed` when the folder does not hold the series the object refers to
 */
export function chooseSource(
  { series, refused }: Awaited<ReturnType<typeof readDicomFolder>>,
  referenced: readonly string[],
  slices: ReadonlySet<string> = new Set(),
): DicomSeries {
  const hits = ({ instances }: DicomSeries) =>
    instances.filter((slice) => slices.has(sourceKey(slice))).length;
  const [found] = series
    .filter(({ source }) => referenced.includes(source.key))
    .sort((a, b) => hits(b) - hits(a));
  if (found) return found;
  const refusal = refused.find((r) => 'seriesInstanceUID' in r && referenced.includes(r.seriesInstanceUID));
  if (refusal) throw refusal.error;
  // an object that names no series, as many do, is compared with the only one there is
  if (referenced.length === 0 && series.length === 1) return series[0]!;
  throw new LacunaError(
    'verification-failed',
    referenced.length === 0
      ? 'The object does not name its source series, and the folder does not hold exactly one.'
      : 'The folder does not hold the series that the object refers to.',
    { referenced, found: series.map(({ source }) => source.key) },
  );
}
