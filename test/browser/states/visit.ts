import type { BrowserContext, Page, Worker } from 'playwright-core';
import type { FaultProxy } from '../support/fault-proxy.ts';
import type { Viewer } from '../support/launch.ts';
import { LIMIT_MS as USUAL_LIMIT_MS, until } from '../support/until.ts';
import { PanelDriver } from '../whole-path/panel-driver.ts';

const LIMIT_MS = 2 * USUAL_LIMIT_MS;

interface Recorded {
  lacunaNotices: string[];
  lacunaStatuses: string[];
}

/** A first visit of a browser that has nothing of ours in its cache. */
export class Visit {
  readonly panel: PanelDriver;
  /** Place of the status that was waited for last, among all that this page has said. */
  private heard = 0;

  private constructor(
    readonly context: BrowserContext,
    readonly page: Page,
    /** Errors in the console and uncaught ones, of page and workers. */
    readonly errors: string[],
  ) {
    this.panel = new PanelDriver(page);
  }

  static async begin(viewer: Viewer): Promise<Visit> {
    const context = await viewer.browser.newContext({ viewport: { width: 1280, height: 800 } });
    const page = await context.newPage();
    const errors: string[] = [];
    page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
    page.on('pageerror', (error) => errors.push(`uncaught: ${error.message}`));
    await page.addInitScript(recordNotices);
    return new Visit(context, page, errors);
  }

  /** Goes to the mode; waits for the panel, not for weights. */
  async open(proxy: FaultProxy, studyInstanceUID: string, query = ''): Promise<void> {
    this.heard = 0;
    await this.page.goto(`${proxy.address}anomaly?StudyInstanceUIDs=${studyInstanceUID}${query}`);
    await this.panel.hook('panel').waitFor({ timeout: LIMIT_MS });
  }

  /** Waits for a notice of a kind, and gives what it says. */
  async notice(kind: string): Promise<string> {
    const said = await this.page.waitForFunction(
      (wanted) => document.querySelector(`[data-cy="lacuna-notice"][data-kind="${wanted}"] p`)?.textContent,
      kind,
      { timeout: LIMIT_MS },
    );
    return (await said.jsonValue())!;
  }

  async noNotice(kind: string): Promise<void> {
    const notice = this.page.locator(`[data-cy="lacuna-notice"][data-kind="${kind}"]`);
    await notice.waitFor({ state: 'detached', timeout: LIMIT_MS });
  }

  /** Everything that the notices have said so far, in order. */
  said(): Promise<string[]> {
    return this.page.evaluate(() => (globalThis as unknown as Recorded).lacunaNotices);
  }

  /** Until the status says so or, however short, has said so after the one waited for last. */
  async status(pattern: RegExp): Promise<void> {
    const list = await until(
      `status ${pattern}`,
      () => this.page.evaluate(() => (globalThis as unknown as Recorded).lacunaStatuses),
      (texts) => texts.some((text, n) => n >= this.heard && pattern.test(text)),
      LIMIT_MS,
    );
    this.heard = list.findIndex((text, n) => n >= this.heard && pattern.test(text));
  }

  tryAgain(): Promise<void> {
    return this.panel.hook('try-again').click();
  }

  /** The worker that holds the sessions. */
  worker(): Worker {
    const found = this.page.workers().filter((worker) => worker.url().includes('inference-worker'));
    if (found.length !== 1) throw new Error(`${found.length} inference workers`);
    return found[0]!;
  }

  /** Whether all that the panel says beside the status lies within its width, unclipped and in view. */
  fits(): Promise<boolean> {
    return this.page.evaluate(() => {
      const panel = document.querySelector('[data-cy="lacuna-panel"]')!.getBoundingClientRect();
      const parts = document.querySelectorAll('[data-cy="lacuna-notices"] :is(p, button)');
      return [...parts].every((part) => {
        const { left, right, top, bottom } = part.getBoundingClientRect();
        return left >= panel.left && right <= panel.right && top >= panel.top && bottom <= innerHeight;
      });
    });
  }

  close(): Promise<void> {
    return this.context.close();
  }
}

/** Runs in the page. */
function recordNotices(): void {
  const recorded = globalThis as unknown as Recorded;
  recorded.lacunaNotices = [];
  recorded.lacunaStatuses = [];
  new MutationObserver(() => {
    const status = document.querySelector('[data-cy="lacuna-status"]')?.textContent;
    if (status && recorded.lacunaStatuses.at(-1) !== status) recorded.lacunaStatuses.push(status);
    for (const notice of document.querySelectorAll('[data-cy="lacuna-notice"] p')) {
      const text = notice.textContent;
      if (text && recorded.lacunaNotices.at(-1) !== text) recorded.lacunaNotices.push(text);
    }
  }).observe(document, { childList: true, characterData: true, subtree: true });
}
