import fs from 'node:fs/promises';
import path from 'node:path';
import type { SourceInstance } from '@lacuna/core/dicom/source.ts';
import { LacunaError } from '@lacuna/core/errors.ts';
import type { SourceSeries } from '@lacuna/core/imaging/series.ts';
import { type DicomSeries, readDicomFolder, type Refusal } from './dicom-folder.ts';
import { gridOfSlices, type NiftiGrid } from './nifti-grid.ts';
import { readNifti } from './nifti-volume.ts';

/** What `lacuna detect` runs on, whatever it was stored as. */
export interface SourceCase {
  kind: 'dicom' | 'nifti';
  source: SourceSeries;
  /** In the order of the slices; DICOM only. */
  instances?: readonly SourceInstance[];
  /** The grid of the NIfTI outputs. @throws LacunaError `invalid-argument` when NIfTI cannot hold the series */
  grid(): { grid: NiftiGrid; warnings: readonly string[] };
  warnings: readonly string[];
  /** Sentences about what else lay in the folder and was not used. */
  refusals: readonly string[];
}

const FLAIR_FILE = /(^|[_-])(flair|t2f)\.nii(\.gz)?$/i;
export const FLAIR_DESCRIPTION = /flair|tirm|dark.?fluid/i;

/**
 * Finds the one image to run on: a NIfTI file, the FLAIR of a BraTS case folder (`*_flair.nii.gz`, `*-t2f.nii.gz`), or the one
 * eligible MR series of a DICOM folder.
 * @param seriesInstanceUID which series of a DICOM folder, where several are eligible
 * @throws LacunaError `invalid-argument` and the refusals of the readers
 */
export async function openCase(
  input: string,
  seriesInstanceUID?: string,
  signal?: AbortSignal,
): Promise<SourceCase> {
  const stat = await fs.stat(input).catch((cause: unknown) => {
    throw new LacunaError('invalid-argument', `There is no file or folder ${input}.`, undefined, { cause });
  });
  if (stat.isFile()) {
    if (/\.nii(\.gz)?$/i.test(input)) return niftiCase(input, signal);
    throw new LacunaError(
      'invalid-argument',
      'The input must be a folder of DICOM images, a NIfTI file (.nii, .nii.gz) or a BraTS case folder.',
    );
  }
  const names = await fs.readdir(input);
  const flair = names.filter((name) => FLAIR_FILE.test(name));
  if (flair.length === 1) return niftiCase(path.join(input, flair[0]!), signal);
  if (flair.length > 1)
    throw new LacunaError(
      'invalid-argument',
      `The folder holds ${flair.length} FLAIR volumes. Give one of the files.`,
    );
  if (names.some((name) => /\.nii(\.gz)?$/i.test(name)))
    throw new LacunaError(
      'invalid-argument',
      'The folder holds NIfTI files, but none named as FLAIR (*_flair.nii.gz, *-t2f.nii.gz). Give the file itself.',
    );
  return dicomCase(await readDicomFolder(input, signal), seriesInstanceUID);
}

async function niftiCase(file: string, signal?: AbortSignal): Promise<SourceCase> {
  const { source, grid, warnings } = await readNifti(file, signal);
  return { kind: 'nifti', source, grid: () => ({ grid, warnings: [] }), warnings, refusals: [] };
}

function dicomCase(
  folder: { series: readonly DicomSeries[]; refused: readonly Refusal[] },
  uid?: string,
): SourceCase {
  const { source, instances, warnings } = chooseSeries(folder.series, folder.refused, uid);
  const others = folder.series.filter((series) => series.source.key !== source.key);
  return {
    kind: 'dicom',
    source,
    instances,
    grid: () => gridOfSlices(source.slices, instances[0]?.sliceThickness),
    warnings,
    refusals: [
      ...others.map((series) => `series ${series.source.key}: eligible, not chosen`),
      ...folder.refused.map(describeRefusal),
    ],
  };
}

/** With several eligible series, the one whose description says FLAIR, if it is the only such one. */
function chooseSeries(
  series: readonly DicomSeries[],
  refused: readonly Refusal[],
  uid?: string,
): DicomSeries {
  if (uid !== undefined) {
    const chosen = series.find(({ source }) => source.key === uid);
    if (chosen) return chosen;
    const refusal = refused.find((r) => 'seriesInstanceUID' in r && r.seriesInstanceUID === uid);
    throw refusal?.error ?? new LacunaError('invalid-argument', `The folder holds no series ${uid}.`);
  }
  if (series.length === 1) return series[0]!;
  const flair = series.filter(({ description }) => FLAIR_DESCRIPTION.test(description));
  if (flair.length === 1) return flair[0]!;
  if (series.length > 1) {
    const list = series.map(
      ({ source, description }) =>
        `${source.key} (${printable(description) || 'no description'}, ${source.slices.length} slices)`,
    );
    throw new LacunaError(
      'invalid-argument',
      `The folder holds several series that could be run; choose one with --series: ${list.join('; ')}.`,
    );
  }
  const bySeries = refused.filter((r) => 'seriesInstanceUID' in r);
  if (bySeries.length === 1) throw bySeries[0]!.error;
  if (refused.length === 0)
    throw new LacunaError('invalid-argument', 'The folder holds no DICOM images and no NIfTI file.');
  const sentences = [...new Set((bySeries.length ? bySeries : refused).map(({ error }) => error.message))];
  throw new LacunaError(
    (bySeries[0] ?? refused[0])!.error.code,
    `None of the folder's ${bySeries.length ? `${bySeries.length} series` : `${refused.length} files`} can be run: ${sentences.slice(0, 3).join(' / ')}${sentences.length > 3 ? ' / ...' : ''}`,
  );
}

/** A refusal without patient data: file names may hold names, so files are only counted by their reason. */
function describeRefusal(refusal: Refusal): string {
  const what = 'file' in refusal ? 'one file' : `series ${refusal.seriesInstanceUID}`;
  return `${what}: ${refusal.error.message}`;
}

/** Text of a file made fit for a terminal: no control characters, at most 64 characters. */
export function printable(text: string): string {
  return text.replace(/[^\p{L}\p{N}\p{P}\p{S} ]/gu, '').slice(0, 64);
}
