import type { HintId } from './hint-ids.ts';

export interface HelpState {
  /** Whether "How to read this" is open. */
  readonly open: boolean;
  /** Hints that this browser's reader has put away. */
  readonly dismissed: readonly HintId[];
}

export interface HelpAction {
  type: 'help';
  change: Partial<HelpState>;
}

export const NO_HELP: HelpState = { open: false, dismissed: [] };
