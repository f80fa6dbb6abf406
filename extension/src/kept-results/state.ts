import type { Kept } from '@lacuna/core/inference/worker/result-cache.ts';

/** Results on this computer's disk. */
export interface KeptState {
  allowed: boolean;
  /** What lies there; null where nothing may, or before it is known. */
  kept: Kept | null;
  /** Why the browser does not let the page keep them. */
  refused: string | null;
}

export type KeptAction = { type: 'kept-results'; keptResults: KeptState };

export const NOTHING_KEPT: KeptState = { allowed: false, kept: null, refused: null };
