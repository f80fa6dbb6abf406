import { describe, expect, it } from '@jest/globals';
import dicomParser from 'dicom-parser';
import { releaseSegmentation } from '@lacuna/core/dicom/release.ts';
import type { SourceInstance } from '@lacuna/core/dicom/source.ts';
import { TEXT_FIELDS } from './support/text-fields.ts';

const PLAIN: SourceInstance = {
  sopInstanceUID: '2.25.3',
  sopClassUID: '1.2.840.10008.5.1.4.1.1.4',
  studyInstanceUID: '2.25.1',
  seriesInstanceUID: '2.25.2',
  frameOfReferenceUID: '2.25.9',
  rows: 5,
  columns: 7,
  pixelSpacing: [1, 1],
  imagePositionPatient: [0, 0, 0],
  imageOrientationPatient: [1, 0, 0, 0, 1, 0],
};
const HOSTILE: Readonly<Record<string, string>> = {
  'of 64 kB': 'A'.repeat(65536),
  'of 64 kB and no ASCII': '脳'.repeat(65536),
  'with every control character': Array.from({ length: 160 }, (_, i) => String.fromCharCode(i)).join(''),
  'with many values': '1\\2\\'.repeat(40),
  'that turns direction': '\u202eevil\u2066\ufeff',
  'of half characters': '\ud83d\udc00'.repeat(3) + '\ud83d',
  'of markup': '<img src=x onerror=alert(1)>"\'&',
  'of separators': '^=^=^=\\^^^^^^^^====',
  empty: '   ',
};

function release(
  source: SourceInstance,
  label = 'Anomaly candidates',
  parameters: Record<string, string> = {},
) {
  let n = 0;
  const mask = new Uint8Array(35).fill(1, 3, 9);
  const algorithm = { name: 'DiffusionAD', version: '0.1.0', parameters: { seed: 1, ...parameters } };
  const released = releaseSegmentation({
    source: [source],
    segments: [{ method: 'diffusion-ad', label, masks: [mask], algorithm }],
    seriesNumber: 900,
    contentDate: new Date(2026, 0, 2, 3, 4, 5),
    uid: () => `2.25.${5000 + n++}`,
    softwareVersion: '0.1.0',
  });
  if (released.kind === 'empty') throw new Error('the mask is not empty');
  return { ...released, dataSet: dicomParser.parseDicom(released.bytes) };
}

/** Longest value in characters by representation; one value each. */
const LONGEST: Readonly<Record<string, number>> = { LO: 64, SH: 16, PN: 64 * 3 + 2, CS: 16, DA: 8, TM: 13 };

describe('a segmentation of a source', () => {
  it.each(Object.entries(HOSTILE))('with text %s is written, legal and verified', (_, text) => {
    const hostile = Object.fromEntries(TEXT_FIELDS.map((name) => [name, text]));
    const { dataSet, fileName } = release({ ...PLAIN, ...hostile }, text, { [text]: text });
    expect(fileName).toBe('lacuna-seg-diffusion-ad-5000.dcm');
    for (const [tag, { vr, dataOffset, length }] of Object.entries(dataSet.elements)) {
      const longest = LONGEST[vr ?? ''];
      if (longest === undefined || tag === 'x00080008') continue; // ImageType has two values by design
      const value = new TextDecoder('utf-8', { fatal: true }).decode(
        dataSet.byteArray.subarray(dataOffset, dataOffset + length),
      );
      expect(Array.from(value.trimEnd()).length).toBeLessThanOrEqual(longest);
      expect(value).not.toMatch(/[\p{Cc}\\\u202e\u2066]/u);
    }
  });

  it('keeps a name in any script, and says which character set that is', () => {
    const patientName = 'Müller^Jörg=山田^太郎=やまだ^たろう';
    const { dataSet } = release({ ...PLAIN, patientName, patientID: 'Ñ-1' });
    const read = (tag: string) => {
      const { dataOffset, length } = dataSet.elements[tag]!;
      return new TextDecoder().decode(dataSet.byteArray.subarray(dataOffset, dataOffset + length)).trimEnd();
    };
    expect(read('x00080005')).toBe('ISO_IR 192');
    expect(read('x00100010')).toBe(patientName);
    expect(read('x00100020')).toBe('Ñ-1');
  });

  it('says that its source was once compressed with loss', () => {
    const lossy = {
      lossyImageCompression: '01',
      lossyImageCompressionRatio: 12.5,
      lossyImageCompressionMethod: 'ISO_10918_1',
    };
    const { dataSet } = release({ ...PLAIN, ...lossy });
    expect(['x00282110', 'x00282112', 'x00282114'].map((tag) => dataSet.string(tag))).toEqual([
      '01',
      '12.5',
      'ISO_10918_1',
    ]);
    expect(release(PLAIN).dataSet.string('x00282110')).toBe('00');
  });

  it.each([
    ['without a frame of reference', [{ ...PLAIN, frameOfReferenceUID: undefined }], 'no-geometry'],
    [
      'of two frames of reference',
      [PLAIN, { ...PLAIN, sopInstanceUID: '2.25.4', frameOfReferenceUID: '2.25.8' }],
      'mixed-frame-of-reference',
    ],
    [
      'of two series',
      [PLAIN, { ...PLAIN, sopInstanceUID: '2.25.4', seriesInstanceUID: '2.25.8' }],
      'invalid-argument',
    ],
    [
      'of two studies',
      [PLAIN, { ...PLAIN, sopInstanceUID: '2.25.4', studyInstanceUID: '2.25.8' }],
      'invalid-argument',
    ],
    ['with one image twice', [PLAIN, PLAIN], 'invalid-argument'],
    [
      'of two matrices',
      [PLAIN, { ...PLAIN, sopInstanceUID: '2.25.4', rows: 7, columns: 5 }],
      'invalid-argument',
    ],
    ['of no image', [], 'invalid-argument'],
  ])('%s is refused', (_, source, code) => {
    const masks = source.map(() => new Uint8Array(35).fill(1));
    const algorithm = { name: 'DiffusionAD', version: '0.1.0', parameters: {} };
    const request = {
      source: source as SourceInstance[],
      segments: [{ method: 'diffusion-ad' as const, label: 'x', masks, algorithm }],
      seriesNumber: 900,
      contentDate: new Date(0),
      uid: () => '2.25.7',
      softwareVersion: '0.1.0',
    };
    expect(() => releaseSegmentation(request)).toThrow(
      expect.objectContaining({ name: 'LacunaError', code }),
    );
  });

  it('without any candidate region is no file but a sentence', () => {
    const algorithm = { name: 'DiffusionAD', version: '0.1.0', parameters: {} };
    const released = releaseSegmentation({
      source: [PLAIN],
      segments: [{ method: 'diffusion-ad', label: 'x', masks: [new Uint8Array(35)], algorithm }],
      seriesNumber: 900,
      contentDate: new Date(0),
      uid: () => '2.25.7',
      softwareVersion: '0.1.0',
    });
    expect(released).toEqual({ kind: 'empty', sentence: expect.stringMatching(/nothing to write/) });
  });
});
