import { LacunaError } from '@lacuna/core/errors.ts';
import { describedFrames, frameView } from '@lacuna/core/dicom/source-frames.ts';
import type { SliceHeader } from '@lacuna/core/imaging/admission.ts';
import { readSequenceHeaders } from '@lacuna/core/imaging/read-sequence-headers.ts';
import type { SliceGeometry, Vec3, Vec6 } from '@lacuna/core/imaging/series.ts';
import type { DataSet } from 'dicom-parser';
import { headerReader } from './dicom-header-reader.ts';
import { decimal, decimals, unsignedShort } from './dicom-numbers.ts';

const UID = /^[0-9]+(\.[0-9]+)*$/;
/** A cine or diffusion Enhanced MR may hold thousands of frames; a header that claims more is damaged. */
const MOST_FRAMES = 20_000;

/** What one slice of a file says about itself before its pixels are read; hostile values are for the admission to refuse. */
export interface InstanceHeader {
  sopClassUID: string;
  seriesInstanceUID: string;
  header: SliceHeader;
  /** From 0, of a multi-frame file; a single-frame one has none. */
  frame?: number;
  /** MONOCHROME1: small values are shown bright. */
  inverted: boolean;
}

/**
 * The slices of a file: one of a single-frame image, one per frame of an Enhanced MR.
 * @throws LacunaError `corrupt-file` without the UIDs that identify the image, `no-geometry` for frames without a place
 */
export function readInstances(dataSet: DataSet): InstanceHeader[] {
  const uid = (tag: string): string => {
    const value = dataSet.string(tag)?.trim();
    if (value && value.length <= 64 && UID.test(value)) return value;
    throw new LacunaError(
      'corrupt-file',
      'The DICOM file lacks a valid class, instance or series UID. Retrieve it again.',
      { tag },
    );
  };
  const text = (tag: string) => dataSet.string(tag)?.trim().slice(0, 256);
  const photometricInterpretation = text('x00280004');
  const ofFile = {
    sopClassUID: uid('x00080016'),
    seriesInstanceUID: uid('x0020000e'),
    inverted: photometricInterpretation === 'MONOCHROME1',
  };
  const sopInstanceUID = uid('x00080018');
  const modality = text('x00080060');
  const shared = {
    modality,
    samplesPerPixel: unsignedShort(dataSet, 'x00280002'),
    photometricInterpretation,
    frameOfReferenceUID: text('x00200052'),
  };
  const header = (frame: number): Omit<SliceHeader, 'key'> => {
    const find = frameView(dataSet, frame);
    const reader = headerReader(find);
    const sequence = readSequenceHeaders(reader);
    return {
      ...shared,
      geometry: geometryOf(dataSet, find),
      imageType: sequence.imageType,
      sequence,
      echoNumber: reader.number('EchoNumbers'),
      temporalPosition: reader.number('TemporalPositionIndex') ?? reader.number('TemporalPositionIdentifier'),
    };
  };
  // of another modality nothing will be read, so its frames are of no interest
  const frames = modality === 'MR' ? frameCount(dataSet) : 0;
  if (frames === 0) return [{ ...ofFile, header: { key: sopInstanceUID, ...header(0) } }];
  return Array.from({ length: frames }, (_, frame) => ({
    ...ofFile,
    frame,
    header: { key: `${sopInstanceUID} frame ${frame + 1}`, ...header(frame) },
  }));
}

/** Frames of a multi-frame file; 0 for a single-frame one. */
function frameCount(dataSet: DataSet): number {
  const stated = decimal(dataSet, 'x00280008') ?? 1;
  const described = describedFrames(dataSet);
  if (described === 0 && !(stated > 1)) return 0;
  if (described === stated && Number.isInteger(stated) && stated <= MOST_FRAMES) return stated;
  throw new LacunaError(
    'no-geometry',
    described === 0
      ? 'The image holds several frames without a place for each (classic multi-frame). Export it as single-frame or Enhanced MR images.'
      : `The image is said to hold ${stated} frames and describes ${described}, so they cannot be placed. Retrieve it again.`,
    { stated, described },
  );
}

function geometryOf(dataSet: DataSet, find: (tag: string) => DataSet | undefined): Partial<SliceGeometry> {
  const values = (tag: string) => {
    const holder = find(tag);
    return holder && decimals(holder, tag);
  };
  const spacing = values('x00280030');
  const position = values('x00200032');
  const orientation = values('x00200037');
  return {
    rows: unsignedShort(dataSet, 'x00280010'),
    columns: unsignedShort(dataSet, 'x00280011'),
    rowSpacingMm: spacing?.[0],
    columnSpacingMm: spacing?.[1],
    ...(position?.length === 3 && { imagePositionPatient: position as unknown as Vec3 }),
    ...(orientation?.length === 6 && { imageOrientationPatient: orientation as unknown as Vec6 }),
  };
}
