import type { LacunaError } from '../errors.ts';
import type { Plane } from './reformat-rule.ts';
import type { SequenceHeaders } from './sequence-headers.ts';
import type { SliceGeometry } from './series.ts';

/** What is known of a slice before its pixels are read; everything but the key may be missing or hostile. */
export interface SliceHeader {
  key: string;
  modality?: string;
  samplesPerPixel?: number;
  photometricInterpretation?: string;
  frameOfReferenceUID?: string;
  geometry?: Partial<SliceGeometry>;
  /** Values of ImageType; a localiser is refused. */
  imageType?: readonly string[];
  /** What tells the sequence, and sub-series from each other. */
  sequence?: SequenceHeaders;
  echoNumber?: number;
  temporalPosition?: number;
}

export type Admission =
  | {
      kind: 'admitted';
      /** Indices into the given headers, feet to head; of a sagittal stack right to left, of a coronal one front to back. */
      order: number[];
      /** Other than axial: a three-dimensional series that `axialView` turns into axial slices for the detectors. */
      plane: Plane;
      /** Sentences for the user; the series is processed all the same. */
      warnings: string[];
    }
  | { kind: 'refused'; error: LacunaError };
