import type { Locator, Page } from 'playwright-core';

const START_LIMIT_MS = 60_000;
const RUN_LIMIT_MS = 300_000;

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

  async run(what: 'slice' | 'series'): Promise<string> {
    await this.hook(`run-${what}`).click();
    await this.page.locator('[data-cy="lacuna-status"][data-state="running"]').waitFor();
    return this.settled();
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
    await chart.focus();
    for (let last = await shown(); last !== index; last = await shown()) {
      await this.page.keyboard.press(last < index ? 'ArrowRight' : 'ArrowLeft');
      await this.page.waitForFunction(
        (before) =>
          Number(document.querySelector('[data-cy="lacuna-chart"]')?.getAttribute('aria-valuenow')) - 1 !==
          before,
        last,
      );
    }
  }

  /** Presses cancel; time in the page until the status says so, ms. */
  cancel(): Promise<number> {
    return this.page.evaluate(
      () =>
        new Promise<number>((resolve) => {
          const status = document.querySelector('[data-cy="lacuna-status"]')!;
          const start = performance.now();
          new MutationObserver((_records, observer) => {
            if (status.textContent !== 'cancelled') return;
            observer.disconnect();
            resolve(performance.now() - start);
          }).observe(status, { childList: true, characterData: true, subtree: true });
          document.querySelector<HTMLButtonElement>('[data-cy="lacuna-cancel"]')!.click();
        }),
    );
  }
}
