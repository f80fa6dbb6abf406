import { openPreferences } from '../keyboard/preferences.ts';
import { until } from '../support/until.ts';
import { viewports } from '../whole-path/page-probes.ts';
import type { GalleryState, Visit } from './stage.ts';

const LIMIT_MS = 180_000;
/** Through the right frontal mass of synthetic A. */
const SLICE = 6;

const panes = ({ page }: Visit, count: number) =>
  until(
    `${count} panes`,
    () => viewports(page),
    (list) => list.length === count && list.every(({ label }) => label !== ''),
    LIMIT_MS,
  );
const toTop = ({ page }: Visit) =>
  page.evaluate(() => document.querySelector('.lc-scroll')!.scrollTo({ top: 0 }));
const scrollTo = ({ panel }: Visit, hook: string) =>
  panel.hook(hook).evaluate((element) => element.scrollIntoView({ block: 'center' }));
const rest = ({ page }: Visit) => page.waitForTimeout(600);

let sizeBefore: { width: number; height: number } | undefined;

export const STATES: readonly GalleryState[] = [
  [
    '01-source',
    async (visit) => {
      await visit.open();
      await visit.panel.goToSlice(SLICE);
      await toTop(visit);
    },
  ],
  [
    '02-slice-done',
    async (visit) => {
      await visit.page.keyboard.press('Escape');
      await visit.panel.hook('run-slice').click();
      await until(
        'no longer idle',
        () => visit.panel.text('status-detail'),
        (text) => text !== '',
        LIMIT_MS,
      );
      await visit.panel.settled();
    },
  ],
  [
    '03-uncertainty',
    async (visit) => {
      const { panel } = visit;
      await panel.hook('seeds').fill('3');
      await panel.hook('run-seeds').click();
      await panel.hook('variation-layer').waitFor({ timeout: LIMIT_MS });
      await panel.hook('variation-layer').selectOption({ index: 1 });
      await scrollTo(visit, 'uncertainty');
      await rest(visit);
    },
  ],
  [
    '04-running',
    async (visit) => {
      const variation = visit.panel.hook('variation-layer');
      if (await variation.count()) await variation.selectOption({ index: 0 });
      await visit.panel.hook('run-series').click();
      await until(
        'some results',
        () => visit.panel.hook('chart').locator('circle').count(),
        (n) => n > 8,
        LIMIT_MS,
      );
      await toTop(visit);
    },
  ],
  [
    '05-done',
    async (visit) => {
      await visit.panel.settled();
      const hint = visit.panel.hook('hint-away');
      if (await hint.count()) await hint.click();
      await toTop(visit);
      await rest(visit);
    },
  ],
  [
    '06-candidate',
    async (visit) => {
      await visit.page.keyboard.press('Escape');
      await visit.page.keyboard.press('k');
      await visit.page.locator('[data-cy="lacuna-highlight"] path').first().waitFor();
      await visit.page.keyboard.press('y');
      await visit.page.keyboard.press('k');
      await visit.page.keyboard.press('u');
      await visit.page.keyboard.press('j');
      await rest(visit);
    },
  ],
  [
    '07-heat-map',
    async (visit) => {
      await visit.page.keyboard.press('g');
      await visit.page.locator('.lacuna-colour-bar').first().waitFor();
      await scrollTo(visit, 'map');
      await rest(visit);
    },
  ],
  ...([4, 3, 2, 1] as const).map((count): GalleryState => [
    `08-compare-${count}`,
    async (visit) => {
      const { panel } = visit;
      if (!(await panel.hook('compare').isChecked())) await panel.hook('compare').click();
      await panel.hook(`panes-${count}`).click();
      await panes(visit, count);
      await scrollTo(visit, 'compare');
      await rest(visit);
    },
  ]),
  [
    '0B-overview', // of the README
    async (visit) => {
      const size = visit.page.viewportSize()!;
      await visit.page.setViewportSize({ width: 1440, height: 900 });
      await visit.panel.hook('panes-4').click();
      await panes(visit, 4);
      await toTop(visit);
      await rest(visit);
      sizeBefore = size;
    },
  ],
  [
    '09-counterpart-flips-difference',
    async (visit) => {
      const { panel, page } = visit;
      if (sizeBefore) await page.setViewportSize(sizeBefore);
      await panel.hook('panes-4').click();
      await panes(visit, 4);
      await panel.hook('pane-1').selectOption('reconstruction:diffusion-ad');
      await panel.hook('pane-2').selectOption('reconstruction:latent-bernoulli');
      await panel.hook('pane-3').selectOption('flips');
      await panel.hook('pane-4').selectOption('difference');
      await page.locator('.lacuna-divider').first().waitFor({ timeout: LIMIT_MS });
      await panel.hook('flip-trace').click();
      await page
        .getByText(/(Step|Schritt) 1/)
        .first()
        .waitFor({ timeout: LIMIT_MS });
      await scrollTo(visit, 'pane-4');
      await rest(visit);
    },
  ],
  [
    '10-exported',
    async (visit) => {
      const { panel } = visit;
      await panel.hook('compare').click();
      await panel.hook('export-kind').selectOption('sr');
      await panel.hook('export-kind').selectOption('seg');
      await panel.hook('export-seg').click();
      await until(
        'saved',
        () => panel.text('export-status'),
        (text) => /lacuna-seg/.test(text),
        LIMIT_MS,
      );
      await scrollTo(visit, 'export-seg');
      await rest(visit);
    },
  ],
  [
    '11-chart',
    async (visit) => {
      await visit.panel.hook('chart').focus();
      await scrollTo(visit, 'chart');
      await rest(visit);
    },
  ],
  [
    '12-sections-open',
    async (visit) => {
      const folded = visit.page.locator('.lacuna details:not([open]) > summary');
      for (let left = await folded.count(); left > 0; left--) await folded.first().click();
      await visit.page.evaluate(() => document.querySelector('.lc-scroll')!.scrollTo({ top: 1e6 }));
      await rest(visit);
    },
  ],
  [
    '13-panel-folded-away',
    async ({ page }) => {
      const box = (await page.locator('[data-cy="lacuna-panel"]').boundingBox())!;
      await page.mouse.move(box.x - 3, box.y + box.height / 2);
      await page.mouse.down();
      await page.mouse.move(box.x + 400, box.y + box.height / 2, { steps: 8 });
      await page.mouse.up();
      await page.waitForTimeout(600);
    },
  ],
  ['14-preferences', async ({ page }) => void (await openPreferences(page), await page.waitForTimeout(400))],
];
