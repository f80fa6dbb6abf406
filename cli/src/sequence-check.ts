import { sequenceGuard } from '@lacuna/core/imaging/sequence-guard.ts';
import type { RecognisedSequence } from '@lacuna/core/imaging/sequence-recognition.ts';

/**
 * Sentences to show and record about weights that meet another sequence than they know.
 * @param forced the user insists (`--force-sequence`)
 * @throws LacunaError `wrong-sequence` when the header names another sequence and nobody insists
 */
export function checkSequence(
  manifestSequence: string,
  recognised: RecognisedSequence,
  forced: boolean,
): readonly string[] {
  const verdict = sequenceGuard(manifestSequence, recognised);
  if (verdict.kind === 'suits') return [];
  if (verdict.kind === 'unsure') return [verdict.sentence];
  if (forced) return [`Run all the same, as asked (--force-sequence): ${verdict.error.message}`];
  throw verdict.error;
}
