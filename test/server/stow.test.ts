import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { mrImage } from './support/part10.ts';
import { serve, type TestServer } from './support/serve.ts';

type Sequence = Record<string, { Value?: unknown[] }>[];
interface Answer {
  status: number;
  stored: unknown[];
  failed: { sop: unknown; reason: unknown }[];
  body: Record<string, { Value?: unknown[] }>;
}

const SOURCE = mrImage('1.1', '1.1.1', '1.1.1.1');
const NEW = mrImage('1.1', '1.1.9', '1.1.9.1');
const BOUNDARY = 'border';
const STOW_TYPE = `multipart/related; type="application/dicom"; boundary=${BOUNDARY}`;
const CANNOT_UNDERSTAND = 0xc000;

const part = (bytes: Uint8Array, type = 'application/dicom'): Buffer =>
  Buffer.concat([Buffer.from(`--${BOUNDARY}\r\nContent-Type: ${type}\r\n\r\n`), bytes, Buffer.from('\r\n')]);
const multipart = (...parts: Uint8Array[]): Buffer =>
  Buffer.concat([...parts, Buffer.from(`--${BOUNDARY}--\r\n`)]);

let server: TestServer;
beforeEach(async () => {
  server = await serve({ 'source.dcm': SOURCE });
});
afterEach(() => server.close());

async function post(body: Uint8Array, at = 'studies', contentType = STOW_TYPE): Promise<Answer> {
  const response = await fetch(`${server.origin}/dicomweb/${at}`, {
    method: 'POST',
    headers: { 'content-type': contentType },
    body: new Uint8Array(body),
  });
  const json = (await response.json()) as Answer['body'];
  const items = (tag: string): Sequence => (json[tag]?.Value ?? []) as Sequence;
  return {
    status: response.status,
    stored: items('00081199').map((item) => item['00081155']?.Value?.[0]),
    failed: items('00081198').map((item) => ({
      sop: item['00081155']?.Value?.[0],
      reason: item['00081197']?.Value?.[0],
    })),
    body: json,
  };
}
const storedFiles = (): string[] =>
  fs.existsSync(server.stowFolder) ? fs.readdirSync(server.stowFolder) : [];
const instancesInStudy = async (): Promise<number> =>
  ((await (await fetch(`${server.origin}/dicomweb/studies/1.1/instances`)).json()) as unknown[]).length;

describe('what is stored', () => {
  test('is on disk byte for byte, is found at once, and is answered with its address', async () => {
    const answer = await post(multipart(part(NEW)));
    expect(answer).toMatchObject({ status: 200, stored: ['1.1.9.1'], failed: [] });
    expect(answer.body['00081190']?.Value).toEqual(['/dicomweb/studies/1.1']);
    expect(storedFiles()).toEqual(['1.1.9.1.dcm']);
    expect(fs.readFileSync(path.join(server.stowFolder, '1.1.9.1.dcm')).equals(NEW)).toBe(true);
    expect(await instancesInStudy()).toBe(2);
  });
  test('is there after a restart', async () => {
    await post(multipart(part(NEW)));
    const again = await serve({}, { stowFolder: server.stowFolder });
    const found = (await (await fetch(`${again.origin}/dicomweb/instances`)).json()) as unknown[];
    await again.close();
    expect(found).toHaveLength(1);
  });
  test('may be sent again unchanged, but never replaces what is there', async () => {
    expect((await post(multipart(part(SOURCE)))).status).toBe(200);
    const altered = Buffer.from(SOURCE);
    altered[altered.length - 1]! ^= 1;
    expect(await post(multipart(part(altered)))).toMatchObject({
      status: 409,
      failed: [{ sop: '1.1.1.1', reason: 0x0111 }],
    });
    expect(fs.readFileSync(path.join(server.folder, 'studies/source.dcm')).equals(SOURCE)).toBe(true);
    expect(storedFiles()).toEqual([]);
  });
  test('is the good part of a mixed request (202)', async () => {
    const answer = await post(multipart(part(Buffer.from('not DICOM at all')), part(NEW)));
    expect(answer).toMatchObject({
      status: 202,
      stored: ['1.1.9.1'],
      failed: [{ reason: CANNOT_UNDERSTAND }],
    });
  });
  test('two different objects of one UID at once: one is stored, one refused', async () => {
    const other = Buffer.from(NEW);
    other[other.length - 1]! ^= 1;
    const answers = await Promise.all([post(multipart(part(NEW))), post(multipart(part(other)))]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    const kept = fs.readFileSync(path.join(server.stowFolder, '1.1.9.1.dcm'));
    expect(kept.equals(answers[0]?.status === 200 ? NEW : other)).toBe(true);
  });
});

const nested = (depth: number): Buffer => {
  const item = Buffer.from([
    0x08, 0, 0x40, 0x11, 0x53, 0x51, 0, 0, 0xff, 0xff, 0xff, 0xff, 0xfe, 0xff, 0, 0xe0, 0xff, 0xff, 0xff,
    0xff,
  ]);
  return Buffer.concat([NEW.subarray(0, 200), ...Array.from({ length: depth }, () => item)]);
};

describe('what is refused', () => {
  test.each<[string, () => Uint8Array, number]>([
    ['text', () => Buffer.from('GIF89a'), CANNOT_UNDERSTAND],
    ['an empty part', () => Buffer.alloc(0), CANNOT_UNDERSTAND],
    ['a header cut short', () => NEW.subarray(0, 300), CANNOT_UNDERSTAND],
    ['pixels cut short', () => NEW.subarray(0, NEW.length - 2), CANNOT_UNDERSTAND],
    [
      'fewer pixels than rows x columns',
      () => mrImage('1.1', '1.1.9', '1.1.9.2', { attributes: { '00280010': ['00280010', 'US', 400] } }),
      CANNOT_UNDERSTAND,
    ],
    [
      'an unclosed fragment sequence',
      () =>
        mrImage('1.1', '1.1.9', '1.1.9.3', {
          transferSyntax: '1.2.840.10008.1.2.4.80',
          fragments: [new Uint8Array(), new Uint8Array(8)],
        }).subarray(0, -14),
      CANNOT_UNDERSTAND,
    ],
    [
      'a deflated data set',
      () => mrImage('1.1', '1.1.9', '1.1.9.4', { transferSyntax: '1.2.840.10008.1.2.1.99' }),
      0xc122,
    ],
    ['a UID that is a path', () => mrImage('1.1', '1.1.9', '../../escaped'), CANNOT_UNDERSTAND],
    [
      'a UID longer than 64 characters',
      () => mrImage('1.1', '1.1.9', '1.'.repeat(33) + '1'),
      CANNOT_UNDERSTAND,
    ],
    ['no study UID', () => mrImage('', '1.1.9', '1.1.9.5'), CANNOT_UNDERSTAND],
    ['sequences nested 20,000 deep', () => nested(20_000), CANNOT_UNDERSTAND],
  ])('%s', async (_what, bytes, reason) => {
    const answer = await post(multipart(part(bytes())));
    expect(answer).toMatchObject({ status: 409, stored: [] });
    expect(answer.failed[0]?.reason).toBe(reason);
    expect(storedFiles()).toEqual([]);
    expect(fs.existsSync(path.join(server.folder, '../escaped.dcm'))).toBe(false);
  });
  test('another study than that of the address', async () => {
    expect(await post(multipart(part(NEW)), 'studies/1.2')).toMatchObject({
      status: 409,
      failed: [{ sop: '1.1.9.1', reason: 0xa900 }],
    });
  });
  test('a part that is not application/dicom', async () => {
    expect((await post(multipart(part(NEW, 'image/jpeg')))).status).toBe(409);
  });
  test.each<[string, Uint8Array, string, number]>([
    ['no closing boundary', part(NEW), STOW_TYPE, 400],
    ['cut in the middle of a part', part(NEW).subarray(0, 200), STOW_TYPE, 400],
    ['another boundary', multipart(part(NEW)), STOW_TYPE.replace(BOUNDARY, 'other'), 400],
    ['no boundary', multipart(part(NEW)), 'multipart/related; type="application/dicom"', 400],
    ['no parts', multipart(), STOW_TYPE, 400],
    ['an empty body', Buffer.alloc(0), STOW_TYPE, 400],
    ['JSON', Buffer.from('{}'), 'application/dicom+json', 415],
    ['a form', Buffer.from('a=b'), 'application/x-www-form-urlencoded', 415],
    [
      'XML metadata parts',
      multipart(part(NEW)),
      STOW_TYPE.replace('application/dicom', 'application/dicom+xml'),
      415,
    ],
  ])('request with %s', async (_what, body, type, status) => {
    expect((await post(body, 'studies', type)).status).toBe(status);
    expect(storedFiles()).toEqual([]);
  });
});

test('a request over the limit is refused before it is read, and one that lies about its length as well', async () => {
  const large = multipart(part(Buffer.alloc(2 << 20)));
  expect((await post(large)).status).toBe(413);
  const { port } = new URL(server.origin);
  const status = await new Promise<number>((resolve, reject) => {
    const request = http.request({
      port,
      host: '127.0.0.1',
      path: '/dicomweb/studies',
      method: 'POST',
      headers: { 'content-type': STOW_TYPE },
    });
    request.on('response', (response) => resolve(response.resume().statusCode ?? 0)).on('error', reject);
    request.end(large); // chunked: no Content-Length
  });
  expect(status).toBe(413);
  expect(storedFiles()).toEqual([]);
});

test('a full disk (or an unwritable folder) is a failure, not a claim', async () => {
  fs.writeFileSync(server.stowFolder, 'a file where the folder should be');
  expect(await post(multipart(part(NEW)))).toMatchObject({
    status: 409,
    failed: [{ sop: '1.1.9.1', reason: 0xa700 }],
  });
  expect(await instancesInStudy()).toBe(1);
});
