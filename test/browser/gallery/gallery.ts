/**
 * Pictures of every layout and state of the panel, to be looked at; run by hand:
 *
 *   LACUNA_GALLERY=<folder> node --import tsx test/browser/gallery/gallery.ts [en-US|de] [1280x800|2560x1440]
 *
 * LACUNA_PICTURES=docs/images writes them as WebP under the names of docs/viewer-tour.md instead.
 */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { launchViewer } from '../support/launch.ts';
import { savePicture } from '../support/picture.ts';
import { PanelDriver } from '../whole-path/panel-driver.ts';
import { STATES } from './states.ts';

const STUDIES = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../../viewer/studies');
const [study] = JSON.parse(fs.readFileSync(path.join(STUDIES, 'studies.json'), 'utf8')) as {
  studyInstanceUID: string;
}[];
/** Those of docs/viewer-tour.md, and what has to be done before them. */
const IN_TOUR = [
  '01-source',
  '06-candidate',
  '07-heat-map',
  '08-compare-4',
  '09-counterpart-flips-difference',
  '11-chart',
  '14-preferences',
];
const ON_THE_WAY = ['04-running', '05-done', '10-exported'];
const folder = process.env.LACUNA_GALLERY;
const pictures = process.env.LACUNA_PICTURES;
assert.ok(study && (folder || pictures), 'LACUNA_GALLERY names no folder');
const [language = 'en-US', size = '1280x800'] = process.argv.slice(2);
const [width = 1280, height = 800] = size.split('x').map(Number);

const viewer = await launchViewer({ viewport: { width, height } });
const { page } = viewer;
page.setDefaultTimeout(180_000);
await page.addInitScript((tag) => localStorage.setItem('i18nextLng', tag), language);
const panel = new PanelDriver(page);
const visit = { page, panel, open: () => panel.open(viewer.address, study.studyInstanceUID) };

for (const [name, reach] of STATES) {
  if (!folder && !IN_TOUR.includes(name) && !ON_THE_WAY.includes(name)) continue;
  try {
    await reach(visit);
  } catch (error) {
    console.log(`${name}: ${error instanceof Error ? error.message.slice(0, 400) : String(error)}`);
  }
  await page.mouse.move(width / 3, 4); // no tool tip over what is looked at
  if (pictures && IN_TOUR.includes(name))
    await savePicture(page, path.join(pictures, `tour-${name.slice(3)}.webp`));
  if (!folder) continue;
  fs.mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: path.join(folder, `${language}-${width}-${name}.png`) });
  console.log(`${language}-${width}-${name}`);
  if (name !== '12-sections-open') continue;
  await page.setViewportSize({ width, height: 3000 }); // the whole length of the panel, to judge its order
  await page
    .locator('[data-cy="lacuna-panel"]')
    .screenshot({ path: path.join(folder, `${language}-${width}-99-panel.png`) });
  await page.setViewportSize({ width, height });
}
console.log(viewer.errors.slice(0, 5));
await viewer.close();
