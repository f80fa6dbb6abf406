import type { Page } from 'playwright-core';

/** Texts of the panel that are cut off, run over their control, or leave the panel; names of things may end in "…". */
export function overflowing(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const panel = document.querySelector<HTMLElement>('.lacuna .lc-scroll')!;
    const { left, right } = panel.getBoundingClientRect();
    return [...panel.querySelectorAll<HTMLElement>('*')]
      .filter((element) => {
        const { width, left: from, right: to } = element.getBoundingClientRect();
        if (width === 0 || element.closest('svg, select')) return false;
        const own = [...element.childNodes].some(
          (node) => node.nodeType === Node.TEXT_NODE && node.textContent!.trim() !== '',
        );
        if (!own) return false;
        const ends = getComputedStyle(element).textOverflow === 'ellipsis';
        return (
          from < left - 1 ||
          to > right + 1 ||
          (!ends && element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 0)
        );
      })
      .map((element) => `${element.tagName} ${element.textContent!.slice(0, 60)}`);
  });
}
