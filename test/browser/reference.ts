/** Comparison with a reference segmentation, and runs over several seeds, in the running viewer. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { writeTruthSegmentation } from './candidates/truth-segmentation.ts';
import { CandidateDriver } from './candidates/candidate-driver.ts';
import { firstBuiltInStudy, STUDIES } from './support/built-in-studies.ts';
import { Checks } from './support/checks.ts';
import { finish } from './support/finish.ts';
import { launchViewer } from './support/launch.ts';
import { LIMIT_MS, settled } from './support/until.ts';
import { PanelDriver } from './whole-path/panel-driver.ts';
import { labelMasks } from './whole-path/page-probes.ts';

const study = firstBuiltInStudy();
const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'lacuna-reference-'));
const truth = await writeTruthSegmentation(STUDIES, scratch);
const expert = [...truth.mass, ...truth.spot].reduce(
  (sum, mask) => sum + mask.reduce((pixels, value) => pixels + value, 0),
  0,
);

const viewer = await launchViewer({ studyFolders: [scratch], viewport: { width: 1280, height: 800 } });
const { page } = viewer;
const panel = new PanelDriver(page);
const list = new CandidateDriver(page);
const checks = new Checks();

const cells = async (layer: string): Promise<string[]> =>
  page.locator(`[data-cy="lacuna-reference-figures"] tr[data-layer="${layer}"] td`).allInnerTexts();
/** Figures, not a sentence that they are on their way. */
const complete = (figures: readonly string[]) => Number(figures[0]) >= 0 && figures[0] !== '';

await checks.check('a segmentation of another maker can be chosen as the reference', async () => {
  await panel.open(viewer.address, study.studyInstanceUID);
  await panel
    .hook('reference-choice')
    .locator('option', { hasText: 'Expert reading' })
    .waitFor({ state: 'attached' });
  assert.equal(await panel.run('series'), 'done');
  await list.settled();
  const value = await panel
    .hook('reference-choice')
    .locator('option', { hasText: 'Expert reading' })
    .getAttribute('value');
  await panel.hook('reference-choice').selectOption(value!);
  await panel.hook('reference-figures').waitFor();
});

await checks.check('Dice is that of the pixels of the layer', async () => {
  const masks = Object.values(await settled('masks', () => labelMasks(page, 'lacuna:consensus:')));
  const marked = masks.reduce(
    (sum, mask) => sum + Buffer.from(mask, 'base64').filter((v) => v !== 0).length,
    0,
  );
  const [dice, sensitivity] = (await settled('figures', () => cells('consensus'), complete)).map(Number);
  // all slices are equally thick, so that Dice and sensitivity give the pixels in both; they agree to rounding
  const bothByDice = (dice! * (marked + expert)) / 2;
  const bothBySensitivity = sensitivity! * expert;
  assert.ok(dice! > 0.5 && dice! < 1, `Dice ${dice}`);
  assert.ok(
    Math.abs(bothByDice - bothBySensitivity) < 0.002 * (marked + expert),
    `${bothByDice} ${bothBySensitivity}`,
  );
  await panel.hook('reference').scrollIntoViewIfNeeded();
  await viewer.screenshot('reference-1-figures');
});

await checks.check('the figures follow the threshold, rejections and the segment', async () => {
  const before = await settled('figures', () => cells('consensus'), complete);
  await panel.setThreshold(1);
  const lower = await settled(
    'figures at a lower threshold',
    () => cells('consensus'),
    (now) => complete(now) && now[0] !== before[0],
  );
  assert.ok(Number(lower[1]) >= Number(before[1]), 'a lower threshold marks no less of the reference');
  assert.ok(Number(lower[2]) > Number(before[2]), 'a lower threshold marks more outside');
  await panel.setThreshold(3);
  await list.until(async () => (await cells('consensus'))[0] === before[0]);
  await list.settled();
  await list.row(0).reject.click();
  await list.until(async () => Number((await cells('consensus'))[1]) < Number(before[1]) / 2);
  await list.row(0).reject.click();
  await list.until(async () => (await cells('consensus'))[1] === before[1]);
  await panel.hook('reference-segment').selectOption({ label: 'Spot' });
  await list.until(async () => (await cells('consensus'))[0] !== before[0]);
});

await checks.check('several seeds give every region its stability, and a map of the variation', async () => {
  await panel.hook('seeds').fill('2');
  await panel.hook('run-seeds').click();
  await page.waitForFunction(
    () =>
      /Variation over 2 seeds/.test(
        document.querySelector('[data-cy="lacuna-seeds-status"]')?.textContent ?? '',
      ),
    null,
    { timeout: 5 * LIMIT_MS },
  );
  await list
    .row(0)
    .root.filter({ hasText: /stable (0|50|100) %/ })
    .waitFor();
  await list.row(0).go.click();
  await panel.hook('variation-layer').selectOption('latent-bernoulli');
  await page.waitForFunction(() => {
    const canvas = document.querySelector<HTMLCanvasElement>('.lacuna-overlay');
    if (!canvas || canvas.width === 0) return false;
    const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
    return data.some((value, i) => i % 4 === 3 && value > 100);
  });
  await viewer.screenshot('reference-2-variation');
  await page.setViewportSize({ width: 2560, height: 1440 });
  await panel.hook('reference').scrollIntoViewIfNeeded();
  await list.row(0).go.click();
  await viewer.screenshot('reference-3-large');
});

await finish(checks, viewer);
fs.rmSync(scratch, { recursive: true, force: true });
