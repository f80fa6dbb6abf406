import type { Locator, Page } from 'playwright-core';
import { LIMIT_MS, until } from '../support/until.ts';

/** Frames between two readings of the browser's own clock. */
const STRETCH = 10;

interface PageGlobals {
  cornerstone: {
    getRenderingEngines(): {
      getViewports(): { setZoom(zoom: number): void; render(): void; getCurrentImageIdIndex(): number }[];
    }[];
  };
}

/** The list of candidate regions as a person uses it. */
export class CandidateDriver {
  constructor(readonly page: Page) {}

  private get rows(): Locator {
    return this.page.locator('[data-cy="lacuna-candidate"]');
  }

  row(index: number) {
    const root = this.rows.nth(index);
    const part = (name: string) => root.locator(`[data-cy="lacuna-candidate-${name}"]`);
    return { root, go: part('go'), reject: part('reject'), rename: part('rename'), edit: part('edit') };
  }

  count(): Promise<number> {
    return this.rows.count();
  }

  names(): Promise<string> {
    return this.rows.allTextContents().then((texts) => texts.join('\n')); // rows out of view are not laid out
  }

  withStatus(status: string): Promise<number> {
    return this.page.locator(`[data-cy="lacuna-candidate"][data-status="${status}"]`).count();
  }

  async volumes(): Promise<number[]> {
    const texts = await this.page.locator('.lc-volume').allInnerTexts();
    return texts.map((text) => Number.parseFloat(text));
  }

  /** First and last slice that a row names, as the viewer counts from 0. */
  async slicesOf(index: number): Promise<[number, number]> {
    const text = await this.rows.nth(index).locator('.lc-facts').innerText();
    const [, first, last] = /slices? (\d+)(?:–(\d+))?/.exec(text) ?? [];
    return [Number(first) - 1, Number(last ?? first) - 1];
  }

  async selected(index: number): Promise<void> {
    await this.rows.nth(index).and(this.page.locator('[aria-current]')).waitFor({ timeout: LIMIT_MS });
    await this.frames();
  }

  async status(index: number, status: string): Promise<void> {
    const wanted = this.rows.nth(index).and(this.page.locator(`[data-status="${status}"]`));
    await wanted.waitFor({ timeout: LIMIT_MS });
    await this.frames();
  }

  async rename(index: number, name: string): Promise<void> {
    await this.row(index).rename.click();
    await this.page.keyboard.type(name);
    await this.page.keyboard.press('Enter');
  }

  shownSlice(): Promise<number> {
    return this.page.evaluate(() =>
      (globalThis as unknown as PageGlobals).cornerstone
        .getRenderingEngines()[0]!
        .getViewports()[0]!
        .getCurrentImageIdIndex(),
    );
  }

  zoom(zoom: number): Promise<void> {
    return this.page.evaluate((to) => {
      const [viewport] = (globalThis as unknown as PageGlobals).cornerstone
        .getRenderingEngines()[0]!
        .getViewports();
      viewport!.setZoom(to);
      viewport!.render();
    }, zoom);
  }

  /** A stroke in the middle of the image. */
  async brush(): Promise<void> {
    const box = (await this.page.locator('[data-cy="viewport-pane"] canvas').first().boundingBox())!;
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    await this.page.mouse.move(x, y);
    await this.page.mouse.down();
    await this.page.mouse.move(x + 20, y + 10, { steps: 4 });
    await this.page.mouse.up();
  }

  /**
   * Scrolls the list from end to end, a step in each frame; the main thread's time per frame for scripts, styles and layout
   * as the browser itself counts it, ms: the median over stretches of ten frames, and the worst stretch.
   */
  async scroll(steps: number): Promise<{ median: number; worst: number }> {
    const cdp = await this.page.context().newCDPSession(this.page);
    await cdp.send('Performance.enable');
    const busy = async () => {
      const { metrics } = await cdp.send('Performance.getMetrics');
      const parts = ['ScriptDuration', 'RecalcStyleDuration', 'LayoutDuration'];
      return 1000 * metrics.reduce((sum, { name, value }) => sum + (parts.includes(name) ? value : 0), 0);
    };
    const stretches: number[] = [];
    for (let step = 0; step < steps; step += STRETCH) {
      const before = await busy();
      await this.page.locator('.lc-regions').evaluate(
        async (element, [from, to, all]) => {
          for (let at = from; at < to; at++) {
            element.scrollTop = ((element.scrollHeight - element.clientHeight) * (at + 1)) / all;
            await new Promise((resolve) => requestAnimationFrame(resolve));
          }
        },
        [step, step + STRETCH, steps] as const,
      );
      stretches.push(((await busy()) - before) / STRETCH);
    }
    await cdp.detach();
    stretches.sort((a, b) => a - b);
    return { median: stretches[Math.floor(stretches.length / 2)]!, worst: stretches.at(-1)! };
  }

  /** Whether the selected row lies within the part of the list that is seen. */
  selectedInView(): Promise<boolean> {
    return this.page.locator('.lc-regions').evaluate((element) => {
      const row = element.querySelector('[aria-current]')?.getBoundingClientRect();
      const list = element.getBoundingClientRect();
      return row !== undefined && row.top >= list.top - 1 && row.bottom <= list.bottom + 1;
    });
  }

  /** Until the list follows the layers again. */
  async settled(): Promise<void> {
    await this.page
      .locator('[data-cy="lacuna-candidates"][aria-busy="false"]')
      .waitFor({ state: 'attached', timeout: LIMIT_MS });
  }

  async until(condition: () => Promise<boolean>): Promise<void> {
    await until('the list as expected', condition, Boolean);
  }

  private frames(count = 4): Promise<void> {
    return this.page.evaluate(async (times) => {
      for (let i = 0; i < times; i++) await new Promise((resolve) => requestAnimationFrame(resolve));
    }, count);
  }
}
