/** The viewer's reading of a slice and the command line's must be the same, for every MR file of the edge cases. */
import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import dcmjs from 'dcmjs';
import { sourceFromMetadata } from '@lacuna/core/dicom/source.ts';
import { sourceFromFrame } from '@lacuna/core/dicom/source-frames.ts';
import { readInstances } from '../../cli/src/dicom-instance.ts';
import { parsePart10 } from '../../cli/src/dicom-parse.ts';
import type { Instance } from '../../extension/src/host/ohif-types.ts';
import { frameInstance } from '../../extension/src/series/frame-instance.ts';
import { sliceHeader } from '../../extension/src/series/slice-header.ts';
import { dataFolder } from '../../scripts/environment.mjs';

interface Reader {
  DicomMessage: { readFile(buffer: ArrayBuffer): { dict: object } };
  DicomMetaDictionary: { naturalizeDataset(dict: object): Instance };
}
const { DicomMessage, DicomMetaDictionary } = dcmjs.data as unknown as Reader;
/** Metadata as OHIF holds them. */
const natural = (file: string): Instance =>
  DicomMetaDictionary.naturalizeDataset(
    DicomMessage.readFile(new Uint8Array(fs.readFileSync(file)).buffer).dict,
  );

/** Without absent fields; -0 is 0. */
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

const data = dataFolder();
const root = data && path.join(data, 'dicom/edge-cases');
/** Files that dcmjs reads too; of compressed and big-endian ones the headers only. */
const FILES = [
  'nema-wg04/MR1_UNC',
  'nema-wg04/MR4_UNC',
  'nema-wg04/MR4_JLSL',
  'pydicom/MR_small.dcm',
  'dcm_qa_12bit/In/12bitSigned_0x0F0F.dcm',
  'dcm_qa_enh/In/Siemens/XA10/6_1.dcm',
  'dcm_qa_enh/In/Philips/IM_0027_fMAP.dcm',
  'dicom2nifti/failing/slicecount/001/IM-0001-0001-0001.dcm',
  'dicom2nifti/failing/sliceorientation/001/IM-0001-0001-0001.dcm',
  'dicom2nifti/hyperfine/anatomical/001/001.dcm',
  'dicom2nifti/siemens_multiframe/anatomical/001/IM-0001-0001-0001.dcm',
  'dicom2nifti/philips_enhanced/anatomical/001/IM-0001-0170-0001.dcm',
];

(root || process.env.CI === 'true' ? describe : describe.skip)('needs ../shared/data', () => {
  test.each(FILES)('%s', (name) => {
    const file = path.join(root ?? '', name);
    const { dataSet } = parsePart10(fs.readFileSync(file));
    const instance = natural(file);
    const slices = readInstances(dataSet);
    expect(slices.length).toBe(Number(instance['NumberOfFrames'] ?? 1));
    for (const { header, frame } of slices) {
      const seen = frameInstance(instance, `wadors:/series/frames/${(frame ?? 0) + 1}`);
      expect(plain(sliceHeader(seen))).toEqual(plain(header));
      if (frame !== undefined) {
        const { sopInstanceUID, frameNumber, imagePositionPatient, pixelSpacing } = sourceFromFrame(
          dataSet,
          frame,
        );
        expect(sourceFromMetadata(seen)).toMatchObject({ sopInstanceUID, frameNumber, imagePositionPatient, pixelSpacing }); // prettier-ignore
      }
    }
  });
});

test('frames of local files are named in their own way', () => {
  const groups = [1, 2].map((z) => ({ PlanePositionSequence: [{ ImagePositionPatient: [0, 0, z] }] }));
  const instance = { NumberOfFrames: 2, PerFrameFunctionalGroupsSequence: groups };
  expect(frameInstance(instance, 'dicomfile:0&frame=2')).toMatchObject({ ImagePositionPatient: [0, 0, 2] });
  const without = { NumberOfFrames: 2, ImagePositionPatient: [0, 0, 1] };
  expect(frameInstance(without, 'dicomfile:0&frame=2')['ImagePositionPatient']).toBeUndefined();
  expect(frameInstance({ Rows: 2 }, 'dicomfile:0')).toEqual({ Rows: 2 });
});

test('a frame that inherits what all frames share, as the viewer gives it, keeps all of it', () => {
  const groups = [1, 2].map((z) => ({ PlanePositionSequence: [{ ImagePositionPatient: [0, 0, z] }] }));
  const shared = { Modality: 'MR', NumberOfFrames: 2, Rows: 3, PerFrameFunctionalGroupsSequence: groups };
  const frame = Object.assign(Object.create(shared) as Instance, { ImagePositionPatient: [0, 0, 2] });
  const read = frameInstance(frame, 'wadors:/series/frames/2');
  expect({ ...read }).toMatchObject({ Modality: 'MR', Rows: 3, ImagePositionPatient: [0, 0, 2] });
});
