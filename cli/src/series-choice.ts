import { LacunaError } from '@lacuna/core/errors.ts';
import type { Sequence } from '@lacuna/core/imaging/sequence-recognition.ts';
import type { DicomFolder, DicomSeries, Refusal } from './dicom-series-types.ts';

/** What the user says about which of several series to run. */
export interface SeriesChoice {
  seriesInstanceUID?: string;
  /** From 1, in the list that is shown when there are several. */
  subseries?: number;
  /** Preferred where one series alone is of it; FLAIR when not given. */
  sequence?: Sequence;
}

/**
 * The series to run: the one named, the only one, or the only one of the preferred sequence.
 * @throws LacunaError `invalid-argument` with a list to choose from, or the refusal of what was asked for
 */
export function chooseSeries(
  { series, refused }: DicomFolder,
  { seriesInstanceUID: uid, subseries, sequence = 'flair' }: SeriesChoice,
): DicomSeries {
  const asked = uid === undefined ? series : series.filter(({ source }) => source.key === uid);
  if (subseries !== undefined && asked.length > 0)
    return asked[subseries - 1] ?? noSuchPart(subseries, asked);
  if (asked.length === 1) return asked[0]!;
  const suited = asked.filter((one) => one.sequence.sequence === sequence);
  if (suited.length === 1) return suited[0]!;
  if (asked.length > 1) throw several(asked);
  if (uid !== undefined) {
    const refusal = refused.find((r) => 'seriesInstanceUID' in r && r.seriesInstanceUID === uid);
    throw refusal?.error ?? new LacunaError('invalid-argument', `The folder holds no series ${uid}.`);
  }
  throw nothingToRun(refused);
}

function several(series: readonly DicomSeries[]): LacunaError {
  const oneSeries = new Set(series.map(({ source }) => source.key)).size === 1;
  const how = oneSeries ? '--subseries and its number' : '--series, or --subseries and its number';
  return new LacunaError(
    'invalid-argument',
    `The folder holds several series that could be run; choose one with ${how}: ${list(series)}.`,
  );
}

function noSuchPart(subseries: number, series: readonly DicomSeries[]): never {
  throw new LacunaError(
    'invalid-argument',
    `There is no subseries ${subseries}; the folder holds ${series.length}: ${list(series)}.`,
  );
}

const list = (series: readonly DicomSeries[]) =>
  series
    .map(
      ({ source, description, part, sequence }, i) =>
        `${i + 1}: ${source.key} (${[printable(description) || 'no description', part, sequence.sequence, `${source.slices.length} slices`].filter(Boolean).join(', ')})`,
    )
    .join('; ');

function nothingToRun(refused: readonly Refusal[]): LacunaError {
  const bySeries = refused.filter((r) => 'seriesInstanceUID' in r);
  if (bySeries.length === 1) return bySeries[0]!.error;
  if (refused.length === 0)
    return new LacunaError('invalid-argument', 'The folder holds no DICOM images and no NIfTI file.');
  const sentences = [...new Set((bySeries.length ? bySeries : refused).map(({ error }) => error.message))];
  return new LacunaError(
    (bySeries[0] ?? refused[0])!.error.code,
    `None of the folder's ${bySeries.length ? `${bySeries.length} series` : `${refused.length} files`} can be run: ${sentences.slice(0, 3).join(' / ')}${sentences.length > 3 ? ' / ...' : ''}`,
  );
}

/** Text of a file made fit for a terminal: no control characters, at most 64 characters. */
function printable(text: string): string {
  return text.replace(/[^\p{L}\p{N}\p{P}\p{S} ]/gu, '').slice(0, 64);
}
