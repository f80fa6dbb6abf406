import type { SequenceVerdict } from '@lacuna/core/imaging/sequence-guard.ts';

/** Whether the weights know such images; `null` is not known yet. */
export interface GuardState {
  /** By the header of the series. */
  sequence: SequenceVerdict | null;
  /** The header and the value that decided, as a sentence. */
  rule: string;
  /** Why the grey values of the brain are none that the weights know, once they were read; empty when they are. */
  doubts: readonly string[] | null;
  /** A person wants to run all the same; what is exported says so. */
  overridden: boolean;
}

export type GuardAction =
  | { type: 'guard-sequence'; sequence: SequenceVerdict; rule: string }
  | { type: 'guard-doubts'; doubts: readonly string[] }
  | { type: 'guard-overridden'; overridden: boolean };

/** Of a series that nothing is known about. */
export const UNGUARDED: GuardState = { sequence: null, rule: '', doubts: null, overridden: false };

export function reduceGuard(guard: GuardState, action: GuardAction): GuardState {
  switch (action.type) {
    case 'guard-sequence':
      return { ...guard, sequence: action.sequence, rule: action.rule };
    case 'guard-doubts':
      return { ...guard, doubts: action.doubts };
    case 'guard-overridden':
      return { ...guard, overridden: action.overridden };
  }
}

/** What speaks against a run, in sentences; empty when nothing does. */
export function objections({ sequence, doubts }: GuardState): readonly string[] {
  return [...(sequence?.kind === 'refused' ? [sequence.error.message] : []), ...(doubts ?? [])];
}

/**
 * What a person has overridden, for the record in an export; undefined when nothing. Where there are objections there are no
 * results but by overriding them, also when the box was unticked afterwards.
 */
export function overriddenObjections(guard: GuardState): string | undefined {
  if (objections(guard).length === 0) return undefined;
  const parts = [guard.sequence?.kind === 'refused' && 'sequence', guard.doubts?.length && 'intensities'];
  return parts.filter(Boolean).join('+');
}
