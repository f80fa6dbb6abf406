/** What the interface says, in both languages, in a real browser. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { firstBuiltInStudy, STUDIES } from './support/built-in-studies.ts';
import { Checks } from './support/checks.ts';
import { launchViewer } from './support/launch.ts';
import { until } from './support/until.ts';
import { writeRefusedStudy } from './whole-path/refused-study.ts';
import { viewports } from './whole-path/page-probes.ts';
import { PanelDriver } from './whole-path/panel-driver.ts';
import { overflowing } from './words/overflowing.ts';

const study = firstBuiltInStudy();
const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'lacuna-words-'));
const refused = writeRefusedStudy(path.join(STUDIES, study.folder), path.join(scratch, 'ct'));
const viewer = await launchViewer({
  viewport: { width: 1280, height: 800 },
  studyFolders: [path.join(scratch, 'ct')],
});
const { page } = viewer;
await viewer.context.grantPermissions(['clipboard-read', 'clipboard-write']);
const panel = new PanelDriver(page);
const checks = new Checks();
/** The form with phases, so that a key of the mode can be changed, too. */
const SITE = `{
  global: {
    'ohif.tours': { $set: [] },
    'lacuna.language': { $set: 'en' },
    'lacuna.threshold': { $set: 'fpr5' },
    'lacuna.fillOpacity': { $set: 18 },
    'lacuna.keepResults': { $set: false },
  },
  mode: {
    anomaly: {
      'ohif.hotkeyBindings': {
        $apply: (keys) => keys.map((key) => key.commandName === 'lacuna.runSlice' ? { ...key, keys: ['p'] } : key),
      },
    },
  },
}`;
const strip = page.locator('.lacuna .lc-footer .lc-research-use');

await checks.check(
  'About this map: holds the focus, can be copied, closes on Escape and gives the focus back',
  async () => {
    await panel.open(viewer.address, study.studyInstanceUID);
    await panel.hook('about-consensus').focus();
    await page.keyboard.press('Enter');
    const dialog = panel.hook('about');
    await dialog.waitFor();
    assert.equal(await dialog.evaluate((element) => element.matches(':modal')), true);
    for (let i = 0; i < 8; i++) {
      await page.keyboard.press('Tab');
      const inside = await dialog.evaluate((element) => {
        const { activeElement } = document;
        return activeElement === document.body || element.contains(activeElement); // the body: the browser's own bar
      });
      assert.ok(inside, `Tab ${i + 1} left the dialog`);
    }
    await panel.hook('about-limits').waitFor();
    await panel.hook('about-copy').click();
    await dialog.getByText('Copied; no patient data are in it.').waitFor();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    assert.match(
      copied,
      /Method: Consensus[\s\S]*SHA-256 of the manifest: [0-9a-f]{64}[\s\S]*Known limits\n {2}- /,
    );
    await viewer.screenshot('words-about');
    await page.keyboard.press('d'); // runs a slice, but not from here
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    assert.equal(await panel.hook('status').getAttribute('data-state'), 'idle');
    await until(
      'the focus is back',
      () => page.evaluate(() => document.activeElement?.getAttribute('data-cy') ?? ''),
      (hook) => hook === 'lacuna-about-consensus',
    );
  },
);

await checks.check('a hint is there at first, blocks nothing and stays away once put away', async () => {
  await panel.hook('hint-start').waitFor();
  await panel.hook('hint-away').click();
  assert.equal(await panel.run('slice'), 'done');
  await panel.hook('hint-map').waitFor();
  await page.reload();
  await panel.ready();
  assert.equal(await panel.hook('hint-start').count(), 0);
});

await checks.check('OHIF’s preferences change the language of everything that is ours', async () => {
  await page.mouse.click(1262, 24); // OHIF's gear at the top right has no name
  await page.getByRole('menuitem').nth(1).click();
  await page.getByRole('combobox', { name: 'Language' }).click();
  await page.getByRole('option', { name: 'German' }).click();
  await Promise.all([page.waitForEvent('load'), page.getByRole('button', { name: 'Save' }).click()]);
  await panel.ready();
  await page.locator('.lacuna[lang=de]').waitFor();
  assert.equal(await strip.innerText(), 'Nur für die Forschung. Nicht zur Diagnose.');
  assert.equal(await page.locator('[data-cy=lacuna-brand]').innerText(), 'Lacuna\nNur für die Forschung');
  assert.equal(await panel.run('slice'), 'fertig');
});

await checks.check('no German word is cut off or leaves the panel', async () => {
  await page.evaluate(() => {
    for (const details of document.querySelectorAll<HTMLDetailsElement>('.lacuna details'))
      details.open = true;
  });
  await panel.hook('map').click();
  await panel.hook('map-colours').waitFor();
  await until(
    'nothing is cut off',
    () => overflowing(page),
    (words) => words.length === 0,
  );
  await viewer.screenshot('words-german');
  await panel.hook('map').click();
});

await checks.check(
  'the notice stays in a comparison and in a narrow window, and nothing takes it away',
  async () => {
    await panel.hook('compare').click();
    await until(
      'labelled panes',
      async () => (await viewports(page)).map(({ label }) => label),
      (list) => list.length === 4 && list.every((label) => label.includes('Nur für die Forschung')),
    );
    await page.setViewportSize({ width: 720, height: 560 });
    await until(
      'the notice in the window',
      () => strip.boundingBox(),
      (box) => box !== null && box.x >= 0 && box.x + box.width <= 720 && box.y + box.height <= 560,
    );
    assert.equal(await strip.locator('button').count(), 0);
    await viewer.screenshot('words-narrow');
    await page.setViewportSize({ width: 1280, height: 800 });
  },
);

await checks.check('why a series is not run is said in German', async () => {
  await panel.open(viewer.address, refused);
  await panel
    .hook('status')
    .filter({ hasText: /^Lacuna liest nur MR-Bilder; diese Serie ist von der Modalität CT\.$/ })
    .waitFor();
});

await checks.check('a site’s configuration is followed, and a wrong value is said', async () => {
  await page.route('**/app-config.js', async (route) => {
    const answer = await route.fetch();
    const body = `${await answer.text()}\nwindow.config.customizationService = ${SITE};`;
    await route.fulfill({ response: answer, body });
  });
  const notice = page.getByText('lacuna.fillOpacity is 18; allowed are: 0…1. 0.18 is used.').first();
  await Promise.all([notice.waitFor(), panel.open(viewer.address, study.studyInstanceUID)]);
  await until(
    'the site’s threshold',
    () => panel.hook('threshold').inputValue(),
    (now) => now === '200',
  );
  assert.equal(await panel.hook('keep-results').count(), 0);
  assert.match(await strip.innerText(), /^Research use only/);
  await until(
    'the site’s key',
    () => panel.hook('run-slice').getAttribute('title'),
    (title) => /\(P\)$/.test(title ?? ''),
  );
  await viewer.screenshot('words-site');
});

await viewer.close();
fs.rmSync(scratch, { recursive: true, force: true });
checks.finish();
