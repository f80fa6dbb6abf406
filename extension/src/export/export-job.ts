import type { CandidateRegion } from '@lacuna/core/anomaly/candidate-regions.ts';
import type { EditRecord, ObjectReference } from '@lacuna/core/dicom/object-reference.ts';
import type { Tracking } from '@lacuna/core/dicom/measurement-report-types.ts';
import type { AlgorithmProvenance } from '@lacuna/core/dicom/segmentation-types.ts';
import type { SourceInstance } from '@lacuna/core/dicom/source.ts';
import type { LayerId } from '../methods.ts';
import type { ExportKind, ObjectRole } from './export-kinds.ts';

/** One layer as it is exported; slices feet to head on the source grid. */
export interface JobLayer {
  readonly layer: LayerId;
  readonly algorithm: AlgorithmProvenance;
  /** What the layer shows; null where it is empty. */
  readonly masks: readonly (Uint8Array | null)[];
  /** What a person did to it; absent when nothing. */
  readonly edit?: EditRecord;
  /** Where the kind needs them: null for slices that were not analysed. */
  readonly maps?: readonly (Float32Array | null)[];
  readonly mapRange: readonly [number, number];
  readonly healthy?: { readonly mean: number; readonly sd: number };
  /** Of the list, without those rejected; absent where there is no list, then they are found in the mask. */
  readonly regions?: {
    readonly regions: readonly CandidateRegion[];
    readonly labels: readonly (Int32Array | null)[];
    readonly names: ReadonlyMap<number, Tracking>;
  };
}

/** All that an export needs, in a form that can be sent to a worker. */
export interface ExportJob {
  readonly kind: ExportKind;
  readonly source: readonly SourceInstance[];
  /** One, but for kinds of all layers. */
  readonly layers: readonly JobLayer[];
  /** Source pixels in modality units, for pictures; null for slices that no picture can show. */
  readonly pixels?: readonly (Float32Array | null)[];
  /** Of the first series; a second one takes the next number. */
  readonly seriesNumber: number;
  readonly earlier: Readonly<Partial<Record<ObjectRole, readonly ObjectReference[]>>>;
  readonly contentDate: Date;
}

/** A finished file, verified. */
export interface ExportedObject {
  readonly role: ObjectRole;
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Without patient data. */
  readonly fileName: string;
  readonly reference: ObjectReference;
}

export type ExportResult =
  | { readonly kind: 'released'; readonly objects: readonly ExportedObject[]; readonly count: number }
  | { readonly kind: 'empty'; readonly sentence: string };

/** Called as the work goes on; `total` is known from the first call. */
export type OnProgress = (done: number, total: number) => void;
