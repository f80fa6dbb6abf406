/**
 * Pictures of every layout and state, to be looked at; run by hand:
 *
 *   LACUNA_GALLERY=<folder> node --import tsx test/browser/gallery/gallery.ts [en-US|de] [1280x800|2560x1440] [part...]
 *
 * Parts are `reading`, `troubles`, `device`, `series` and `reference`; all of them by default. LACUNA_PICTURES=docs/images writes
 * those of docs/viewer-tour.md as WebP.
 */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { HINT_IDS } from '../../../extension/src/help/hint-ids.ts';
import { writeTruthSegmentation } from '../candidates/truth-segmentation.ts';
import { firstBuiltInStudy, STUDIES } from '../support/built-in-studies.ts';
import { startFaultProxy } from '../support/fault-proxy.ts';
import { launchViewer } from '../support/launch.ts';
import { AS_T1, writeStudy } from '../support/write-study.ts';
import { PanelDriver } from '../whole-path/panel-driver.ts';
import { writeRefusedStudy } from '../whole-path/refused-study.ts';
import { deviceStates } from './device-states.ts';
import { MORE_STATES } from './more-states.ts';
import { REFERENCE, seriesStates } from './series-states.ts';
import { IN_DOCUMENTS } from './shown.ts';
import { take, type Gallery, type GalleryState, type Visit } from './stage.ts';
import { STATES } from './states.ts';
import { refusals, shortOfMemory, troubles } from './troubles.ts';

const { LACUNA_GALLERY: folder, LACUNA_PICTURES: pictures } = process.env;
assert.ok(folder || pictures, 'neither LACUNA_GALLERY nor LACUNA_PICTURES names a folder');
const [language = 'en-US', size = '1280x800', ...parts] = process.argv.slice(2);
const [width = 1280, height = 800] = size.split('x').map(Number);
const gallery: Gallery = { language, size: { width, height }, folder, pictures, shown: IN_DOCUMENTS };

const { studyInstanceUID, folder: built } = firstBuiltInStudy();
const source = path.join(STUDIES, built);
const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'lacuna-gallery-'));
const made = (name: string) => path.join(scratch, name);
const few = writeStudy(source, made('few'), '2.25.4715', [{ name: 'FLAIR', number: 1, files: [7, 17] }]);
const refused = writeRefusedStudy(source, made('ct'));
const several = writeStudy(source, made('several'), '2.25.4713', [
  { name: 'FLAIR', number: 1, files: [5, 15] },
  { name: 'FLAIR, follow-up', number: 2, files: [6, 16] },
  { name: 'T1 of the same head', number: 3, files: [5, 15], changes: AS_T1 },
]);
fs.mkdirSync(made('reference'));
await writeTruthSegmentation(STUDIES, made('reference'));

const part = async (name: string, body: () => Promise<void>): Promise<void> => {
  if (parts.length === 0 || parts.includes(name)) await body();
};
const prepared = async (page: Page, address: string, hints = false): Promise<Visit> => {
  page.setDefaultTimeout(180_000);
  await page.addInitScript((tag) => localStorage.setItem('i18nextLng', tag), language);
  const seen = hints ? '' : HINT_IDS.join(' ');
  await page.addInitScript((ids) => localStorage.setItem('lacuna.hintsPutAway', ids), seen);
  const panel = new PanelDriver(page);
  return { page, panel, open: () => panel.open(address, studyInstanceUID) };
};
const all = async (visit: Visit, states: readonly GalleryState[]): Promise<void> => {
  for (const state of states) await take(gallery, visit, state);
};

await part('reading', async () => {
  const viewer = await launchViewer({ viewport: { width, height } });
  const visit = await prepared(viewer.page, viewer.address, true);
  await all(visit, [...STATES.slice(0, -2), ...MORE_STATES, ...STATES.slice(-2)]);
  console.log(viewer.errors.slice(0, 5));
  await viewer.close();
});

const folders = { studyFolders: ['few', 'ct', 'several'].map(made), viewport: { width, height } };
await part('troubles', async () => {
  for (const states of [troubles, refusals, shortOfMemory]) {
    const viewer = await launchViewer(folders);
    const proxy = await startFaultProxy(viewer.address);
    const visit = await prepared(viewer.page, proxy.address);
    const query = `StudyInstanceUIDs=${few}&lacunaBackend=wasm`;
    const arrive = async ({ page, panel }: Visit) => {
      await page.goto(`${proxy.address}anomaly?${query}`);
      await panel.hook('panel').waitFor();
    };
    await all(visit, states({ proxy, arrive }));
    await proxy.close();
    await viewer.close();
  }
});

await part('device', async () => {
  const viewer = await launchViewer({ ...folders, webgpu: true });
  const proxy = await startFaultProxy(viewer.address);
  const visit = await prepared(viewer.page, proxy.address);
  const arrive = async ({ page, panel }: Visit) => {
    await page.goto(`${proxy.address}anomaly?StudyInstanceUIDs=${few}`);
    await panel.hook('panel').waitFor();
  };
  await all(visit, deviceStates(proxy, arrive));
  await proxy.close();
  await viewer.close();
});

await part('series', async () => {
  const viewer = await launchViewer(folders);
  const visit = await prepared(viewer.page, viewer.address);
  const show = async ({ panel }: Visit, study: string, series?: string) =>
    panel.open(viewer.address, study, series ? `&SeriesInstanceUIDs=${series}` : '');
  await all(visit, seriesStates({ several, refused, show }));
  await viewer.close();
});

await part('reference', async () => {
  const viewer = await launchViewer({ studyFolders: [made('reference')], viewport: { width, height } });
  await all(await prepared(viewer.page, viewer.address), REFERENCE);
  await viewer.close();
});

fs.rmSync(scratch, { recursive: true, force: true });
