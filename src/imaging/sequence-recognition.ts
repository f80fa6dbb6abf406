import type { RecognisedSequence, SequenceHeaders } from './sequence-headers.ts';
import { decideByNames } from './sequence-by-name.ts';
import { decideByTiming } from './sequence-by-timing.ts';
import { excludedKind } from './sequence-exclusions.ts';
import { namedContrast } from './sequence-names.ts';

export {
  SEQUENCES,
  type RecognisedSequence,
  type Sequence,
  type SequenceHeaders,
} from './sequence-headers.ts';

/**
 * Which MR sequence a series shows, from its headers alone.
 *
 * What the image is not (phase, diffusion, echo planar, derived maps) goes first, then a stated fluid attenuation, then
 * the times, since they are set by the scanner while names are typed by people, and last the names and the stated contrast.
 */
export function recogniseSequence(headers: SequenceHeaders): RecognisedSequence {
  const excluded = excludedKind(headers);
  if (excluded) return excluded;
  if (headers.acquisitionContrast === 'FLUID_ATTENUATED')
    return { sequence: 'flair', rule: 'AcquisitionContrast is FLUID_ATTENUATED.' };
  return withContrast(
    decideByTiming(headers) ?? decideByNames(headers) ?? byStatedContrast(headers) ?? unknown(headers),
    headers,
  );
}

/** AcquisitionContrast of Enhanced MR; UNKNOWN and MIXED say nothing. */
function byStatedContrast({ acquisitionContrast }: SequenceHeaders): RecognisedSequence | undefined {
  const rule = `AcquisitionContrast is ${acquisitionContrast}.`;
  if (acquisitionContrast === 'T1') return { sequence: 't1', rule };
  if (acquisitionContrast === 'T2') return { sequence: 't2', rule };
  return undefined;
}

function unknown({ echoTimeMs, repetitionTimeMs, inversionTimeMs }: SequenceHeaders): RecognisedSequence {
  const times = [
    ['EchoTime', echoTimeMs],
    ['RepetitionTime', repetitionTimeMs],
    ['InversionTime', inversionTimeMs],
  ]
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name} ${value} ms`);
  return {
    sequence: 'unknown',
    rule: times.length
      ? `${times.join(', ')} and the names in the header fit no known sequence.`
      : 'The header holds neither acquisition times nor a name that tells the sequence.',
  };
}

/** A T1 image with a contrast agent in the header or the name. */
function withContrast(found: RecognisedSequence, headers: SequenceHeaders): RecognisedSequence {
  if (found.sequence !== 't1') return found;
  const agent = headers.contrastBolusAgent?.trim();
  if (agent && !/^(no|none|nil|n|without|ohne|0)$/i.test(agent))
    return {
      sequence: 't1-contrast',
      rule: `${found.rule} ContrastBolusAgent names an agent.`,
    };
  const name = namedContrast(headers);
  return name
    ? {
        sequence: 't1-contrast',
        rule: `${found.rule} ${name.keyword} "${name.text}" speaks of contrast agent.`,
      }
    : found;
}
