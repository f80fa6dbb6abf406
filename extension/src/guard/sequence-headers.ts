import type { SequenceHeaders } from '@lacuna/core/imaging/sequence-headers.ts';
import type { Instance } from '../host/ohif-types.ts';
import { number, text, texts } from '../series/attributes.ts';

/** The header attributes of one image that tell its sequence; what is missing or of the wrong type is left out. */
export function sequenceHeaders(instance: Instance): SequenceHeaders {
  const all = {
    seriesDescription: text(instance, 'SeriesDescription'),
    protocolName: text(instance, 'ProtocolName'),
    sequenceName: text(instance, 'SequenceName'),
    pulseSequenceName: text(instance, 'PulseSequenceName'),
    scanningSequence: texts(instance, 'ScanningSequence'),
    sequenceVariant: texts(instance, 'SequenceVariant'),
    scanOptions: texts(instance, 'ScanOptions'),
    imageType: texts(instance, 'ImageType'),
    echoTimeMs: number(instance, 'EchoTime'),
    repetitionTimeMs: number(instance, 'RepetitionTime'),
    inversionTimeMs: number(instance, 'InversionTime'),
    flipAngleDeg: number(instance, 'FlipAngle'),
    echoTrainLength: number(instance, 'EchoTrainLength'),
    contrastBolusAgent: text(instance, 'ContrastBolusAgent'),
    acquisitionContrast: text(instance, 'AcquisitionContrast'),
    complexImageComponent: text(instance, 'ComplexImageComponent'),
    diffusionBValue: number(instance, 'DiffusionBValue'),
    manufacturer: text(instance, 'Manufacturer'),
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}
