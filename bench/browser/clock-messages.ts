import type { RawRun } from '../contender/raw-clock.ts';

/** What the page asks of the clock in its worker; from `reset and wait` on each call of the runtime is waited for. */
export type ClockRequest = 'read and reset' | 'reset and wait';
/** Since the clock was set back before. */
export interface ClockReading {
  ms: number;
  runs: readonly RawRun[];
}
