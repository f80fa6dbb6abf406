import type { ReferenceFigures } from '@lacuna/core/anomaly/reference-overlap.ts';
import type { LayerId } from '../methods.ts';

export interface ReferenceChoice {
  readonly displaySetInstanceUID: string;
  /** Series description, or its number. */
  readonly label: string;
}

export interface ReferenceSegment {
  readonly number: number;
  readonly label: string;
}

export interface ReferenceState {
  /** Segmentations of the open series in the study that are not ours. */
  readonly choices: readonly ReferenceChoice[];
  /** The one compared with; null for none. */
  readonly chosen: string | null;
  readonly loaded:
    | { readonly kind: 'none' | 'loading' }
    | { readonly kind: 'failed'; readonly sentence: string }
    | { readonly kind: 'ready'; readonly segments: readonly ReferenceSegment[] };
  /** Number of the segment that is the reference; null for all of them together. */
  readonly segment: number | null;
  readonly figures: Readonly<Partial<Record<LayerId, ReferenceFigures>>>;
}

export const NO_REFERENCE: ReferenceState = {
  choices: [],
  chosen: null,
  loaded: { kind: 'none' },
  segment: null,
  figures: {},
};
