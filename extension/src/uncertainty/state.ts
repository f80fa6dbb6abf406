import type { LayerId } from '../methods.ts';

export type SeedsRun =
  | { kind: 'idle' }
  | { kind: 'running'; done: number; total: number; secondsLeft: number | null }
  | { kind: 'done' | 'cancelled' }
  | { kind: 'failed'; sentence: string };

export interface UncertaintyState {
  /** Number of seeds of the next run. */
  readonly seeds: number;
  readonly run: SeedsRun;
  /** Seeds that every slice of the last run has; what is known rests on them. */
  readonly finished: number;
  /** Whose variation map lies over the image; null for none. */
  readonly shown: LayerId | null;
}

export const FEWEST_SEEDS = 2;
export const MOST_SEEDS = 20;

export const NO_UNCERTAINTY: UncertaintyState = {
  seeds: 5,
  run: { kind: 'idle' },
  finished: 0,
  shown: null,
};
