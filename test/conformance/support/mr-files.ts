import fs from 'node:fs';
import path from 'node:path';
import dcmjs, { type NaturalDataset } from 'dcmjs';
import type { SourceInstance } from '@lacuna/core/dicom/source.ts';

const MR_IMAGE_STORAGE = '1.2.840.10008.5.1.4.1.1.4';
const EXPLICIT_VR_LITTLE_ENDIAN = '1.2.840.10008.1.2.1';

/** Writes one MR Image Storage file per instance into a folder and returns the paths, in the given order. */
export function writeMrFiles(folder: string, source: readonly SourceInstance[]): string[] {
  fs.mkdirSync(folder, { recursive: true });
  return source.map((instance, i) => {
    const file = path.join(folder, `${String(i + 1).padStart(3, '0')}.dcm`);
    fs.writeFileSync(file, mrFile(instance));
    return file;
  });
}

function mrFile(instance: SourceInstance): Uint8Array {
  const { DicomDict, DicomMetaDictionary } = dcmjs.data;
  const file = new DicomDict({
    '00020001': { vr: 'OB', Value: [new Uint8Array([0, 1]).buffer] },
    '00020002': { vr: 'UI', Value: [MR_IMAGE_STORAGE] },
    '00020003': { vr: 'UI', Value: [instance.sopInstanceUID] },
    '00020010': { vr: 'UI', Value: [EXPLICIT_VR_LITTLE_ENDIAN] },
    '00020012': { vr: 'UI', Value: ['2.25.1'] },
  });
  file.dict = DicomMetaDictionary.denaturalizeDataset(mrDataset(instance));
  return new Uint8Array(file.write());
}

function mrDataset(instance: SourceInstance): NaturalDataset {
  const { rows, columns } = instance;
  const pixels = Uint16Array.from({ length: rows * columns }, (_, i) => (i * 37) % 4096);
  return {
    SpecificCharacterSet: 'ISO_IR 192',
    ImageType: ['ORIGINAL', 'PRIMARY', 'OTHER'],
    SOPClassUID: instance.sopClassUID,
    SOPInstanceUID: instance.sopInstanceUID,
    StudyDate: instance.studyDate ?? '',
    StudyTime: instance.studyTime ?? '',
    AccessionNumber: '',
    Modality: 'MR',
    Manufacturer: '',
    ReferringPhysicianName: '',
    PatientName: instance.patientName ?? '',
    PatientID: instance.patientID ?? '',
    PatientBirthDate: '',
    PatientSex: 'O',
    ScanningSequence: 'SE',
    SequenceVariant: 'NONE',
    ScanOptions: '',
    MRAcquisitionType: '2D',
    EchoTime: '100',
    EchoTrainLength: '1',
    RepetitionTime: '9000',
    SliceThickness: String(instance.sliceThickness ?? ''),
    BodyPartExamined: 'BRAIN',
    PatientPosition: 'HFS',
    StudyInstanceUID: instance.studyInstanceUID,
    SeriesInstanceUID: instance.seriesInstanceUID,
    StudyID: instance.studyID ?? '',
    SeriesNumber: '3',
    InstanceNumber: String(instance.instanceNumber ?? ''),
    ImagePositionPatient: instance.imagePositionPatient.map(String),
    ImageOrientationPatient: instance.imageOrientationPatient.map(String),
    FrameOfReferenceUID: instance.frameOfReferenceUID,
    PositionReferenceIndicator: '',
    SamplesPerPixel: 1,
    PhotometricInterpretation: 'MONOCHROME2',
    Rows: rows,
    Columns: columns,
    PixelSpacing: instance.pixelSpacing.map(String),
    BitsAllocated: 16,
    BitsStored: 12,
    HighBit: 11,
    PixelRepresentation: 0,
    PixelData: [pixels.buffer],
    _vrMap: { PixelData: 'OW' },
  };
}
