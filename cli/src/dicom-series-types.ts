import type { SourceInstance } from '@lacuna/core/dicom/source.ts';
import type { LacunaError } from '@lacuna/core/errors.ts';
import type { AxialView } from '@lacuna/core/imaging/reformat.ts';
import type { RecognisedSequence } from '@lacuna/core/imaging/sequence-recognition.ts';
import type { SourceSeries } from '@lacuna/core/imaging/series.ts';
import type { InstanceHeader } from './dicom-instance.ts';

/** An Enhanced MR of 2000 frames of 512 x 512 16-bit pixels is 1 GiB. */
export const MAX_FILE_BYTES = 1024 * 1024 * 1024;

/** A stack of slices that may be analysed: a series, or a part of one that holds several stacks. */
export interface DicomSeries {
  source: SourceSeries;
  /** In the order of `source.slices`. */
  instances: readonly SourceInstance[];
  /** How the detectors see a sagittal or coronal series. */
  view?: AxialView;
  /** SeriesDescription; it may name anything, so it is for choosing only and never stored. */
  description: string;
  /** What sets this part of a series apart from its other parts; empty for a whole series. */
  part: string;
  sequence: RecognisedSequence;
  /** Sentences for the user. */
  warnings: readonly string[];
}

export type Refusal = ({ seriesInstanceUID: string; part?: string } | { file: string }) & {
  error: LacunaError;
};

export interface DicomFolder {
  series: readonly DicomSeries[];
  refused: readonly Refusal[];
}

/** A slice of a file, before its pixels are read. */
export interface FoundSlice extends InstanceHeader {
  file: string;
  compressed: boolean;
  lossy: boolean;
  refusal?: LacunaError;
}
