import { LacunaError } from '../errors.ts';
import type { RecognisedSequence, Sequence } from './sequence-headers.ts';

/** How a sequence is called in a sentence. */
const SEQUENCE_NAMES: Readonly<Record<RecognisedSequence['sequence'], string>> = {
  flair: 'FLAIR',
  t1: 'T1',
  't1-contrast': 'T1 after contrast agent',
  t2: 'T2',
  other: 'neither FLAIR, T1 nor T2',
  unknown: 'an unknown sequence',
};

/** The sequence that a weights manifest names (`FLAIR`, `T1`, `T1ce`, `T2`); nothing for `random` and the like. */
export function sequenceOfWeights(manifestSequence: string): Sequence | undefined {
  const text = manifestSequence.trim().toLowerCase();
  if (/^(t2[ -]?)?flair$/.test(text)) return 'flair';
  if (/^t1w?$/.test(text)) return 't1';
  if (/^t1(c|ce|gd|[ -]contrast)$/.test(text)) return 't1-contrast';
  return /^t2w?$/.test(text) ? 't2' : undefined;
}

/** Whether weights may run on a series. */
export type SequenceVerdict =
  | { kind: 'suits' }
  /** The header does not tell, or the weights do not: runs, with this sentence. */
  | { kind: 'unsure'; sentence: string }
  /** Refused unless the user insists. */
  | { kind: 'refused'; error: LacunaError };

/** Compares the sequence that the weights know with what the headers say. */
export function sequenceGuard(manifestSequence: string, recognised: RecognisedSequence): SequenceVerdict {
  const known = sequenceOfWeights(manifestSequence);
  if (known === undefined) return { kind: 'suits' };
  if (recognised.sequence === known) return { kind: 'suits' };
  const weights = `the weights know ${SEQUENCE_NAMES[known]} only`;
  if (recognised.sequence === 'unknown')
    return {
      kind: 'unsure',
      sentence: `The sequence of the images is not certain, and ${weights}. ${recognised.rule} Make sure that it is a ${SEQUENCE_NAMES[known]}.`,
    };
  return {
    kind: 'refused',
    error: new LacunaError(
      'wrong-sequence',
      `The images are ${SEQUENCE_NAMES[recognised.sequence]} by their header, and ${weights}. ${recognised.rule} Choose a ${SEQUENCE_NAMES[known]} series.`,
      { sequence: recognised.sequence, known },
    ),
  };
}
