/** Every state of our own parts under axe, and what axe cannot see: text over images, live regions, sliders, the list as a table. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { seriousFaults } from './accessibility/axe.ts';
import { foldedChecks } from './accessibility/folded.ts';
import { narrowWindows } from './accessibility/narrow.ts';
import { OHIF_FAULTS } from './accessibility/ohif-faults.ts';
import { overlayContrast } from './accessibility/overlay-contrast.ts';
import { writeTruthSegmentation } from './candidates/truth-segmentation.ts';
import { firstBuiltInStudy, STUDIES } from './support/built-in-studies.ts';
import { Checks } from './support/checks.ts';
import { finish } from './support/finish.ts';
import { launchViewer } from './support/launch.ts';
import { LIMIT_MS, settled, until } from './support/until.ts';
import { viewports } from './whole-path/page-probes.ts';
import { PanelDriver } from './whole-path/panel-driver.ts';
import { writeRefusedStudy } from './whole-path/refused-study.ts';

const study = firstBuiltInStudy();
const SLICE = 6;
const LEAST_CONTRAST = 4.5;

const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'lacuna-accessibility-'));
const refused = writeRefusedStudy(path.join(STUDIES, study.folder), path.join(scratch, 'ct'));
const reference = path.join(scratch, 'reference');
fs.mkdirSync(reference);
await writeTruthSegmentation(STUDIES, reference);
const viewer = await launchViewer({
  viewport: { width: 1280, height: 800 },
  studyFolders: [path.join(scratch, 'ct'), reference],
});
const { page } = viewer;
const panel = new PanelDriver(page);
const checks = new Checks();
const foreign = new Map<string, number>();

/** No serious fault of ours; OHIF's own are those that are named. */
const sound = (state: string) =>
  checks.check(`axe: ${state}`, async () => {
    const faults = await seriousFaults(page);
    for (const { ours, rule } of faults) if (!ours) foreign.set(rule, (foreign.get(rule) ?? 0) + 1);
    const unnamed = faults.filter(({ ours, rule }) => ours || !(rule in OHIF_FAULTS));
    assert.equal(unnamed.map(({ rule, target, html }) => `${rule} ${target}: ${html}`).join('\n'), '');
  });
const legible = (state: string, least: number) =>
  checks.check(`text over images: ${state}`, async () => {
    const texts = await settled(
      'texts over images',
      () => overlayContrast(page),
      ({ length }) => length >= least,
    );
    assert.deepEqual(
      texts.filter(({ ratio }) => ratio < LEAST_CONTRAST),
      [],
    );
    console.log(
      `       ${texts.length} texts, least contrast ${Math.min(...texts.map(({ ratio }) => ratio)).toFixed(2)}`,
    );
  });
const compared = (n: number) =>
  until(
    `${n} panes`,
    () => viewports(page),
    (list) => list.length === n && list.every(({ label }) => label !== ''),
  );

await panel.open(viewer.address, study.studyInstanceUID);
await sound('opened, nothing run');
await panel.goToSlice(SLICE);

await checks.check('a map of the variation over seeds', async () => {
  assert.equal(await panel.run('slice'), 'done');
  await panel.hook('seeds').fill('2');
  await panel.hook('run-seeds').click(); // of the one slice that has results
  await panel
    .hook('seeds-status')
    .filter({ hasText: /^Variation over 2 seeds/ })
    .waitFor({ timeout: LIMIT_MS });
  await panel.hook('variation-layer').selectOption('diffusion-ad', { timeout: LIMIT_MS });
  await page.locator('.lacuna-colour-bar').first().waitFor();
});
await sound('variation map');
await legible('variation map', 6);
await panel.hook('variation-layer').selectOption('');

await checks.check('a run is told of a few times, not at each slice', async () => {
  await page.evaluate(() => {
    const heard: string[] = [];
    Object.assign(globalThis, { heard });
    new MutationObserver((records) => {
      for (const { target } of records) {
        const region = (target.nodeType === 3 ? target.parentElement : (target as Element))?.closest(
          '[aria-live], [role="status"], [role="alert"]',
        );
        if (!region?.closest('.lacuna, .lacuna-page') || region.getAttribute('aria-live') === 'off') continue;
        if (region.textContent) heard.push(region.textContent);
      }
    }).observe(document.body, { childList: true, characterData: true, subtree: true });
  });
  await panel.hook('run-series').click();
  const running = page.locator('[data-cy="lacuna-status"][data-state="running"]');
  await running.filter({ hasText: /^running ([2-9]|\d\d)/ }).waitFor({ timeout: LIMIT_MS });
});
await sound('running');
await checks.check('… and at its end', async () => {
  assert.equal(await panel.settled(), 'done');
  const heard = await until(
    'the end is said',
    () => page.evaluate(() => (globalThis as unknown as { heard: string[] }).heard),
    (list) => list.some((text) => /done/i.test(text)),
  );
  console.log(`       said during a run of a series: ${heard.length} sentences`);
  assert.ok(heard.length <= 10, heard.join(' | '));
});
await sound('results and regions');

await checks.check('sliders say their values with units', async () => {
  await panel.hook('map').click();
  await page.locator('.lacuna-colour-bar [role="slider"]').first().waitFor();
  const sliders = await page
    .locator('.lacuna [role="slider"], .lacuna input[type="range"], .lacuna-colour-bar [role="slider"]')
    .evaluateAll((list) =>
      list.map((slider) => ({
        name: slider.getAttribute('aria-label') ?? slider.closest('label')?.textContent ?? '',
        text: slider.getAttribute('aria-valuetext') ?? '',
      })),
    );
  assert.ok(sliders.length >= 5);
  assert.deepEqual(
    sliders.filter(({ name, text }) => name === '' || !/\d/.test(text) || !/[%a-z]/i.test(text)),
    [],
  );
});
await sound('heat map');
await legible('heat map', 8);

await checks.check('the chart has its figures as text', async () => {
  const chart = panel.hook('chart');
  await until(
    'the chart’s text',
    () => chart.getAttribute('aria-valuetext'),
    (text) => /Slice 7 of 25.*Latent Bernoulli.*\d/.test(text ?? ''),
  );
});

await checks.check('the list of regions is a table to those who hear it', async () => {
  const table = page.getByRole('table', { name: /Candidate regions/ });
  const rows = table.getByRole('row');
  await rows.nth(1).waitFor({ state: 'attached' });
  const heads = await table.getByRole('columnheader').allTextContents();
  assert.ok(heads.length >= 3, heads.join());
  assert.equal(await rows.nth(1).getByRole('cell').count(), heads.length);
});

await checks.check('a reference segmentation to compare with', async () => {
  const expert = panel.hook('reference-choice').locator('option', { hasText: 'Expert reading' });
  await panel.hook('reference-choice').selectOption((await expert.getAttribute('value'))!);
  await panel.hook('reference-figures').waitFor({ timeout: LIMIT_MS });
});
await sound('evaluation against a reference');

await checks.check('a region in naming, the list with a choice', async () => {
  await page.keyboard.press('Escape');
  await page.keyboard.press('k');
  await page.keyboard.press('F2');
  await panel.hook('candidate-name').waitFor();
});
await sound('naming a region');
await page.keyboard.press('Escape');

await checks.check('“How to read this” is open', async () => {
  await panel.hook('help-open').click();
  await panel.hook('help').waitFor();
});
await sound('“How to read this”');
await panel.hook('help-close').click();
await foldedChecks({ page, panel, checks, sound });

await checks.check('every folded section opens', async () => {
  const folded = page.locator('.lacuna details:not([open]) > summary');
  for (let left = await folded.count(); left > 0; left--) {
    await folded.first().click();
    await until(
      'one folded section less',
      () => folded.count(),
      (now) => now < left,
    );
  }
});
await sound('all sections open');

await checks.check('comparison of four', async () => {
  await panel.hook('compare').click();
  const panes = await compared((await panel.hook('layer-consensus').count()) ? 4 : 2);
  if (panes.length < 4) {
    await panel.hook('panes-4').click();
    await compared(4);
  }
});
await sound('comparison');
await legible('comparison', 12);
await checks.check('difference, counterpart and flips', async () => {
  await panel.hook('pane-1').selectOption('reconstruction:diffusion-ad');
  await page.locator('.lacuna-divider').waitFor();
  await panel.hook('pane-4').selectOption('difference');
  await panel.hook('pane-3').selectOption('flips');
  await page.locator('.lacuna-divider[aria-valuetext*="%"]').waitFor();
});
await sound('difference, counterpart and flips');
await legible('difference, counterpart and flips', 10);

await checks.check('an export is told of', async () => {
  assert.match(await panel.exportStatus(() => panel.hook('export-seg').click()), /^Saved/);
});
await sound('exported');

await checks.check('MPR', async () => {
  await panel.hook('compare').click();
  await compared(1);
  await page.evaluate(() => {
    const { commandsManager } = globalThis as unknown as {
      commandsManager: { runCommand(name: string, options: Record<string, unknown>): void };
    };
    commandsManager.runCommand('setHangingProtocol', { protocolId: 'mpr' });
  });
  await until(
    'three planes with colour bars',
    () => page.locator('.lacuna-colour-bar').count(),
    (bars) => bars === 3,
  );
});
await sound('MPR');
await legible('MPR', 10);

await checks.check('a refused study', async () => {
  await panel.open(viewer.address, refused);
  await panel.hook('status').filter({ hasText: 'MR' }).waitFor();
});
await sound('refused');

await checks.check('in German', async () => {
  await page.evaluate(() => {
    localStorage.setItem('i18nextLng', 'de');
    document.cookie = 'i18next=de; path=/'; // which OHIF asks first
  });
  await panel.open(viewer.address, study.studyInstanceUID);
  await page.locator('.lacuna[lang=de]').waitFor();
});
await sound('in German');
await checks.check('… with results, map and both dialogs', async () => {
  assert.equal(await panel.run('slice'), 'fertig');
  await page.keyboard.press('Escape');
  await page.keyboard.press('g');
  await page.locator('.lacuna-colour-bar').first().waitFor();
  await page.keyboard.press('Shift+I');
  await panel.hook('about-limits').waitFor();
  assert.equal(await panel.hook('about').getAttribute('lang'), 'de');
});
await sound('in German, about the map');
await page.keyboard.press('Escape');
await page.keyboard.press('?');
await sound('in German, “How to read this”');
await page.keyboard.press('Escape');
await sound('in German, results and map');
await checks.check(
  'narrow windows, and 200 %: both notices are read, every part of the panel is reached',
  () => narrowWindows(page),
);

console.log(
  `       faults of OHIF's own: ${[...foreign].map(([rule, n]) => `${rule} ${n}`).join(', ') || 'none'}`,
);
await finish(checks, viewer);
fs.rmSync(scratch, { recursive: true, force: true });
