import type { Page } from 'playwright-core';
import { until } from '../support/until.ts';

/** A window of 1280 by 800 at 200 % is the last one; of the others the widths of small screens. */
const NARROW: readonly (readonly [width: number, height: number])[] = [
  [1024, 768],
  [960, 600],
  [720, 560],
  [640, 400],
];

/** Places along a text where something else lies over it, or that are outside the window; both notices at all times. */
export function covered(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    ['.lacuna-brand-notice', '.lacuna .lc-footer .lc-research-use'].flatMap((selector) => {
      const element = document.querySelector<HTMLElement>(selector);
      if (!element) return [`${selector} is not there`];
      const range = document.createRange();
      range.selectNodeContents(element);
      const { left, width, top, height } = range.getBoundingClientRect();
      element.style.pointerEvents = 'auto'; // else nothing could be asked for it
      const hidden = [0.02, 0.25, 0.5, 0.75, 0.98].filter((share) => {
        const at = document.elementFromPoint(left + share * width, top + height / 2);
        return !(at && element.contains(at));
      });
      element.style.pointerEvents = '';
      return hidden.map((share) => `${selector} at ${share} in a window of ${innerWidth}`);
    }),
  );
}

/** In each window the notices can be read, the panel keeps its width, and its main controls can be scrolled to. */
export async function narrowWindows(page: Page): Promise<void> {
  for (const [width, height] of NARROW) {
    await page.setViewportSize({ width, height });
    await page.waitForFunction((wanted) => innerWidth === wanted, width);
    const window = `in a window of ${width} by ${height}`;
    const none = (list: readonly string[]) => list.length === 0;
    await until(`notices ${window}`, () => covered(page), none);
    await until(`controls ${window}`, () => lost(page), none);
  }
  await page.setViewportSize({ width: 1280, height: 800 });
}

/** Controls that cannot be scrolled into the panel, or stand beyond the window. */
function lost(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const scroll = document.querySelector<HTMLElement>('.lacuna .lc-scroll')!;
    return ['run-series', 'threshold', 'candidates', 'chart', 'export-seg'].filter((hook) => {
      const control = document.querySelector(`[data-cy="lacuna-${hook}"]`)!;
      control.scrollIntoView({ block: 'nearest' });
      const box = control.getBoundingClientRect();
      const room = scroll.getBoundingClientRect();
      const seen = Math.min(box.bottom, room.bottom, innerHeight) - Math.max(box.top, room.top);
      return box.left < 0 || box.right > innerWidth || seen < Math.min(box.height, 20);
    });
  });
}
