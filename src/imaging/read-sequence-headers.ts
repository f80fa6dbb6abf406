import type { SequenceHeaders } from './sequence-headers.ts';

/** Reads attributes by DICOM keyword; `undefined` for what is absent or of the wrong type. */
export interface HeaderReader {
  texts(keyword: string): readonly string[] | undefined;
  number(keyword: string): number | undefined;
}

/** The headers that tell a sequence, of a classic image or of a frame of an Enhanced one. */
export function readSequenceHeaders(reader: HeaderReader): SequenceHeaders {
  const texts = (keyword: string) => {
    const values = reader.texts(keyword)?.filter((value) => value !== '');
    return values?.length ? values : undefined;
  };
  const text = (keyword: string) => texts(keyword)?.[0];
  const found: { [K in keyof SequenceHeaders]: SequenceHeaders[K] | undefined } = {
    seriesDescription: text('SeriesDescription'),
    protocolName: text('ProtocolName'),
    sequenceName: text('SequenceName'),
    pulseSequenceName: text('PulseSequenceName'),
    scanningSequence: texts('ScanningSequence'),
    sequenceVariant: texts('SequenceVariant'),
    scanOptions: texts('ScanOptions'),
    imageType: texts('FrameType') ?? texts('ImageType'),
    echoTimeMs: reader.number('EffectiveEchoTime') ?? reader.number('EchoTime'),
    repetitionTimeMs: reader.number('RepetitionTime'),
    inversionTimeMs: reader.number('InversionTimes') ?? reader.number('InversionTime'),
    flipAngleDeg: reader.number('FlipAngle'),
    echoTrainLength: reader.number('EchoTrainLength'),
    contrastBolusAgent: text('ContrastBolusAgent'),
    acquisitionContrast: text('AcquisitionContrast'),
    complexImageComponent: text('ComplexImageComponent'),
    diffusionBValue: reader.number('DiffusionBValue'),
    manufacturer: text('Manufacturer'),
  };
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined));
}
