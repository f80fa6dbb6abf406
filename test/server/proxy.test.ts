import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { parseUpstream } from '../../viewer/server/options.ts';
import { rawRequest, serve, type TestServer } from './support/serve.ts';

interface Seen {
  method?: string;
  url?: string;
  headers: http.IncomingHttpHeaders;
  body: string;
}
let upstream: http.Server;
let root: string;
let server: TestServer;
let seen: Seen[] = [];

beforeAll(async () => {
  upstream = http.createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      seen.push({
        method: request.method,
        url: request.url,
        headers: request.headers,
        body: Buffer.concat(chunks).toString(),
      });
      if (request.url?.includes('locked'))
        return response.writeHead(401, { 'www-authenticate': 'Basic' }).end();
      if (request.url?.includes('frames')) {
        return response
          .writeHead(200, {
            'content-type': 'multipart/related; boundary=b',
            'set-cookie': 'a=b',
            'access-control-allow-origin': '*',
          })
          .end(Buffer.from([0, 255, 13, 10]));
      }
      response.writeHead(request.method === 'POST' ? 202 : 200, { 'content-type': 'application/dicom+json' });
      return response.end(
        JSON.stringify([
          { '7FE00010': { vr: 'OW', BulkDataURI: `${root}/bulk/1` } },
          { text: `see ${root}/bulk/1` },
        ]),
      );
    });
  });
  await new Promise<void>((resolve) => upstream.listen(0, '127.0.0.1', resolve));
  root = `http://127.0.0.1:${(upstream.address() as AddressInfo).port}/dicom-web`;
  server = await serve(
    {},
    { upstream: parseUpstream(root.replace('http://', 'http://reader:s%40crab@') + '/') },
  );
});
afterAll(async () => {
  await server.close();
  upstream.closeAllConnections();
  await new Promise((resolve) => upstream.close(resolve));
});
const get = (target: string, headers: Record<string, string> = {}) => {
  seen = [];
  return rawRequest(server.origin, target, headers);
};

test('path and query arrive as sent, with the credentials and without the page’s cookies', async () => {
  await get('/pacs/studies?PatientName=A%5EB*&limit=5', {
    cookie: 'session=1',
    accept: 'application/dicom+json',
    referer: 'http://x/',
  });
  expect(seen[0]).toMatchObject({ method: 'GET', url: '/dicom-web/studies?PatientName=A%5EB*&limit=5' });
  expect(seen[0]?.headers).toMatchObject({
    authorization: `Basic ${Buffer.from('reader:s@crab').toString('base64')}`,
    accept: 'application/dicom+json',
  });
  expect(seen[0]?.headers.cookie).toBeUndefined();
  expect(seen[0]?.headers.referer).toBeUndefined();
});
test('lists of fields go with plain commas, other values as they are', async () => {
  await get('/pacs/studies?PatientName=A%2CB&includefield=00081030%2C00080060&limit=1');
  expect(seen[0]?.url).toBe('/dicom-web/studies?PatientName=A%2CB&includefield=00081030,00080060&limit=1');
});
test('addresses of the server become addresses of this one, other text stays', async () => {
  const [first, second] = JSON.parse((await get('/pacs/studies/1/metadata')).text) as [
    Record<string, { BulkDataURI: string }>,
    { text: string },
  ];
  expect(first['7FE00010']?.BulkDataURI).toBe('/pacs/bulk/1');
  expect(second.text).toBe(`see ${root}/bulk/1`);
});
test('binary answers pass unchanged, foreign cookies and CORS headers do not', async () => {
  const answer = await get('/pacs/studies/1/series/2/instances/3/frames/1');
  expect([...Buffer.from(answer.text, 'latin1')]).toEqual([0, 255, 13, 10]);
  expect(answer.headers['content-type']).toBe('multipart/related; boundary=b');
  expect(answer.headers['set-cookie']).toBeUndefined();
  expect(answer.headers['access-control-allow-origin']).toBeUndefined();
  expect(answer.headers['cross-origin-resource-policy']).toBe('same-origin');
  expect(answer.headers['cache-control']).toBe('no-store');
});
test('what is stored passes through, status and all', async () => {
  seen = [];
  const response = await fetch(`${server.origin}/pacs/studies`, {
    method: 'POST',
    headers: { 'content-type': 'multipart/related; boundary=q' },
    body: '--q--',
  });
  expect(response.status).toBe(202);
  expect(seen[0]).toMatchObject({ method: 'POST', body: '--q--' });
});
test('refused credentials: a sentence, and no log-in dialog of the browser', async () => {
  const answer = await get('/pacs/locked');
  expect(answer.status).toBe(502);
  expect(answer.headers['www-authenticate']).toBeUndefined();
  expect(answer.text).toContain('refused the credentials');
});
test('a cross-site page cannot use the credentials', async () => {
  expect((await get('/pacs/studies', { 'sec-fetch-site': 'cross-site' })).status).toBe(403);
  expect(seen).toEqual([]);
});
test('the way out of /pacs is closed', async () => {
  expect((await get('/pacs/../admin')).status).toBe(400);
  expect((await get('/pacs/%2e%2e/admin')).status).toBe(400);
  expect(seen).toEqual([]);
});
test('a server that is down: 502 and a sentence without its address', async () => {
  const dead = http.createServer();
  await new Promise<void>((resolve) => dead.listen(0, '127.0.0.1', resolve));
  const { port } = dead.address() as AddressInfo;
  await new Promise((resolve) => dead.close(resolve));
  const lonely = await serve(
    {},
    { upstream: parseUpstream(`http://user:hidden@127.0.0.1:${port}/dicom-web`) },
  );
  const answer = await rawRequest(lonely.origin, '/pacs/studies');
  await lonely.close();
  expect(answer.status).toBe(502);
  expect(JSON.parse(answer.text)).toEqual({
    error: 'The DICOMweb server behind DICOMWEB_URL cannot be reached; check that it runs.',
  });
});
test('the configured server is the study list; its address and password stay in the server', async () => {
  const config = (await get('/app-config.js')).text;
  expect(config).toContain('"defaultDataSourceName": "pacs"');
  expect(config).not.toMatch(/s@crab|s%40crab|reader|127\.0\.0\.1/);
  const without = await serve();
  expect((await rawRequest(without.origin, '/app-config.js')).text).not.toContain('"pacs"');
  expect((await rawRequest(without.origin, '/pacs/x.json')).status).toBe(404);
  await without.close();
});
