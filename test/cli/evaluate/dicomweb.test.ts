/** Cases behind DICOMweb give the figures of the same files in a folder, on one machine and over the queue. */
import fs from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { parseWebPlace } from '../../../cli/src/dicomweb/address.ts';
import { authorizationFor, sendCredentialsTo } from '../../../cli/src/dicomweb/credentials.ts';
import { multipartBodies } from '../../../cli/src/dicomweb/multipart.ts';
import { getFromWeb } from '../../../cli/src/dicomweb/request.ts';
import { readReference } from '../../../cli/src/queue/evaluation-terms.ts';
import { serve, type TestServer } from '../../server/support/serve.ts';
import { killedRun } from '../queue/support/killed-run.ts';
import { type RedisServer, serverProgram, startRedis } from '../queue/support/redis-server.ts';
import { patchElement, ROOT, smallSeries, temporaryFolder, TINY } from '../support/folders.ts';
import { detect, lacuna } from '../support/run-cli.ts';
import { withoutTimes } from './without-times.ts';

jest.setTimeout(300_000);
const onRedis = serverProgram || process.env.CI === 'true' ? test : test.skip;
const folder = temporaryFolder();
const [A, B] = JSON.parse(fs.readFileSync(path.join(ROOT, 'viewer/studies/studies.json'), 'utf8')).map(
  (study: { studyInstanceUID: string }) => study.studyInstanceUID,
) as [string, string];
const set = path.join(folder, 'set');
const alone = path.join(folder, 'alone');

let server: TestServer;
let redis: RedisServer | undefined;
beforeAll(async () => {
  smallSeries(path.join(set, A));
  fs.mkdirSync(path.join(set, B));
  for (const name of ['012', '013', '014'])
    fs.copyFileSync(
      path.join(ROOT, `viewer/studies/synthetic-b/${name}.dcm`),
      path.join(set, B, `${name}.dcm`),
    );
  // candidate regions of the tiny weights, passed off as somebody's truth: any DICOM SEG of the series will do here
  const found = await detect(path.join(set, A), path.join(folder, 'seg'), '--format', 'seg');
  expect(found.code).toBe(0);
  const seg = fs.readFileSync(path.join(folder, 'seg/latent-bernoulli-seg.dcm'));
  const truth = patchElement(seg, 0x0008, 0x103e, 'LO', 'Truth');
  fs.writeFileSync(path.join(set, A, 'truth.dcm'), truth);
  const files = Object.fromEntries(
    [A, B].flatMap((study) =>
      fs
        .readdirSync(path.join(set, study))
        .map((name) => [`${study}/${name}`, fs.readFileSync(path.join(set, study, name))]),
    ),
  );
  server = await serve(files);
  if (serverProgram) redis = await startRedis();
  const run = await evaluate(set, alone);
  expect([run.code, run.stderr]).toEqual([0, expect.stringContaining('2 of 2 cases')]);
});
afterAll(async () => {
  await server?.close();
  await redis?.stop();
});

const evaluate = (dataset: string, out: string, ...more: string[]) =>
  lacuna([
    'evaluate', dataset, '--out', out, '--weights', TINY, '--unmasked', 'healthy', '--jobs', '1', ...more,
  ]); // prettier-ignore

/** Results without the names of the set and the hash of files, which are laid out otherwise. */
function figures(out: string): unknown {
  const differing = ['inputHash', 'dataset'];
  return JSON.parse(
    JSON.stringify(withoutTimes(out), (key, value: unknown) => (differing.includes(key) ? undefined : value)),
  );
}
const temporaryCases = () => fs.readdirSync(os.tmpdir()).filter((name) => name.startsWith('lacuna-case-'));

test('the whole server: the figures of the folder, with truth from DICOM SEG; nothing is left behind', async () => {
  const before = temporaryCases();
  const out = path.join(folder, 'web');
  const run = await evaluate(`dicomweb+${server.origin}/dicomweb`, out);
  expect([run.code, run.stderr]).toEqual([0, expect.stringContaining('2 of 2 cases')]);
  expect(figures(out)).toEqual(figures(alone));
  const record = JSON.parse(fs.readFileSync(path.join(out, `cases/${A}.json`), 'utf8')) as {
    truth: { kind: string; pixels: number };
  };
  expect(record.truth).toMatchObject({ kind: 'dicom-seg' });
  expect(record.truth.pixels).toBeGreaterThan(0);
  expect(temporaryCases()).toEqual(before);

  // the same command again takes over what it finds unchanged on the server
  const again = await evaluate(`dicomweb+${server.origin}/dicomweb`, out);
  expect(again.stderr).toContain('2 results of an earlier run are taken over');
});

test('one study of the server', async () => {
  const out = path.join(folder, 'one');
  const run = await evaluate(`${server.origin}/dicomweb/studies/${B}`, out);
  expect([run.code, run.stderr]).toEqual([0, expect.stringContaining('1 of 1 cases')]);
  expect(fs.readdirSync(path.join(out, 'cases'))).toEqual([`${B}.json`]);
});

onRedis('over the queue: workers fetch the cases themselves', async () => {
  const out = path.join(folder, 'queue');
  const { result } = await killedRun({
    url: redis!.url, dataset: `${server.origin}/dicomweb/studies/${A}`, out, weights: TINY, workers: 2, kills: 0,
  }); // prettier-ignore
  expect([result.code, result.stderr]).toEqual([0, expect.stringContaining('1 of 1 cases')]);
  const name = `cases/${A}.json`;
  const [queued, local] = [out, alone].map((run) => (figures(run) as Record<string, unknown>)[name]);
  expect(queued).toEqual(local);
});

test('a server that is away, an address without studies, and one that is no DICOMweb are told as such', async () => {
  const out = path.join(folder, 'none');
  const away = await evaluate('dicomweb+http://127.0.0.1:1/dicom-web', out);
  expect([away.code === 0, away.stderr]).toEqual([false, expect.stringContaining('cannot be reached')]);
  const unknown = await evaluate(`${server.origin}/dicomweb/studies/1.2.3`, out);
  expect([unknown.code === 0, unknown.stderr]).toEqual([false, expect.stringContaining('no MR series')]);
  const page = await evaluate(server.origin, out);
  expect([page.code === 0, page.stderr]).toEqual([false, expect.stringContaining('root of the service')]);
});

test('a busy server is asked again, a refusal is not, and no more is read than allowed', async () => {
  let asked = 0;
  const busy = http.createServer((request, response) => {
    asked++;
    const status = request.url === '/closed' ? 403 : asked < 2 ? 503 : 200;
    response.writeHead(status).end('x'.repeat(100));
  });
  await new Promise<void>((resolve) => busy.listen(0, '127.0.0.1', resolve));
  const at = `http://127.0.0.1:${(busy.address() as AddressInfo).port}`;
  const request = { accept: '*/*', maxBytes: 100, timeoutMs: 5000 };
  expect((await getFromWeb(`${at}/`, request)).body).toHaveLength(100);
  expect(asked).toBe(2);
  await expect(getFromWeb(`${at}/`, { ...request, maxBytes: 99 })).rejects.toMatchObject({
    code: 'corrupt-file',
  });
  await expect(getFromWeb(`${at}/closed`, request)).rejects.toThrow('credentials');
  expect(asked).toBe(4);
  await new Promise((resolve) => busy.close(resolve));
});

test('credentials go to a server that was named, and to no other', async () => {
  const seen: (string | undefined)[] = [];
  const open = async () => {
    const listening = http.createServer((request, response) => {
      seen.push(request.headers.authorization);
      response.end('x');
    });
    await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve));
    return { listening, root: `http://127.0.0.1:${(listening.address() as AddressInfo).port}/dicom-web` };
  };
  const [own, other] = [await open(), await open()];
  const request = { accept: '*/*', maxBytes: 100, timeoutMs: 5000 };
  sendCredentialsTo(own.root);
  process.env.DICOMWEB_TOKEN = 'a.b-c';
  for (const { root } of [own, other]) await getFromWeb(`${root}/studies`, request);
  expect(seen).toEqual(['Bearer a.b-c', undefined]);
  const basic = { DICOMWEB_USER: 'ann', DICOMWEB_PASSWORD: 'p:ß' };
  expect(authorizationFor(own.root, basic)).toBe(
    `Basic ${Buffer.from('ann:p:ß', 'utf8').toString('base64')}`,
  );
  for (const wrong of [
    { ...basic, DICOMWEB_TOKEN: 'a' },
    { DICOMWEB_TOKEN: 'a\r\nHost: b' },
    { DICOMWEB_USER: 'a:b' },
  ])
    expect(() => authorizationFor(own.root, wrong)).toThrow(
      expect.objectContaining({ code: 'invalid-argument' }),
    );
  delete process.env.DICOMWEB_TOKEN;
  for (const { listening } of [own, other]) await new Promise((resolve) => listening.close(resolve));
});

test('addresses', () => {
  const root = 'http://host:8042/dicom-web';
  expect(parseWebPlace(`dicomweb+${root}/`)).toEqual({ root });
  expect(parseWebPlace(`${root}/studies`)).toEqual({ root });
  expect(parseWebPlace(`${root}/studies/1.2.3/`)).toEqual({ root, study: '1.2.3' });
  for (const wrong of [
    'http://user:secret@host/x',
    'dicomweb+ftp://host',
    `${root}/studies/a`,
    `${root}?x=1`,
  ])
    expect(() => parseWebPlace(wrong)).toThrow(expect.objectContaining({ code: 'invalid-argument' }));
});

test('a multipart answer that is cut short is refused', () => {
  const type = 'multipart/related; type="application/dicom"; boundary="b"';
  const whole = Buffer.from('--b\r\nContent-Type: x\r\n\r\none\r\n--b\r\n\r\ntwo\r\n--b--\r\n');
  expect(multipartBodies(whole, type).map(String)).toEqual(['one', 'two']);
  for (const end of [3, 30, 45]) expect(() => multipartBodies(whole.subarray(0, end), type)).toThrow();
  expect(() => multipartBodies(whole, 'text/html')).toThrow('no multipart');
});

test('a job cannot name anything but UIDs', () => {
  const job = (study: unknown, series: unknown) => ({
    input: { id: 'a', subject: 'a', image: { kind: 'dicomweb', study, series }, truth: { kind: 'none' } },
    settings: { seed: 0, protocol: 'native' },
    settingsHash: 'x',
  });
  expect(readReference(job('1.2', ['1.3']))).toBeDefined();
  for (const wrong of [job('../1', ['1.3']), job('1.2', ['1.3/..']), job('1.2', 'x'), job('1.2', [])])
    expect(() => readReference(wrong)).toThrow('cannot be told');
});
