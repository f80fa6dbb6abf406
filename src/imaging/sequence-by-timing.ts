import type { RecognisedSequence, SequenceHeaders } from './sequence-headers.ts';

/** Inversion that nulls cerebrospinal fluid between 0.06 T and 7 T, fat-nulling and T1-weighting ones; ms. */
const FLUID_NULL = { from: 1400, to: 3200 };
const FAT_NULL = { from: 50, to: 300 };
const T1_INVERSION = { from: 300, to: 1400 };
/** From here on an echo is late enough for T2 weighting; below it a spin echo is T1 or proton density weighted; ms. */
const LATE_ECHO_MS = 60;
const EARLY_ECHO_MS = 40;
const LONG_REPETITION_MS = 1800;
const SHORT_REPETITION_MS = 1100;

const within = (value: number, { from, to }: { from: number; to: number }) => value >= from && value <= to;

/** The sequence by echo, repetition and inversion time; nothing where they are missing or lie in between. */
export function decideByTiming(headers: SequenceHeaders): RecognisedSequence | undefined {
  const { echoTimeMs: te, repetitionTimeMs: tr, scanningSequence } = headers;
  if (te === undefined || !(te > 0)) return undefined;
  const ti =
    headers.inversionTimeMs !== undefined && headers.inversionTimeMs > 0
      ? headers.inversionTimeMs
      : undefined;
  const said = (sequence: RecognisedSequence['sequence'], meaning: string): RecognisedSequence => ({
    sequence,
    rule: `${[ti === undefined ? '' : `InversionTime ${ti} ms`, `EchoTime ${te} ms`, tr === undefined ? '' : `RepetitionTime ${tr} ms`].filter(Boolean).join(', ')}${scanningSequence?.length ? ` with ScanningSequence ${scanningSequence.join('\\')}` : ''}: ${meaning}.`,
  });
  const gradient = scanningSequence?.includes('GR') === true;
  if (ti !== undefined) {
    if (!gradient && within(ti, FLUID_NULL) && te >= LATE_ECHO_MS && (tr === undefined || tr > ti))
      return said('flair', 'fluid nulled by inversion, late echo');
    if (!gradient && within(ti, FAT_NULL)) return said('other', 'fat nulled by inversion (STIR)');
    if (within(ti, T1_INVERSION) && te < LATE_ECHO_MS)
      return said('t1', 'inversion for T1 weighting, early echo');
  }
  if (gradient) return gradientEcho(headers, te, said);
  if (scanningSequence?.includes('SE') !== true && ti === undefined && headers.echoTrainLength === undefined)
    return undefined;
  if (tr === undefined || ti !== undefined) return undefined;
  if (tr >= LONG_REPETITION_MS && te >= LATE_ECHO_MS)
    return said('t2', 'spin echo, long repetition, late echo');
  if (tr >= LONG_REPETITION_MS && te < EARLY_ECHO_MS)
    return said('other', 'spin echo, long repetition, early echo (proton density)');
  if (tr <= SHORT_REPETITION_MS && te < EARLY_ECHO_MS)
    return said('t1', 'spin echo, short repetition, early echo');
  return undefined;
}

/** Gradient echoes by echo time and spoiling; steady-state free precession is none of ours. */
function gradientEcho(
  { sequenceVariant = [] }: SequenceHeaders,
  te: number,
  said: (sequence: RecognisedSequence['sequence'], meaning: string) => RecognisedSequence,
): RecognisedSequence | undefined {
  if (te >= 12) return said('other', 'gradient echo with a late echo (T2* or susceptibility)');
  if (sequenceVariant.includes('SS') && !sequenceVariant.includes('SP'))
    return said('other', 'steady-state gradient echo without spoiling');
  if (sequenceVariant.includes('SP') || sequenceVariant.includes('MP'))
    return said('t1', 'spoiled or magnetisation-prepared gradient echo, early echo');
  return undefined;
}
