import fs from 'node:fs/promises';
import path from 'node:path';
import type { SourceInstance } from '@lacuna/core/dicom/source.ts';
import { LacunaError } from '@lacuna/core/errors.ts';
import { axialSeries, type AxialView } from '@lacuna/core/imaging/reformat.ts';
import { type RecognisedSequence, recogniseSequence } from '@lacuna/core/imaging/sequence-recognition.ts';
import type { SourceSeries } from '@lacuna/core/imaging/series.ts';
import { readDicomFolder } from './dicom-folder.ts';
import type { DicomFolder, Refusal } from './dicom-series-types.ts';
import { chooseSeries, type SeriesChoice } from './series-choice.ts';
import { gridOfSlices, type NiftiGrid } from './nifti-grid.ts';
import { caseStem, readNifti } from './nifti-volume.ts';

/** What `lacuna detect` runs on, whatever it was stored as. */
export interface SourceCase {
  kind: 'dicom' | 'nifti';
  source: SourceSeries;
  /** What the detectors run on: the source itself, or a sagittal or coronal one as axial slices. */
  analysed: SourceSeries;
  /** How the slices of `analysed` lie in the source, where they are others. */
  view?: AxialView;
  /** In the order of the slices; DICOM only. */
  instances?: readonly SourceInstance[];
  /** The grid of the NIfTI outputs. @throws LacunaError `invalid-argument` when NIfTI cannot hold the series */
  grid(): { grid: NiftiGrid; warnings: readonly string[] };
  sequence: RecognisedSequence;
  warnings: readonly string[];
  /** Sentences about what else lay in the folder and was not used. */
  refusals: readonly string[];
}

const FLAIR_FILE = /(^|[_-])(flair|t2f)\.nii(\.gz)?$/i;
export const FLAIR_DESCRIPTION = /flair|tirm|dark.?fluid/i;

/**
 * Finds the one image to run on: a NIfTI file, the FLAIR of a BraTS case folder (`*_flair.nii.gz`, `*-t2f.nii.gz`), or the one
 * eligible MR series of a DICOM folder.
 * @param choice which series of a DICOM folder, where several are eligible
 * @throws LacunaError `invalid-argument` and the refusals of the readers
 */
export async function openCase(
  input: string,
  choice: SeriesChoice = {},
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
  return dicomCase(await readDicomFolder(input, signal), choice);
}

async function niftiCase(file: string, signal?: AbortSignal): Promise<SourceCase> {
  const { source, grid, warnings } = await readNifti(file, signal);
  return {
    kind: 'nifti',
    source,
    analysed: source,
    grid: () => ({ grid, warnings: [] }),
    // a NIfTI file has no header for it, but people name their files
    sequence: sequenceOfName(caseStem(file)),
    warnings,
    refusals: [],
  };
}

function dicomCase(folder: DicomFolder, choice: SeriesChoice): SourceCase {
  const chosen = chooseSeries(folder, choice);
  const { source, instances, warnings, sequence, view } = chosen;
  const others = folder.series.filter((series) => series !== chosen);
  return {
    kind: 'dicom',
    source,
    analysed: view ? axialSeries(source, view) : source,
    ...(view && { view }),
    instances,
    grid: () => gridOfSlices(source.slices, instances[0]?.sliceThickness),
    sequence,
    warnings,
    refusals: [
      ...others.map(
        ({ source: { key }, part }) => `series ${key}${part && ` (${part})`}: eligible, not chosen`,
      ),
      ...folder.refused.map(describeRefusal),
    ],
  };
}

/** A refusal without patient data: file names may hold names, so files are only counted by their reason. */
function describeRefusal(refusal: Refusal): string {
  const what =
    'file' in refusal
      ? 'one file'
      : `series ${refusal.seriesInstanceUID}${refusal.part ? ` (${refusal.part})` : ''}`;
  return `${what}: ${refusal.error.message}`;
}

function sequenceOfName(stem: string): RecognisedSequence {
  const { sequence, rule } = recogniseSequence({ seriesDescription: stem });
  return {
    sequence,
    rule: rule.replace('SeriesDescription', 'The file name').replace('header', 'file name'),
  };
}
