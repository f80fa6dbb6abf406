import type { RecognisedSequence, SequenceHeaders } from './sequence-headers.ts';
import { type NameClaim, namedFlair, namedProtonDensity, namedT1, namedT2 } from './sequence-names.ts';

/** Below this a FLAIR-named series is the T1 FLAIR of GE and others; ms. */
const T1_FLAIR_ECHO_MS = 60;

const named = (
  sequence: RecognisedSequence['sequence'],
  { keyword, text }: NameClaim,
): RecognisedSequence => ({
  sequence,
  rule: `${keyword} is "${text}".`,
});

/** The sequence by what people and scanners call it; nothing when no name is known. */
export function decideByNames(headers: SequenceHeaders): RecognisedSequence | undefined {
  const { echoTimeMs } = headers;
  const flair = namedFlair(headers);
  const t1 = namedT1(headers);
  const late = echoTimeMs === undefined || echoTimeMs >= T1_FLAIR_ECHO_MS;
  if (flair && (t1?.text !== flair.text || (echoTimeMs !== undefined && late))) {
    if (late) return named('flair', flair);
    return {
      sequence: 't1',
      rule: `${flair.keyword} is "${flair.text}" with EchoTime ${echoTimeMs} ms, too early for a T2-weighted FLAIR.`,
    };
  }
  if (t1) return named('t1', t1);
  const t2 = namedT2(headers);
  if (t2) return named('t2', t2);
  const density = namedProtonDensity(headers);
  return density && named('other', density);
}
