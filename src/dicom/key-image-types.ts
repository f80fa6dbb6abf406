import type { AlgorithmProvenance, SegmentMethod } from './segmentation-types.ts';
import type { SourceInstance } from './source-instance.ts';

/** One picture with everything burned in, 8 bits for each of red, green and blue. */
export interface KeyImageContent {
  /** Of the source instance. */
  readonly sliceIndex: number;
  readonly picture: { readonly rows: number; readonly columns: number; readonly rgb: Uint8Array };
  readonly description: string;
}

export interface KeyImagesRequest {
  readonly source: readonly SourceInstance[];
  readonly method: SegmentMethod;
  readonly images: readonly KeyImageContent[];
  readonly algorithm: AlgorithmProvenance;
  readonly seriesNumber: number;
  /** `(research use only)` is added. */
  readonly seriesDescription?: string;
  readonly contentDate: Date;
  readonly uid: () => string;
  readonly softwareVersion: string;
}

export interface WrittenKeyImage {
  readonly bytes: Uint8Array;
  readonly sopInstanceUID: string;
  readonly seriesInstanceUID: string;
  /** Without patient data. */
  readonly fileName: string;
}

export type WrittenKeyImages =
  | { readonly kind: 'written'; readonly objects: readonly WrittenKeyImage[] }
  | { readonly kind: 'empty'; readonly sentence: string };
