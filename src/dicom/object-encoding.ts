import dcmjs, { type NaturalDataset } from 'dcmjs';
import { LacunaError } from '../errors.ts';
import { isUid } from './safe-text.ts';
import { EXPLICIT_VR_LITTLE_ENDIAN, IMPLEMENTATION_CLASS_UID } from './storage.ts';

/** A UID from the caller's generator. @throws LacunaError `invalid-argument` when it is none */
export function freshUid(uid: () => string): string {
  const fresh = uid();
  if (isUid(fresh)) return fresh;
  throw new LacunaError('invalid-argument', 'The UID generator gave something that is not a DICOM UID.');
}

/** A whole DICOM file in Explicit VR Little Endian; SOPClassUID and SOPInstanceUID of the data set name it. */
export function encodeObject(dataset: NaturalDataset): Uint8Array {
  const { DicomDict, DicomMetaDictionary } = dcmjs.data;
  const file = new DicomDict({
    '00020001': { vr: 'OB', Value: [new Uint8Array([0, 1]).buffer] },
    '00020002': { vr: 'UI', Value: [dataset.SOPClassUID] },
    '00020003': { vr: 'UI', Value: [dataset.SOPInstanceUID] },
    '00020010': { vr: 'UI', Value: [EXPLICIT_VR_LITTLE_ENDIAN] },
    '00020012': { vr: 'UI', Value: [IMPLEMENTATION_CLASS_UID] },
    '00020013': { vr: 'SH', Value: ['LACUNA'] },
  });
  file.dict = DicomMetaDictionary.denaturalizeDataset(dataset);
  // dcmjs counts UTF-16 units where DICOM counts characters; lengths are kept by safe-text.ts
  return new Uint8Array(file.write({ allowInvalidVRLength: true }));
}

/** Tag (7FE0,0008) and VR OF, little-endian, followed by two reserved bytes and 32 bits of length. */
const FLOAT_PIXEL_DATA = [0xe0, 0x7f, 0x08, 0x00, 0x4f, 0x46, 0, 0];

/**
 * A file with Float Pixel Data. The pixels are put behind the encoded rest, their place in the order of tags, each plane
 * copied once: half a gigabyte of them would not survive the copies that a general encoder makes.
 *
 * @param planes of equal length; byte order is that of the platform, little-endian wherever this runs
 */
export function encodeFloatObject(dataset: NaturalDataset, planes: readonly Float32Array[]): Uint8Array {
  const head = encodeObject(dataset);
  const bytes = planes.reduce((sum, plane) => sum + plane.byteLength, 0);
  const file = new Uint8Array(head.length + 12 + bytes);
  file.set(head);
  file.set(FLOAT_PIXEL_DATA, head.length);
  new DataView(file.buffer).setUint32(head.length + 8, bytes, true);
  let at = head.length + 12;
  for (const plane of planes) {
    file.set(new Uint8Array(plane.buffer, plane.byteOffset, plane.byteLength), at);
    at += plane.byteLength;
  }
  return file;
}
