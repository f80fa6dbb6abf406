/** Series that are doubted or refused, several of them, and one with a reference. */
import type { GalleryState, Visit } from './stage.ts';

const LIMIT_MS = 120_000;

export interface OtherSeries {
  /** A study with several series, one of them T1. */
  readonly several: string;
  readonly refused: string;
  /** Opens one series of a study. */
  show(visit: Visit, study: string, series?: string): Promise<void>;
}

const rest = ({ page }: Visit) => page.waitForTimeout(600);

export const seriesStates = ({ several, refused, show }: OtherSeries): readonly GalleryState[] => [
  [
    '30-study-run',
    async (visit) => {
      await show(visit, several);
      await visit.panel.hook('run-study').click();
      await visit.page.waitForTimeout(2500);
    },
  ],
  [
    '31-study-done',
    async ({ page }) => {
      await page.waitForFunction(
        () => document.querySelector<HTMLButtonElement>('[data-cy="lacuna-cancel-study"]')!.disabled,
        null,
        { timeout: LIMIT_MS },
      );
    },
  ],
  ['32-guard', (visit) => show(visit, several, `${several}.3`)],
  [
    '33-guard-overridden',
    async (visit) => {
      await visit.panel.hook('guard-override').check();
      await visit.panel.run('slice');
      await rest(visit);
    },
  ],
  ['34-refused', (visit) => show(visit, refused)],
];

/** In the study with a reference segmentation. */
export const REFERENCE: readonly GalleryState[] = [
  [
    '35-reference',
    async (visit) => {
      const { panel } = visit;
      await visit.open();
      const option = panel.hook('reference-choice').locator('option', { hasText: 'Expert reading' });
      await option.waitFor({ state: 'attached' });
      await panel.run('series');
      await panel.hook('reference-choice').selectOption((await option.getAttribute('value'))!);
      await panel.hook('reference-figures').waitFor();
      await panel.goToSlice(6); // through the mass
      await visit.page.waitForTimeout(1500);
      await panel.hook('reference').evaluate((element) => element.scrollIntoView({ block: 'center' }));
      await rest(visit);
    },
  ],
];
