/** Text that came with the images is copied into the object; none of it may break the object or its reader. */
import { describe, expect, test } from '@jest/globals';
import dicomParser from 'dicom-parser';
import { decodeSegmentation } from '@lacuna/core/dicom/decode-segmentation.ts';
import { releaseSegmentation } from '@lacuna/core/dicom/release.ts';
import type { SourceInstance } from '@lacuna/core/dicom/source.ts';
import { randomMasks, requestOf, segmentOf } from './support/request.ts';
import { PLAIN, seriesOf } from './support/series.ts';
import { TEXT_FIELDS } from './support/text-fields.ts';

const HOSTILE: Readonly<Record<string, string>> = {
  HTML: '<img src=x onerror=alert(1)>',
  'a backslash': 'A\\B\\C',
  'control characters': 'A\0B\x1b[31mC\r\nD',
  'reversed order': 'A\u202Egnp.exe\u202C',
  'a lone surrogate': 'A\ud800B',
  'a 64 kB name': 'Ä'.repeat(65_536),
  'emoji at the limit': '😀'.repeat(200),
  Japanese: 'Yamada^Tarou=山田^太郎=やまだ^たろう',
  Hebrew: 'שלום',
  'only spaces': '     ',
};

const LIMITS: Readonly<Record<string, number>> = {
  CS: 16,
  SH: 16,
  LO: 64,
  UI: 64,
  DA: 8,
  TM: 14,
  IS: 12,
  DS: 16,
  ST: 1024,
  LT: 10_240,
};

interface Value {
  tag: string;
  vr: string;
  text: string;
}

/** All text values of the file, those of sequences included, decoded strictly as UTF-8. */
function textValues(dataSet: dicomParser.DataSet): Value[] {
  return Object.values(dataSet.elements).flatMap((element) => {
    const nested = (element.items ?? []).flatMap((item) => (item.dataSet ? textValues(item.dataSet) : []));
    const { vr = '', tag, dataOffset, length } = element;
    if (!(vr in LIMITS) && vr !== 'PN') return nested;
    const bytes = dataSet.byteArray.subarray(dataOffset, dataOffset + length);
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return [{ tag, vr, text: text.replace(/[\0 ]$/, '') }, ...nested];
  });
}

function release(changes: Partial<SourceInstance>, label: string) {
  const source = seriesOf(PLAIN).map((instance) => ({ ...instance, ...changes }));
  const masks = randomMasks(source, 4);
  const algorithm = { name: label, version: label, parameters: { weights: label, [label.slice(0, 40)]: 1 } };
  const segment = segmentOf(masks, { label, algorithm });
  const released = releaseSegmentation(
    requestOf(source, [segment], { seriesDescription: label, softwareVersion: label }),
  );
  if (released.kind !== 'written') throw new Error(released.sentence);
  return { ...released, source, masks, dataSet: dicomParser.parseDicom(released.bytes) };
}

describe('hostile text', () => {
  test.each(Object.entries(HOSTILE))('%s in every attribute', (_, text) => {
    const changes = Object.fromEntries(TEXT_FIELDS.map((name) => [name, text]));
    const { dataSet, bytes, source, masks } = release(changes, text);
    expect(decodeSegmentation(bytes, source)[0]?.masks).toEqual(masks);
    const values = textValues(dataSet);
    expect(values.length).toBeGreaterThan(100);
    for (const { tag, vr, text: value } of values) {
      const where = `${tag} ${vr}`;
      const parts = vr === 'PN' ? value.split('=') : vr === 'ST' || vr === 'LT' ? [value] : value.split('\\');
      const limit = vr === 'PN' ? 64 : LIMITS[vr]!;
      for (const part of parts)
        expect(`${where}: ${Array.from(part).length <= limit}`).toBe(`${where}: true`);
      expect(`${where}: ${/[\0-\x1f\x7f\u202a-\u202e]/.test(value)}`).toBe(`${where}: false`);
    }
  });

  test('does not turn one value into several', () => {
    const { dataSet } = release({ patientID: 'A\\B', studyID: 'C\\D' }, 'E\\F');
    for (const tag of ['x00100020', 'x00200010', 'x0008103e', 'x00181020']) {
      expect(dataSet.string(tag)).not.toContain('\\');
    }
  });

  test('stays out of the file name', () => {
    expect(release({ patientName: 'SECRET', patientID: 'SECRET' }, 'SECRET').fileName).toMatch(/^[\w.-]+$/);
    expect(release({ patientName: 'SECRET', patientID: 'SECRET' }, 'SECRET').fileName).not.toMatch(/SECRET/);
  });
});

describe('names in other scripts', () => {
  test.each(['Müller^Jörg', 'Łukasz^Żółć', 'Yamada^Tarou=山田^太郎=やまだ^たろう', 'Иванов^Иван'])(
    '%s is kept, in UTF-8',
    (name) => {
      const { dataSet } = release({ patientName: name, patientID: 'Ä-1' }, 'x');
      const values = textValues(dataSet);
      const read = (tag: string) => values.find((value) => value.tag === tag)?.text;
      expect(read('x00080005')).toBe('ISO_IR 192');
      expect(read('x00100010')).toBe(name);
      expect(read('x00100020')).toBe('Ä-1');
    },
  );
});
