import type { RecognisedSequence, SequenceHeaders } from './sequence-headers.ts';
import { namedEchoPlanar, namedFlair, namedOther } from './sequence-names.ts';

/** Values of ImageType that are no magnitude image of one acquisition. */
const DERIVED =
  /^(P|PHASE( MAP)?|I|IMAGINARY|R|REAL|ADC|EADC|FA|TRACEW?|CBF|CBV|MTT|TTP|PROJECTION IMAGE|MIP|MOSAIC|T1 MAP|T2 MAP|SW_[MP]|SWI|VELOCITY|B0|LOCALI[SZ]ER|SUBTRACTION)$/i;
/** Philips writes R for its corrected magnitude beside the sequence, so R and I count only where M is not said. */
const AMBIGUOUS = /^[RI]$/i;
const OTHER_CONTRASTS = new Set([
  'DIFFUSION',
  'FLOW_ENCODED',
  'PERFUSION',
  'PROTON_DENSITY',
  'STIR',
  'TAGGING',
  'TOF',
  'T2_STAR',
]);

const other = (rule: string): RecognisedSequence => ({ sequence: 'other', rule });

/** What rules out FLAIR, T1 and T2 whatever the times say; nothing when no header does. */
export function excludedKind(headers: SequenceHeaders): RecognisedSequence | undefined {
  const { complexImageComponent, imageType, diffusionBValue, acquisitionContrast, scanningSequence } =
    headers;
  if (complexImageComponent !== undefined && complexImageComponent !== 'MAGNITUDE')
    return other(`ComplexImageComponent is ${complexImageComponent}, not MAGNITUDE.`);
  const derived = imageType
    ?.slice(2)
    .map((value) => value.trim())
    .find((value) => DERIVED.test(value) && !(AMBIGUOUS.test(value) && isInversionRecovery(headers)));
  if (derived !== undefined) return other(`ImageType holds ${derived}.`);
  // Some scanners write a b-value of 0 on every image, so 0 says nothing.
  if (diffusionBValue !== undefined && diffusionBValue > 0)
    return other(`DiffusionBValue is ${diffusionBValue} s/mm2: a diffusion image.`);
  if (acquisitionContrast !== undefined && OTHER_CONTRASTS.has(acquisitionContrast))
    return other(`AcquisitionContrast is ${acquisitionContrast}.`);
  if (scanningSequence?.some((value) => value.trim() === 'EP'))
    return other('ScanningSequence holds EP: an echo planar image.');
  const echoPlanar = namedEchoPlanar(headers);
  if (echoPlanar) return other(`${echoPlanar.keyword} "${echoPlanar.text}" is echo planar.`);
  const named = namedOther(headers);
  if (named && !namedFlair(headers))
    return other(`${named.keyword} "${named.text}" names another kind of image.`);
  return undefined;
}

const isInversionRecovery = ({ scanningSequence, inversionTimeMs }: SequenceHeaders) =>
  (inversionTimeMs ?? 0) > 0 || scanningSequence?.includes('IR') === true;
