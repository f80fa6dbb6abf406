import type { Page } from 'playwright-core';

interface Recorded {
  lacunaRunsEnded?: number;
}

/** From now on the ends of runs are counted in the page, as a run of known results is over sooner than one can look; gives the count. */
export function countRuns(page: Page): Promise<number> {
  return page.evaluate(() => {
    const recorded = globalThis as unknown as Recorded;
    if (recorded.lacunaRunsEnded !== undefined) return recorded.lacunaRunsEnded;
    recorded.lacunaRunsEnded = 0;
    new MutationObserver((changes) => {
      for (const { target, oldValue } of changes)
        if (oldValue === 'running' && (target as HTMLElement).dataset['cy'] === 'lacuna-status')
          recorded.lacunaRunsEnded!++;
    }).observe(document, { subtree: true, attributeFilter: ['data-state'], attributeOldValue: true });
    return 0;
  });
}

export const runsEnded = (page: Page): Promise<number> =>
  page.evaluate(() => (globalThis as unknown as Recorded).lacunaRunsEnded ?? 0);
