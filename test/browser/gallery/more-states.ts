import type { GalleryState, Visit } from './stage.ts';

const LIMIT_MS = 60_000;
const rest = ({ page }: Visit) => page.waitForTimeout(600);
const toTop = ({ page }: Visit) =>
  page.evaluate(() => document.querySelector('.lc-scroll')!.scrollTo({ top: 0 }));

let sizeBefore: { width: number; height: number } | null = null;

/** Dialogs, other planes, light colours, an empty list, many steps, a narrow window: after the states of a run. */
export const MORE_STATES: readonly GalleryState[] = [
  [
    '15-about',
    async (visit) => {
      await toTop(visit);
      await visit.panel.hook('about-latent-bernoulli').click();
      await visit.panel.hook('about-limits').waitFor();
    },
  ],
  [
    '16-help',
    async ({ page, panel }) => {
      await page.keyboard.press('Escape');
      await panel.hook('help-open').click();
      await panel.hook('help-keys').waitFor();
    },
  ],
  [
    '17-light-colours',
    async (visit) => {
      const { page, panel } = visit;
      await page.keyboard.press('Escape');
      if ((await panel.hook('map').getAttribute('aria-checked')) === 'false') await panel.hook('map').click();
      await panel.hook('map-colours').selectOption('cividis');
      await panel.hook('map-opacity').fill('100');
      await panel.hook('map').evaluate((element) => element.scrollIntoView({ block: 'center' }));
      await rest(visit);
    },
  ],
  [
    '18-no-region',
    async (visit) => {
      const { panel } = visit;
      await panel.hook('map').click();
      await panel.hook('candidate-minimum').fill('400');
      await panel.hook('candidates').evaluate((element) => element.scrollIntoView({ block: 'center' }));
      await rest(visit);
    },
  ],
  [
    '1A-steps',
    async (visit) => {
      const { page, panel } = visit;
      await panel.hook('candidate-minimum').fill('0');
      await panel.hook('map').click();
      await panel.hook('steps').selectOption('200');
      await toTop(visit);
      await panel.hook('run-slice').click();
      await page
        .getByText(/(Coarse|Grob): /)
        .first()
        .waitFor();
    },
  ],
  [
    '1B-narrow',
    async (visit) => {
      const { page, panel } = visit;
      await panel.settled();
      await panel.hook('steps').selectOption({ index: 0 });
      await panel.hook('run-series').click();
      await panel.settled();
      sizeBefore = page.viewportSize();
      await page.setViewportSize({ width: 820, height: 600 });
      await panel.hook('compare').click();
      for (const [i, content] of ['source', 'latent-bernoulli', 'diffusion-ad', 'consensus'].entries())
        await panel.hook(`pane-${i + 1}`).selectOption(content);
      await page.waitForTimeout(2500);
    },
  ],
  [
    '19-mpr',
    async (visit) => {
      const { page, panel } = visit;
      await panel.hook('compare').click();
      if (sizeBefore) await page.setViewportSize(sizeBefore);
      await rest(visit);
      await page.evaluate(() => {
        const { commandsManager } = globalThis as unknown as {
          commandsManager: { runCommand(command: string, options: unknown): void };
        };
        commandsManager.runCommand('setHangingProtocol', { protocolId: 'mpr' });
      });
      await page.waitForFunction(() => document.querySelectorAll('.lacuna-colour-bar').length === 3, null, {
        timeout: LIMIT_MS,
      });
      await page.locator('[data-cy="lacuna-candidate-go"]').first().click(); // the planes go to its centre
      await page.waitForTimeout(3000);
    },
  ],
];
