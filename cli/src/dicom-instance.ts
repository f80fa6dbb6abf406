import { LacunaError } from '@lacuna/core/errors.ts';
import type { SliceHeader } from '@lacuna/core/imaging/admission.ts';
import type { SliceGeometry, Vec3, Vec6 } from '@lacuna/core/imaging/series.ts';
import type { DataSet } from 'dicom-parser';
import { decimal, decimals, unsignedShort } from './dicom-numbers.ts';

const MULTI_FRAME = /^1\.2\.840\.10008\.5\.1\.4\.1\.1\.4\.(1|3|4)$/;
const UID = /^[0-9]+(\.[0-9]+)*$/;

/** What one file says about itself before its pixels are read; hostile values are for the admission to refuse. */
export interface InstanceHeader {
  sopClassUID: string;
  seriesInstanceUID: string;
  header: SliceHeader;
  /** MONOCHROME1: small values are shown bright. */
  inverted: boolean;
}

/** @throws LacunaError `corrupt-file` without the UIDs that identify the image */
export function readInstance(dataSet: DataSet): InstanceHeader {
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
  return {
    sopClassUID: uid('x00080016'),
    seriesInstanceUID: uid('x0020000e'),
    header: {
      key: uid('x00080018'),
      modality: text('x00080060'),
      samplesPerPixel: unsignedShort(dataSet, 'x00280002'),
      photometricInterpretation,
      frameOfReferenceUID: text('x00200052'),
      geometry: geometryOf(dataSet),
      imageType: text('x00080008')?.split('\\'),
    },
    inverted: photometricInterpretation === 'MONOCHROME1',
  };
}

/** Enhanced MR keeps its geometry per frame, which is read nowhere here: a clear refusal instead of a wrong place. */
export function refuseMultiFrame(dataSet: DataSet, sopClassUID: string): LacunaError | undefined {
  const frames = decimal(dataSet, 'x00280008') ?? 1;
  if (!MULTI_FRAME.test(sopClassUID) && !(frames > 1)) return undefined;
  return new LacunaError(
    'no-geometry',
    'The series is Enhanced MR or otherwise multi-frame, which Lacuna does not read yet. Export it as single-frame MR images (classic), or convert it to NIfTI.',
    { sopClassUID, frames },
  );
}

function geometryOf(dataSet: DataSet): Partial<SliceGeometry> {
  const spacing = decimals(dataSet, 'x00280030');
  const position = decimals(dataSet, 'x00200032');
  const orientation = decimals(dataSet, 'x00200037');
  return {
    rows: unsignedShort(dataSet, 'x00280010'),
    columns: unsignedShort(dataSet, 'x00280011'),
    rowSpacingMm: spacing?.[0],
    columnSpacingMm: spacing?.[1],
    ...(position?.length === 3 && { imagePositionPatient: position as unknown as Vec3 }),
    ...(orientation?.length === 6 && { imageOrientationPatient: orientation as unknown as Vec6 }),
  };
}
