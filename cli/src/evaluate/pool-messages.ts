import type { CaseExtras, CaseInput, CaseSettings } from './case-types.ts';
import type { EngineChoice } from './weights-choice.ts';

/** One case to do and where its result goes. */
export interface PoolTask {
  input: CaseInput;
  settings: CaseSettings;
  /** Folder of the run. */
  out: string;
}

export type ToWorker =
  | { kind: 'open'; choice: EngineChoice; root: string; extras: CaseExtras }
  | { kind: 'run'; task: PoolTask }
  /** Give up the case at hand and write nothing. */
  | { kind: 'cancel' };

/** `done`: the result, also a refusal of the case, is on disk. */
export type FromWorker =
  | { kind: 'ready' }
  | { kind: 'done'; id: string; skipped: string | undefined; ms: number }
  | { kind: 'failed'; id: string | undefined; code: string; message: string };
