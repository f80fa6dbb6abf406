import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { appConfig } from '../../viewer/config/app-config.ts';
import { lacunaIndexHtml } from '../../viewer/ohif-distribution/index-html.ts';
import { isServed, OHIF_VERSION, ohifDistFolder } from '../../viewer/ohif-distribution/layout.ts';
import { DECODING_WORKER_CHUNK, isDecodingWorker } from '../../viewer/ohif-distribution/workers.ts';

const dist = ohifDistFolder();
const original = fs.readFileSync(path.join(dist, 'index.html'), 'utf8');

test('the installed OHIF is the one this folder knows', () => {
  const { version } = JSON.parse(fs.readFileSync(path.join(dist, '../package.json'), 'utf8')) as {
    version: string;
  };
  expect(version).toBe(OHIF_VERSION);
});

describe('index.html', () => {
  const html = lacunaIndexHtml(original);
  test('the import map comes before every other script', () => {
    expect(html.indexOf('<script type="importmap">')).toBe(html.indexOf('<script'));
  });
  test('no service worker, no installable app, nothing from elsewhere', () => {
    expect(html).not.toMatch(/service-worker|rel="manifest"|apple-touch|https?:/);
  });
  test('every file it names is served', () => {
    const named = [...html.matchAll(/(?:src|href)="\/([^"]+)"/g)].map((match) => match[1] ?? '');
    expect(named.length).toBeGreaterThan(4);
    const ours = /^(plugins\/|app-config\.js$)/;
    for (const file of named.filter((name) => !ours.test(name))) {
      expect(fs.existsSync(path.join(dist, file))).toBe(true);
      expect([file, isServed(file)]).toEqual([file, true]);
    }
  });
  test('another page than expected stops the build', () => {
    expect(() => lacunaIndexHtml(original.replace('init-service-worker', 'init-other'))).toThrow(
      'service worker not found',
    );
    expect(() => lacunaIndexHtml('<html></html>')).toThrow("OHIF's index.html has changed");
  });
});

test('the one script that may eval is cornerstone’s decoding worker', () => {
  const workers = fs.readdirSync(dist).filter((name) => isDecodingWorker(`/${name}`));
  expect(workers).toHaveLength(1);
  const app =
    fs.readdirSync(dist).find((name) => name.startsWith('app.bundle.') && name.endsWith('.js')) ?? '';
  const started = new RegExp(
    `new Worker\\(new URL\\([^)]*__webpack_require__\\.u\\(${DECODING_WORKER_CHUNK}\\)`,
  );
  expect(fs.readFileSync(path.join(dist, app), 'utf8')).toMatch(started);
});

test('the configuration names no address but this server’s', () => {
  for (const pacs of [false, true]) expect(JSON.stringify(appConfig({ pacs }))).not.toMatch(/https?:/);
  expect(appConfig({ pacs: true })).toMatchObject({
    defaultDataSourceName: 'pacs',
    extensions: ['@lacuna/extension'],
    modes: ['@lacuna/mode-review'],
  });
});
