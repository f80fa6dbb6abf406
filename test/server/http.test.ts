import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { optionsFromEnvironment } from '../../viewer/server/options.ts';
import { mrImage } from './support/part10.ts';
import { PAGE, rawRequest, serve, type TestServer } from './support/serve.ts';

let server: TestServer;
beforeAll(async () => {
  server = await serve({ 'a.dcm': mrImage('1.1', '1.1.1', '1.1.1.1') });
  const dist = path.join(server.folder, 'dist');
  fs.mkdirSync(path.join(dist, 'lacuna/ort'), { recursive: true });
  fs.writeFileSync(path.join(dist, 'app.js'), 'let app;');
  fs.writeFileSync(path.join(dist, 'app.js.gz'), gzipSync('let app;'));
  fs.writeFileSync(path.join(dist, 'app.bundle.0f6159c501addfe9.js'), '');
  fs.writeFileSync(path.join(dist, '8097.bundle.8ae6404ba94890a0.js'), '');
  fs.writeFileSync(path.join(dist, 'lacuna/ort/ort.wasm'), '\0asm');
  fs.writeFileSync(path.join(dist, '.built'), '');
  fs.writeFileSync(path.join(server.folder, 'secret.txt'), 'outside');
});
afterAll(() => server.close());
const get = (target: string, headers: Record<string, string> = {}) =>
  rawRequest(server.origin, target, headers);

describe('security headers', () => {
  test.each([
    '/',
    '/app.js',
    '/missing.js',
    '/dicomweb/studies',
    '/dicomweb/studies/1.1/series/1.1.1/instances/1.1.1.1',
    '/%',
  ])('on %s', async (target) => {
    const { headers } = await get(target);
    expect(headers['cross-origin-opener-policy']).toBe('same-origin');
    expect(headers['cross-origin-embedder-policy']).toBe('require-corp');
    expect(headers['cross-origin-resource-policy']).toBe('same-origin');
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['referrer-policy']).toBe('no-referrer');
    expect(headers['content-security-policy']).toContain("default-src 'none'");
    expect(headers['access-control-allow-origin']).toBeUndefined();
  });
  test('the page allows its inline scripts by hash, eval for the SEG reader, no other inline script, no other host', async () => {
    const policy = (await get('/')).headers['content-security-policy'] as string;
    const importMap = /<script type="importmap">(.*?)<\/script>/.exec(PAGE)?.[1] ?? '';
    expect(policy).toContain(`'sha256-${createHash('sha256').update(importMap).digest('base64')}'`);
    const scripts = /script-src ([^;]*)/.exec(policy)?.[1] ?? '';
    expect(scripts).toContain("'unsafe-eval'"); // OHIF's SEG reader; see security-headers.ts
    expect(scripts).not.toContain("'unsafe-inline'");
    expect(policy).not.toMatch(/https?:|\*|blob:/);
  });
  test('the image decoding worker has a policy of its own', async () => {
    expect((await get('/8097.bundle.8ae6404ba94890a0.js')).headers['content-security-policy']).toContain(
      "'unsafe-eval'",
    );
    for (const target of [
      '/app.bundle.0f6159c501addfe9.js',
      '/lacuna/8097.bundle.8ae6404ba94890a0.js',
      '/8097.bundle.x.html',
    ])
      expect((await get(target)).headers['content-security-policy']).toContain("worker-src 'self'"); // the page's
  });
});

describe('files', () => {
  test.each([
    ['/', 200, 'text/html; charset=utf-8'],
    ['/anomaly?StudyInstanceUIDs=1.2.3', 200, 'text/html; charset=utf-8'],
    ['/viewer/dicomweb', 200, 'text/html; charset=utf-8'],
    ['/app.js', 200, 'text/javascript; charset=utf-8'],
    ['/lacuna/ort/ort.wasm', 200, 'application/wasm'],
    ['/missing.js', 404, 'application/json'],
    ['/missing.onnx', 404, 'application/json'],
    ['/.built', 404, 'application/json'],
    ['/app.js.gz', 404, 'application/json'],
    ['/../secret.txt', 400, 'application/json'],
    ['/%2e%2e/secret.txt', 400, 'application/json'],
    ['/lacuna/..%2f..%2f..%2fsecret.txt', 400, 'application/json'],
    ['/..%5csecret.txt', 400, 'application/json'],
    ['/app.js%00.html', 400, 'application/json'],
    ['/%E0%A4%A', 400, 'application/json'],
    ['//evil.example/', 200, 'text/html; charset=utf-8'],
  ])('%s is %i', async (target, status, type) => {
    const answer = await get(target);
    expect(answer.status).toBe(status);
    expect(answer.headers['content-type']).toBe(type);
    expect(answer.text).not.toContain('outside');
  });
  test('unchanged files are not sent twice', async () => {
    const { headers } = await get('/app.js');
    expect(await get('/app.js', { 'if-none-match': headers.etag! })).toMatchObject({ status: 304, text: '' });
    expect((await get('/app.js', { 'if-none-match': '"other"' })).status).toBe(200);
  });
  test('compressed where the client takes it, with a tag of its own', async () => {
    const plain = await get('/app.js');
    const zipped = await get('/app.js', { 'accept-encoding': 'br, gzip' });
    expect(plain.headers['content-encoding']).toBeUndefined();
    expect(zipped.headers).toMatchObject({ 'content-encoding': 'gzip', vary: 'accept-encoding' });
    expect(zipped.headers.etag).not.toBe(plain.headers.etag);
  });
  test('only names with a content hash are kept without asking', async () => {
    expect((await get('/app.bundle.0f6159c501addfe9.js')).headers['cache-control']).toContain('immutable');
    for (const target of ['/', '/app.js', '/lacuna/ort/ort.wasm', '/app-config.js'])
      expect((await get(target)).headers['cache-control']).toBe('no-cache');
  });
  test('nothing but GET and HEAD', async () => {
    expect((await rawRequest(server.origin, '/app.js', {}, 'DELETE')).status).toBe(405);
    expect(await rawRequest(server.origin, '/app.js', {}, 'HEAD')).toMatchObject({ status: 200, text: '' });
  });
});

describe('other web sites', () => {
  test('a foreign host name is not answered on loopback (DNS rebinding)', async () => {
    expect((await get('/dicomweb/studies', { host: 'evil.example' })).status).toBe(421);
    expect((await get('/', { host: 'localhost:1' })).status).toBe(200);
  });
  test.each<[string, Record<string, string>]>([
    ['cross-site fetch metadata', { 'sec-fetch-site': 'cross-site' }],
    ['same-site fetch metadata', { 'sec-fetch-site': 'same-site' }],
    ['a foreign origin', { origin: 'https://evil.example' }],
    ['an opaque origin', { origin: 'null' }],
  ])('%s gets no images and stores none', async (_what, headers) => {
    expect((await get('/dicomweb/studies', headers)).status).toBe(403);
    expect((await rawRequest(server.origin, '/dicomweb/studies', headers, 'POST')).status).toBe(403);
  });
  test('the page itself does', async () => {
    expect(
      (await get('/dicomweb/studies', { origin: server.origin, 'sec-fetch-site': 'same-origin' })).status,
    ).toBe(200);
  });
});

test('no name and no address of a request reaches the log', async () => {
  const lines: unknown[] = [];
  const spies = (['log', 'warn', 'error', 'info'] as const).map((level) =>
    jest.spyOn(console, level).mockImplementation((...args) => void lines.push(args)),
  );
  fs.rmSync(path.join(server.folder, 'studies/a.dcm')); // makes the next request fail inside the server
  const { status, text } = await get('/dicomweb/studies/1.1/metadata?PatientName=Example');
  for (const spy of spies) spy.mockRestore();
  expect(status).toBe(500);
  expect(lines).toEqual([['Request failed: Error (ENOENT)']]);
  expect(text).not.toContain(server.folder);
});

describe('start', () => {
  const main = (env: Record<string, string>) =>
    spawnSync(process.execPath, ['--import', 'tsx', 'viewer/server/main.ts'], {
      env: { ...process.env, ...env },
      encoding: 'utf8',
      timeout: 30_000,
    });
  test('a taken port: one sentence, exit code 1', async () => {
    const { port } = new URL(server.origin);
    await expect(serve({}, { port: Number(port) })).rejects.toThrow(
      `Port ${port} is already in use; stop the other program or choose another, for example PORT=${Number(port) + 1} npm start.`,
    );
  });
  test('a setting that cannot be used ends the program with a sentence and code 1', () => {
    const result = main({ PORT: 'http' });
    expect(result.status).toBe(1);
    expect(result.stderr).toBe('PORT must be a number from 0 to 65535.\n');
  });
  test.each([
    [{ PORT: '70000' }, 'PORT must be'],
    [{ DICOMWEB_URL: 'orthanc' }, 'DICOMWEB_URL is not an address'],
    [{ DICOMWEB_URL: 'file:///etc' }, 'DICOMWEB_URL must start with http'],
  ])('%j', (env, sentence) => expect(() => optionsFromEnvironment(env)).toThrow(sentence));
  test('loopback by default', () =>
    expect(optionsFromEnvironment({})).toMatchObject({ host: '127.0.0.1', port: 3000 }));
});
