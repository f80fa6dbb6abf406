import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mrImage } from './support/part10.ts';
import { partsOf, serve, type TestServer } from './support/serve.ts';

type JsonDataSet = Record<
  string,
  { vr: string; Value?: unknown[]; BulkDataURI?: string; InlineBinary?: string }
>;
const address = (n: number): string => `studies/1.1/series/1.1.1/instances/1.1.1.${n}`;
const JPEG_LS = '1.2.840.10008.1.2.4.80';
const US = (tag: string, value: number) => [tag, 'US', value] as const;
const file = (n: number, overrides = {}): Buffer => mrImage('1.1', '1.1.1', `1.1.1.${n}`, overrides);
const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);

const plain = file(1);
const secret = Buffer.alloc(3000, 7);
let server: TestServer;
beforeAll(async () => {
  const frames = { '00280008': ['00280008', 'IS', '3'] as const };
  server = await serve({
    '1.dcm': plain,
    '2.dcm': file(2, { bigEndian: true }),
    // Three one-bit frames of 3 x 3 pixels: nine bits each, so they do not start on bytes.
    '3.dcm': file(3, {
      attributes: {
        ...frames,
        '00280010': US('00280010', 3),
        '00280011': US('00280011', 3),
        '00280100': US('00280100', 1),
        '7FE00010': ['7FE00010', 'OB', bytes(0b10101011, 0b11111110, 0b00000011, 0b00000101)] as const,
      },
    }),
    // Two frames, the second in two fragments, told apart by the offset table (second frame's item starts at 12).
    '4.dcm': file(4, {
      transferSyntax: JPEG_LS,
      attributes: { '00280008': ['00280008', 'IS', '2'] },
      fragments: [bytes(0, 0, 0, 0, 12, 0, 0, 0), bytes(1, 2, 3, 4), bytes(5, 6), bytes(7, 8)],
    }),
    // Three frames in three fragments, empty offset table.
    '5.dcm': file(5, {
      transferSyntax: JPEG_LS,
      attributes: frames,
      fragments: [bytes(), bytes(1, 1), bytes(2, 2), bytes(3, 3)],
    }),
    '6.dcm': file(6, {
      attributes: {
        '00100010': ['00100010', 'PN', 'M\xfcller^J\xf6rg'],
        '00081140': [
          '00081140',
          'SQ',
          [
            [
              ['00081155', 'UI', '1.2.3'],
              ['00420011', 'OB', secret],
            ],
          ],
        ],
        '00080050': ['00080050', 'UN', Buffer.from('ACC-7 ')],
        '00091001': ['00091001', 'UN', bytes(1, 2, 3, 4)],
      },
    }),
  });
});
afterAll(() => server.close());

const get = (path: string): Promise<Response> => fetch(`${server.origin}/dicomweb/${path}`);
async function metadata(n: number): Promise<JsonDataSet> {
  return ((await (await get(`${address(n)}/metadata`)).json()) as JsonDataSet[])[0]!;
}

describe('metadata', () => {
  test('numbers are numbers, text is UTF-8, pixels are an address', async () => {
    const data = await metadata(6);
    expect(data['00200032']).toEqual({ vr: 'DS', Value: [-1.5, 2, 3.25] });
    expect(data['00280010']).toEqual({ vr: 'US', Value: [4] });
    expect(data['00100010']).toEqual({ vr: 'PN', Value: [{ Alphabetic: 'Müller^Jörg' }] });
    expect(data['00080005']?.Value).toEqual(['ISO_IR 192']);
    expect(data['7FE00010']).toEqual({ vr: 'OW', BulkDataURI: `/dicomweb/${address(6)}/bulkdata/7FE00010` });
    expect(data['00080050']).toEqual({ vr: 'SH', Value: ['ACC-7'] });
    expect(data['00091001']).toEqual({ vr: 'UN', InlineBinary: 'AQIDBA==' });
    expect(Object.keys(data).some((tag) => tag.startsWith('0002'))).toBe(false);
  });
  test('big-endian headers read the same', async () => {
    expect((await metadata(2))['00280010']).toEqual({ vr: 'US', Value: [4] });
  });
  test('of a series: every instance, in order', async () => {
    const all = (await (await get('studies/1.1/series/1.1.1/metadata')).json()) as JsonDataSet[];
    expect(all.map((data) => data['00080018']?.Value?.[0])).toEqual(
      [1, 2, 3, 4, 5, 6].map((n) => `1.1.1.${n}`),
    );
  });
  test('large nested values come by address', async () => {
    const item = (await metadata(6))['00081140']?.Value?.[0] as JsonDataSet;
    const uri = item['00420011']?.BulkDataURI ?? '';
    const [part] = await partsOf(await fetch(server.origin + uri));
    expect(part?.body.equals(secret)).toBe(true);
  });
});

describe('frames', () => {
  const frame = async (n: number, list: string) => partsOf(await get(`${address(n)}/frames/${list}`));
  test('native pixels, bit for bit', async () => {
    const [part] = await frame(1, '1');
    expect(part?.body.equals(plain.subarray(plain.length - 32))).toBe(true);
    expect(part?.head).toContain('transfer-syntax=1.2.840.10008.1.2.1');
  });
  test('big-endian pixels arrive as little endian', async () => {
    expect((await frame(2, '1'))[0]?.body.readUInt16LE(20)).toBe(10 * 257 + 1);
    expect((await frame(2, '1'))[0]?.body.equals((await frame(1, '1'))[0]!.body)).toBe(true);
  });
  test('one-bit frames start at bit 0', async () => {
    const parts = await frame(3, '1,2,3');
    expect(parts.map(({ body }) => [...body])).toEqual([
      [0b10101011, 0],
      [0b11111111, 1],
      [0b01000000, 1],
    ]);
  });
  test('compressed frames by offset table, joined from fragments', async () => {
    const parts = await frame(4, '1,2');
    expect(parts.map(({ body }) => [...body])).toEqual([
      [1, 2, 3, 4],
      [5, 6, 7, 8],
    ]);
    expect(parts[0]?.head).toContain(`image/jls; transfer-syntax=${JPEG_LS}`);
  });
  test('compressed frames without offset table', async () => {
    expect((await frame(5, '3,1')).map(({ body }) => [...body])).toEqual([
      [3, 3],
      [1, 1],
    ]);
  });
  test.each([
    ['0', 404],
    ['2', 404],
    ['-1', 400],
    ['1,', 400],
    ['x', 400],
  ])('frame %s of one is %i', async (list, status) => {
    expect((await get(`${address(1)}/frames/${list}`)).status).toBe(status);
  });
});

test('instances come back byte for byte', async () => {
  const [part] = await partsOf(await get(address(1)));
  expect(part?.body.equals(plain)).toBe(true);
  expect(await partsOf(await get('studies/1.1'))).toHaveLength(6);
});
test.each([
  ['studies/9.9/metadata', 404],
  [`${address(1)}/bulkdata/00420011`, 404],
  [`${address(1)}/bulkdata/..%2f..%2fetc`, 400],
  ['studies/1.1/series/1.1.1/frames/1', 404],
  ['nothing', 404],
])('%s is %i with a JSON error', async (path, status) => {
  const response = await get(path);
  expect(response.status).toBe(status);
  expect(typeof ((await response.json()) as { error: unknown }).error).toBe('string');
});
test('answers are kept out of the browser cache', async () => {
  expect((await get(address(1))).headers.get('cache-control')).toBe('no-store');
});
