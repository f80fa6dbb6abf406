import { describe, expect, it } from '@jest/globals';
import dcmjs, { type NaturalDataset } from 'dcmjs';
import dicomParser from 'dicom-parser';
import { sourceFromDataSet, sourceFromMetadata } from '@lacuna/core/dicom/source.ts';

const METADATA: NaturalDataset = {
  SpecificCharacterSet: 'ISO_IR 192',
  SOPClassUID: '1.2.840.10008.5.1.4.1.1.4',
  SOPInstanceUID: '2.25.3',
  StudyInstanceUID: '2.25.1',
  SeriesInstanceUID: '2.25.2',
  FrameOfReferenceUID: '2.25.9',
  Modality: 'MR',
  PatientName: 'Müller^Jörg=山田^太郎',
  PatientID: 'ID 1',
  PatientSex: 'O',
  StudyDate: '20200101',
  SeriesNumber: 4,
  InstanceNumber: 7,
  SliceThickness: 5,
  Rows: 200,
  Columns: 180,
  PixelSpacing: [0.9375, 0.5],
  ImagePositionPatient: [-110.5, -78.3063, -72.7575],
  ImageOrientationPatient: [1, 0, 0, 0, 0.99096, 0.134158],
};
const EXPECTED = {
  sopClassUID: '1.2.840.10008.5.1.4.1.1.4',
  sopInstanceUID: '2.25.3',
  studyInstanceUID: '2.25.1',
  seriesInstanceUID: '2.25.2',
  frameOfReferenceUID: '2.25.9',
  patientName: 'Müller^Jörg=山田^太郎',
  patientID: 'ID 1',
  patientSex: 'O',
  studyDate: '20200101',
  seriesNumber: 4,
  instanceNumber: 7,
  sliceThickness: 5,
  rows: 200,
  columns: 180,
  pixelSpacing: [0.9375, 0.5],
  imagePositionPatient: [-110.5, -78.3063, -72.7575],
  imageOrientationPatient: [1, 0, 0, 0, 0.99096, 0.134158],
};

function file(dataset: NaturalDataset, syntax = '1.2.840.10008.1.2.1'): Uint8Array {
  const dict = new dcmjs.data.DicomDict({ '00020010': { vr: 'UI', Value: [syntax] } });
  dict.dict = dcmjs.data.DicomMetaDictionary.denaturalizeDataset(dataset);
  return new Uint8Array(dict.write());
}
const parsed = (dataset: NaturalDataset, syntax?: string) =>
  sourceFromDataSet(dicomParser.parseDicom(file(dataset, syntax)));

describe('source instances', () => {
  it('are the same from a file (explicit or implicit) and from metadata', () => {
    expect(parsed(METADATA)).toEqual(EXPECTED);
    expect(parsed(METADATA, '1.2.840.10008.1.2')).toEqual(EXPECTED);
    expect(sourceFromMetadata(METADATA)).toEqual(EXPECTED);
  });

  it('read what servers make of values: strings, single values, typed arrays, name objects', () => {
    const served = {
      ...METADATA,
      Rows: '200',
      Columns: [180],
      SeriesNumber: '4',
      PixelSpacing: ['0.9375', '0.5'],
      ImagePositionPatient: '-110.5\\-78.3063\\-72.7575',
      ImageOrientationPatient: new Float64Array([1, 0, 0, 0, 0.99096, 0.134158]),
      PatientName: [{ Alphabetic: 'Müller^Jörg', Ideographic: '山田^太郎' }],
      StudyID: {},
      AccessionNumber: null,
      StudyTime: '',
    };
    expect(sourceFromMetadata(served)).toEqual(EXPECTED);
  });

  it.each([
    ['SOPInstanceUID', undefined, 'corrupt-file'],
    ['SOPClassUID', 'MR Image Storage', 'corrupt-file'],
    ['StudyInstanceUID', '', 'corrupt-file'],
    ['SeriesInstanceUID', '1..2', 'corrupt-file'],
    ['ImagePositionPatient', undefined, 'no-geometry'],
    ['ImagePositionPatient', [1, 2], 'no-geometry'],
    ['ImageOrientationPatient', [1, 0, 0, 1, 0, 0], 'no-geometry'],
    ['PixelSpacing', [0, 1], 'no-geometry'],
    ['PixelSpacing', [-1, 1], 'no-geometry'],
    ['Rows', 0, 'no-geometry'],
  ])('refuse %s = %p as %s', (keyword, value, code) => {
    const broken = { ...METADATA };
    if (value === undefined) Reflect.deleteProperty(broken, keyword);
    else broken[keyword] = value;
    const refusal = expect.objectContaining({ name: 'LacunaError', code });
    expect(() => sourceFromMetadata(broken)).toThrow(refusal);
    expect(() => parsed(broken)).toThrow(refusal);
  });

  it('refuse metadata of any other kind without another error', () => {
    for (const junk of [
      NaN,
      Symbol('x'),
      () => 1,
      [[]],
      [{}],
      { Alphabetic: 3 },
      new DataView(new ArrayBuffer(8)),
    ])
      for (const keyword of Object.keys(METADATA)) {
        try {
          sourceFromMetadata({ ...METADATA, [keyword]: junk });
        } catch (thrown) {
          expect(thrown).toMatchObject({ name: 'LacunaError' });
        }
      }
  });
});
