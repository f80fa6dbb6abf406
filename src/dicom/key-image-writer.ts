import type { NaturalDataset } from 'dcmjs';
import { LacunaError } from '../errors.ts';
import { edgeLetters } from '../key-images/orientation-letters.ts';
import { checkRequest } from './check-request.ts';
import { CODES } from './codes.ts';
import {
  equipment,
  generalSeries,
  lossyCompression,
  objectIdentity,
  patientAndStudy,
} from './derived-object.ts';
import type { KeyImageContent, KeyImagesRequest, WrittenKeyImages } from './key-image-types.ts';
import { encodeObject, freshUid } from './object-encoding.ts';
import { objectReferences } from './references.ts';
import { processingItems } from './processing-items.ts';
import { safeCode, safeLongText } from './safe-text.ts';
import { SECONDARY_CAPTURE_STORAGE } from './storage.ts';

export type * from './key-image-types.ts';

/**
 * Key images as DICOM Secondary Captures of one new series, every receiver's simplest kind of image: RGB, 8 bits, with
 * the overlay burned in and marked as such.
 *
 * Not to be handed out as they are: `releaseKeyImages` also parses and checks the finished bytes.
 * @throws LacunaError `invalid-argument` | `no-geometry` | `mixed-frame-of-reference`
 */
export function writeKeyImages(request: KeyImagesRequest): WrittenKeyImages {
  checkRequest(request.source, request.seriesNumber);
  if (request.images.length === 0) {
    return { kind: 'empty', sentence: 'There is no candidate region, so there is no key image.' };
  }
  const seriesInstanceUID = freshUid(request.uid);
  const objects = request.images.map((image, i) => {
    const sopInstanceUID = freshUid(request.uid);
    return {
      bytes: encodeObject(keyImageDataset(request, image, i + 1, sopInstanceUID, seriesInstanceUID)),
      sopInstanceUID,
      seriesInstanceUID,
      fileName: `lacuna-key-${request.method}-${sopInstanceUID.split('.').at(-1)!.slice(-8)}-${i + 1}.dcm`,
    };
  });
  return { kind: 'written', objects };
}

/** Module after module of PS3.3 A.8.1. */
function keyImageDataset(
  request: KeyImagesRequest,
  image: KeyImageContent,
  number: number,
  sopInstanceUID: string,
  seriesInstanceUID: string,
): NaturalDataset {
  const { rows, columns, rgb } = image.picture;
  const instance = request.source[image.sliceIndex];
  if (!instance || rgb.length !== 3 * rows * columns) {
    throw new LacunaError('invalid-argument', 'A key image does not fit the images of the series.');
  }
  const { right, bottom } = edgeLetters(instance.imageOrientationPatient);
  const padded = new Uint8Array(rgb.length + (rgb.length % 2));
  padded.set(rgb);
  return {
    ...patientAndStudy(request.source[0]!),
    ...generalSeries(
      {
        modality: 'OT',
        seriesInstanceUID,
        seriesNumber: request.seriesNumber,
        description: request.seriesDescription ?? `Key images ${request.algorithm.name}`,
      },
      request,
    ),
    // without a part of the body that is not paired, a side would have to be said
    BodyPartExamined: safeCode(instance.bodyPartExamined) ?? 'BRAIN',
    ...equipment(request),
    ContributingEquipmentSequence: processingItems(
      request.algorithm,
      request.method,
      request.softwareVersion,
    ),
    ConversionType: 'WSD',
    ...objectIdentity(SECONDARY_CAPTURE_STORAGE, sopInstanceUID, request),
    InstanceNumber: number,
    PatientOrientation: [right, bottom],
    ImageType: ['DERIVED', 'SECONDARY'],
    BurnedInAnnotation: 'YES',
    RecognizableVisualFeatures: 'NO',
    DerivationDescription: safeLongText(image.description).slice(0, 1024),
    ...objectReferences([instance]),
    ImageComments: 'Anomaly candidate, not a finding; research use only',
    SourceImageSequence: [
      {
        ReferencedSOPClassUID: instance.sopClassUID,
        ReferencedSOPInstanceUID: instance.sopInstanceUID,
        ...(instance.frameNumber === undefined ? {} : { ReferencedFrameNumber: instance.frameNumber }),
        SpatialLocationsPreserved: 'NO',
        PurposeOfReferenceCodeSequence: [CODES.SOURCE_IMAGE],
      },
    ],
    ...lossyCompression(request.source),
    SamplesPerPixel: 3,
    PhotometricInterpretation: 'RGB',
    PlanarConfiguration: 0,
    Rows: rows,
    Columns: columns,
    BitsAllocated: 8,
    BitsStored: 8,
    HighBit: 7,
    PixelRepresentation: 0,
    PixelData: [padded.buffer],
    _vrMap: { PixelData: 'OB' },
  };
}
