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
    await this.page.waitForFunction(
      () => document.querySelector('[data-cy="lacuna-weights"]')?.textContent?.startsWith('Weights ') === true &&
        !document.querySelector('[data-cy="lacuna-weights"]')?.textContent?.includes('not loaded'),
      null,
      { timeout: START_LIMIT_MS },
    );
    await this.page.locator('[data-cy="lacuna-chart"], [data-cy="lacuna-status"].lc-error').first().waitFor({ timeout: START_LIMIT_MS });
  }

  /** The status once nothing runs any more. */
  async settled(): Promise<string> {
    await this.page.waitForFunction(
      () => !/^(idle|running)/.test(document.querySelector('[data-cy="lacuna-status"]')?.textContent ?? 'running'),
      null,
      { timeout: RUN_LIMIT_MS },
    );
    return this.text('status');
  }

  async run(what: 'slice' | 'series'): Promise<string> {
    await this.hook(`run-${what}`).click();
    await this.page.waitForFunction(() => /^running/.test(document.querySelector('[data-cy="lacuna-status"]')?.textContent ?? ''));
    return this.settled();
  }

  /** Position on the threshold scale, 0..4. */
  async setThreshold(position: number): Promise<void> {
    await this.hook('threshold').fill(String(Math.round(position * 100)));
  }

  /** Slices of the chart whose points are filled, per method. */
  candidates(method: string): Promise<number> {
    return this.page.locator(`[data-cy="lacuna-chart-point-${method}"][data-candidate="true"]`).count();
  }
}
