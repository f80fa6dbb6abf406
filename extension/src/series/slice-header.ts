import { FRAME_NUMBER } from '@lacuna/core/dicom/source-from-metadata.ts';
import type { SliceHeader } from '@lacuna/core/imaging/admission-types.ts';
import { readSequenceHeaders } from '@lacuna/core/imaging/read-sequence-headers.ts';
import type { SliceGeometry } from '@lacuna/core/imaging/series.ts';
import type { Instance } from '../host/ohif-types.ts';
import { number, pixelSpacing, text, texts, vec3, vec6 } from './attributes.ts';

/** The header of one slice as admission wants it; what the instance does not say stays away. */
export function sliceHeader(instance: Instance): SliceHeader {
  const [rowSpacingMm, columnSpacingMm] = pixelSpacing(instance) ?? [];
  const geometry = present<Partial<SliceGeometry>>({
    rows: number(instance, 'Rows'),
    columns: number(instance, 'Columns'),
    rowSpacingMm,
    columnSpacingMm,
    imagePositionPatient: vec3(instance, 'ImagePositionPatient'),
    imageOrientationPatient: vec6(instance, 'ImageOrientationPatient'),
  });
  const sopInstanceUID = text(instance, 'SOPInstanceUID') ?? '';
  const frame = number(instance, FRAME_NUMBER);
  const sequence = readSequenceHeaders({
    texts: (keyword) => texts(instance, keyword),
    number: (keyword) => number(instance, keyword),
  });
  return {
    key: frame === undefined ? sopInstanceUID : `${sopInstanceUID} frame ${frame}`,
    ...present({
      modality: text(instance, 'Modality'),
      samplesPerPixel: number(instance, 'SamplesPerPixel'),
      photometricInterpretation: text(instance, 'PhotometricInterpretation'),
      frameOfReferenceUID: text(instance, 'FrameOfReferenceUID'),
      imageType: sequence.imageType,
      echoNumber: number(instance, 'EchoNumbers'),
      temporalPosition:
        number(instance, 'TemporalPositionIndex') ?? number(instance, 'TemporalPositionIdentifier'),
    }),
    sequence,
    geometry,
  };
}

type Loose<T> = { [K in keyof T]?: T[K] | undefined };

function present<T extends object>(entries: Loose<T>): T {
  return Object.fromEntries(Object.entries(entries).filter(([, value]) => value !== undefined)) as T;
}
