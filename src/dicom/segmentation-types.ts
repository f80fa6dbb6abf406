import type { MethodId } from '../inference/detector.ts';
import type { EditRecord, ObjectReference } from './object-reference.ts';
import type { SourceInstance } from './source-instance.ts';

export type SegmentMethod = MethodId | 'consensus';

/** Enough to run the method again and get the same mask: weights, seed, L, P, steps, tn, ts, w, threshold, backend. */
export interface AlgorithmProvenance {
  readonly name: string;
  readonly version: string;
  readonly parameters: Readonly<Record<string, string | number>>;
}

export interface SegmentRequest {
  readonly method: SegmentMethod;
  readonly label: string;
  /** One per source instance and on its grid, rows*columns, anything but 0 is inside; null is empty. */
  readonly masks: readonly (Uint8Array | null)[];
  readonly algorithm: AlgorithmProvenance;
  /** A person drew or erased: SEMIAUTOMATIC instead of AUTOMATIC. */
  readonly edited?: boolean;
  /** What the person did; kept in the object. */
  readonly edit?: EditRecord;
  /** Follows one candidate region through objects: the same in its measurements. */
  readonly tracking?: { readonly identifier: string; readonly uid: string };
}

export interface SegmentationRequest {
  /** In any order; frames are written feet to head whatever the order. */
  readonly source: readonly SourceInstance[];
  /** Segments without any pixel are left out. */
  readonly segments: readonly SegmentRequest[];
  /**
   * BINARY unless said otherwise. A label map holds one segment at a pixel, so segments that overlap are refused, and many
   * receivers do not know the class.
   */
  readonly encoding?: 'binary' | 'labelmap';
  /** Earlier objects that this one takes the place of; they stay as they are. */
  readonly predecessors?: readonly ObjectReference[];
  readonly seriesNumber: number;
  /** `(research use only)` is added. */
  readonly seriesDescription?: string;
  readonly contentDate: Date;
  /** A fresh UID at every call, such as `2.25.<random>`. */
  readonly uid: () => string;
  readonly softwareVersion: string;
}

export type WrittenSegmentation =
  | {
      readonly kind: 'written';
      readonly bytes: Uint8Array;
      readonly sopInstanceUID: string;
      readonly seriesInstanceUID: string;
      /** Without patient data. */
      readonly fileName: string;
    }
  | { readonly kind: 'empty'; readonly sentence: string };

/** Colours of the methods, the same everywhere in the product, sRGB 0..255. */
export const SEGMENT_COLOURS: Readonly<Record<SegmentMethod, readonly [number, number, number]>> = {
  'latent-bernoulli': [255, 176, 0],
  'diffusion-ad': [0, 200, 255],
  consensus: [255, 80, 200],
};
