import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { glob } from '../../viewer/server/dicomweb/qido.ts';
import { mrImage, type Overrides } from './support/part10.ts';
import { serve, type TestServer } from './support/serve.ts';

type JsonDataSet = Record<string, { vr: string; Value?: unknown[] }>;
const named = (name: string, date: string, more: Overrides['attributes'] = {}): Overrides => ({
  attributes: { '00100010': ['00100010', 'PN', name], '00080020': ['00080020', 'DA', date], ...more },
});
const numbered = (n: number): Overrides =>
  named('Example^Ada', '20260102', { '00200013': ['00200013', 'IS', String(n)] });

let server: TestServer;
beforeAll(async () => {
  server = await serve({
    // File names run against the instance numbers: order must come from the headers.
    'a.dcm': mrImage('1.1', '1.1.1', '1.1.1.10', numbered(10)),
    'b.dcm': mrImage('1.1', '1.1.1', '1.1.1.2', numbered(2)),
    'deeper/c.dcm': mrImage(
      '1.1',
      '1.1.2',
      '1.1.2.1',
      named('Example^Ada', '20260102', { '00200011': ['00200011', 'IS', '2'] }),
    ),
    'd.dcm': mrImage(
      '1.2',
      '1.2.1',
      '1.2.1.1',
      named('M\xfcller, Jr^Otto', '20240229', { '00080060': ['00080060', 'CS', 'CT'] }),
    ),
    'e.dcm': mrImage('1.3', '1.3.1', '1.3.1.1', named('<script>alert(1)</script>', '20250615')),
    'readme.txt': Buffer.from('not DICOM'),
  });
});
afterAll(() => server.close());

async function find(path: string): Promise<JsonDataSet[]> {
  const response = await fetch(`${server.origin}/dicomweb/${path}`);
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toBe('application/dicom+json');
  return (await response.json()) as JsonDataSet[];
}
const values = (results: JsonDataSet[], tag: string): unknown[] =>
  results.map((result) => result[tag]?.Value?.[0]);
const studies = async (query: string): Promise<unknown[]> =>
  values(await find(`studies?${query}`), '0020000D');

describe('studies', () => {
  test('all, newest first, with counts and modalities', async () => {
    const all = await find('studies?limit=101&offset=0&fuzzymatching=false&includefield=00081030%2C00080060');
    expect(values(all, '0020000D')).toEqual(['1.1', '1.3', '1.2']);
    expect(all[0]?.['00201206']?.Value).toEqual([2]);
    expect(all[0]?.['00201208']?.Value).toEqual([3]);
    expect(all[2]?.['00080061']?.Value).toEqual(['CT']);
  });
  test.each([
    ['PatientName=*ADA*', ['1.1']],
    ['PatientName=EXAMPLE%5EADA', ['1.1']],
    ['PatientName=Example', []],
    ['PatientName=E?ample*', ['1.1']],
    ['PatientName=*m%C3%BCller*', ['1.2']],
    ['PatientName=M%C3%BCller, Jr^Otto', ['1.2']],
    ['00100010=*(1)*', ['1.3']],
    ['PatientID=EX-1', ['1.1', '1.3', '1.2']],
    ['StudyDate=20250101-20251231', ['1.3']],
    ['StudyDate=20250615-', ['1.1', '1.3']],
    ['StudyDate=-20240229', ['1.2']],
    ['StudyDate=20240229', ['1.2']],
    ['ModalitiesInStudy=CT,PT', ['1.2']],
    ['ModalitiesInStudy=MR', ['1.1', '1.3']],
    ['StudyInstanceUID=1.3,1.2', ['1.3', '1.2']],
    ['StudyInstanceUID=9.9', []],
    ['PatientName=*a*&StudyDate=2026*', 400],
    ['limit=1&offset=1', ['1.3']],
    ['limit=-1', 400],
    ['offset=two', 400],
    ['NoSuchAttribute=x', ['1.1', '1.3', '1.2']],
  ])('%s', async (query, expected) => {
    if (typeof expected === 'number')
      expect((await fetch(`${server.origin}/dicomweb/studies?${query}`)).status).toBe(expected);
    else expect(await studies(query)).toEqual(expected);
  });
  test('hostile names stay text', async () => {
    const [study] = await find('studies?StudyInstanceUID=1.3');
    expect(study?.['00100010']?.Value).toEqual([{ Alphabetic: '<script>alert(1)</script>' }]);
  });
});

describe('series and instances', () => {
  test('series by series number', async () => {
    const series = await find('studies/1.1/series');
    expect(values(series, '0020000E')).toEqual(['1.1.1', '1.1.2']);
    expect(values(series, '00201209')).toEqual([2, 1]);
  });
  test('instances by instance number, not by file name', async () => {
    expect(values(await find('studies/1.1/series/1.1.1/instances'), '00080018')).toEqual([
      '1.1.1.2',
      '1.1.1.10',
    ]);
  });
  test('across levels', async () => {
    expect(values(await find('series?Modality=CT'), '0020000E')).toEqual(['1.2.1']);
    expect(await find('studies/1.1/instances')).toHaveLength(3);
    expect(await find('instances?SOPInstanceUID=1.2.1.1')).toHaveLength(1);
  });
  test('a malformed UID is refused, an unknown one finds nothing', async () => {
    expect((await fetch(`${server.origin}/dicomweb/studies/1.1;drop/series`)).status).toBe(400);
    expect(await find('studies/9.9/series')).toEqual([]);
  });
});

test('wildcards stay fast on hostile patterns', () => {
  const started = performance.now();
  expect(glob('a'.repeat(4000), `${'*a'.repeat(120)}b`)).toBe(false);
  expect(performance.now() - started).toBeLessThan(500);
});
