import type { DisplaySet, Instance } from '../../../extension/src/host/ohif-types.ts';

export const SERIES_UID = '1.2.3.4';
export const ROWS = 24;
export const COLUMNS = 26;

/** One axial MR slice at height `z` mm, as a server's JSON looks after naturalising: numbers as strings here and there. */
export function axialInstance(z: number, changes: Instance = {}): Instance {
  return {
    SOPClassUID: '1.2.840.10008.5.1.4.1.1.4',
    SOPInstanceUID: `1.2.3.4.${z + 100}`,
    StudyInstanceUID: '1.2.3',
    SeriesInstanceUID: SERIES_UID,
    FrameOfReferenceUID: '1.2.3.9',
    Modality: 'MR',
    SamplesPerPixel: 1,
    PhotometricInterpretation: 'MONOCHROME2',
    Rows: ROWS,
    Columns: COLUMNS,
    PixelSpacing: ['5', '5.5'],
    ImagePositionPatient: ['-40', '-50', String(z)],
    ImageOrientationPatient: [1, 0, 0, 0, 1, 0],
    ImageType: ['ORIGINAL', 'PRIMARY'],
    BitsStored: 12,
    PixelRepresentation: 0,
    PatientName: [{ Alphabetic: 'Nobody^At All' }],
    ...changes,
  };
}

/** A display set whose images are shown in the order given, which need not be the order of positions. */
export function displaySetOf(instances: readonly Instance[], uid = 'display-set'): DisplaySet {
  return {
    displaySetInstanceUID: uid,
    StudyInstanceUID: '1.2.3',
    SeriesInstanceUID: String(instances[0]?.['SeriesInstanceUID'] ?? SERIES_UID),
    Modality: 'MR',
    imageIds: instances.map((_, i) => `${uid}/image-${i}`),
    instances,
  };
}

export const instanceLookup = (displaySet: DisplaySet) => (imageId: string) =>
  displaySet.instances?.[displaySet.imageIds?.indexOf(imageId) ?? -1];
