import type { Download, Locator, Page } from 'playwright-core';
import { LIMIT_MS, settled, until } from '../support/until.ts';
import { countRuns, runsEnded } from './runs-ended.ts';

const START_LIMIT_MS = 2 * LIMIT_MS;
const RUN_LIMIT_MS = 5 * LIMIT_MS;

/** The panel as a person uses it. */
export class PanelDriver {
  constructor(readonly page: Page) {}

  hook(name: string): Locator {
    return this.page.locator(`[data-cy="lacuna-${name}"]`);
  }

  text(name: string): Promise<string> {
    return this.hook(name).innerText();
  }

  /** Opens a study in the mode and waits for the weights and for a series that has been looked at. */
  async open(address: string, studyInstanceUID: string, query = ''): Promise<void> {
    await this.page.goto(`${address}anomaly?StudyInstanceUIDs=${studyInstanceUID}${query}`);
    await this.ready();
  }

  async ready(): Promise<void> {
    await this.hook('panel').waitFor({ timeout: START_LIMIT_MS });
    await this.page
      .locator('[data-cy="lacuna-weights"][data-state="ready"]')
      .waitFor({ state: 'attached', timeout: START_LIMIT_MS });
    await this.page
      .locator('[data-cy="lacuna-chart"], [data-cy="lacuna-status"].lc-error')
      .first()
      .waitFor({ timeout: START_LIMIT_MS });
  }

  /** The status once nothing runs any more. */
  async settled(): Promise<string> {
    await this.page
      .locator('[data-cy="lacuna-status"]:not([data-state="idle"], [data-state="running"])')
      .waitFor({ timeout: RUN_LIMIT_MS });
    return this.text('status');
  }

  /** Until the run ends, however short it is; gives the status. */
  async run(what: 'slice' | 'series'): Promise<string> {
    const before = await countRuns(this.page);
    await this.hook(`run-${what}`).click();
    await until(
      `the end of the run of a ${what}`,
      () => runsEnded(this.page),
      (now) => now > before,
      RUN_LIMIT_MS,
    );
    return this.text('status');
  }

  /** Position on the threshold scale, 0..4. */
  async setThreshold(position: number): Promise<void> {
    await this.hook('threshold').fill(String(Math.round(position * 100)));
  }

  /** Slices (from 0, in display order) whose points are filled in the chart. */
  async candidates(method: string): Promise<number[]> {
    const points = this.page.locator(`[data-cy="lacuna-chart-point-${method}"][data-candidate="true"]`);
    return points.evaluateAll((list) => list.map((point) => Number((point as SVGElement).dataset['slice'])));
  }

  /** By the keyboard, through the chart; a press before the last one has arrived would go to the same slice again. */
  async goToSlice(index: number): Promise<void> {
    const chart = this.hook('chart');
    const shown = async () => Number(await chart.getAttribute('aria-valuenow')) - 1;
    do {
      await chart.focus();
      for (let last = await shown(); last !== index;) {
        await this.page.keyboard.press(last < index ? 'ArrowRight' : 'ArrowLeft');
        last = await until('another slice', shown, (now) => now !== last);
      }
    } while ((await settled('the slice', shown)) !== index); // a series just opened goes to its middle by itself
  }

  /** What `begin` leads to in the end of an export or of storing it: not the status of the one before. */
  async exportStatus(begin: () => Promise<unknown>): Promise<string> {
    const status = this.hook('export-status');
    const changes = await status.evaluateHandle((element) => {
      const seen = { count: 0 };
      new MutationObserver(() => seen.count++).observe(element, {
        characterData: true,
        childList: true,
        subtree: true,
      });
      return seen;
    });
    await begin();
    const { text } = await until(
      'the end of an export',
      async () => ({
        changes: await changes.evaluate(({ count }) => count),
        look: await status.getAttribute('class'),
        text: await status.innerText(),
      }),
      ({ changes: count, look }) => count > 0 && /lc-(success|error)/.test(look ?? ''),
      RUN_LIMIT_MS,
    );
    await changes.dispose();
    return text;
  }

  /** Downloads what is chosen and waits until that is said to be done; `press` asks for it. */
  async download(file: string, press = () => this.hook('export-seg').click()): Promise<Download> {
    const arriving = this.page.waitForEvent('download');
    const [status] = await Promise.all([this.exportStatus(press), arriving]);
    const download = await arriving;
    await download.saveAs(file);
    if (!status.startsWith('Saved as ')) throw new Error(`The export ended with: ${status}`);
    return download;
  }

  /** Presses cancel while something runs; time in the page until the status says so, ms. */
  cancel(): Promise<number> {
    return this.page.evaluate(
      () =>
        new Promise<number>((resolve, reject) => {
          const status = document.querySelector<HTMLElement>('[data-cy="lacuna-status"]')!;
          const start = performance.now();
          if (status.dataset['state'] !== 'running') return reject(new Error('nothing is running'));
          new MutationObserver((_records, observer) => {
            const state = status.dataset['state'];
            if (state === 'running') return;
            observer.disconnect();
            if (state === 'cancelled') resolve(performance.now() - start);
            else reject(new Error(`the run ended before it was cancelled: ${state}`));
          }).observe(status, { attributes: true });
          document.querySelector<HTMLButtonElement>('[data-cy="lacuna-cancel"]')!.click();
        }),
    );
  }
}
