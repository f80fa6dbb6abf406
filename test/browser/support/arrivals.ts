import type { Page } from 'playwright-core';

/** One method's result of one slice (display order) has appeared in the chart, and with it its layer. */
export interface Arrival {
  slice: number;
  method: string;
  /** Milliseconds of the page's clock. */
  at: number;
}
interface Recording {
  lacunaArrivals: Arrival[];
}

/** Records from now on, every 10 ms, which results have appeared; survives no reload. */
export async function recordArrivals(page: Page): Promise<void> {
  await page.evaluate(() => {
    const recording = globalThis as unknown as Recording;
    recording.lacunaArrivals = [];
    const seen = new Set<string>();
    setInterval(() => {
      for (const point of document.querySelectorAll<SVGElement>('[data-cy^="lacuna-chart-point-"]')) {
        const method = point.dataset['cy']!.replace('lacuna-chart-point-', '');
        const slice = Number(point.dataset['slice']);
        if (seen.has(`${slice} ${method}`)) continue;
        seen.add(`${slice} ${method}`);
        recording.lacunaArrivals.push({ slice, method, at: performance.now() });
      }
    }, 10);
  });
}

export function arrivals(page: Page): Promise<Arrival[]> {
  return page.evaluate(() => (globalThis as unknown as Recording).lacunaArrivals);
}

/** Waits until every method has a result on a slice; gives the page's time at which the last one appeared. */
export async function arrived(page: Page, slice: number, methods: readonly string[]): Promise<number> {
  await page.waitForFunction(
    ([wanted, names]) => {
      const list = (globalThis as unknown as Recording).lacunaArrivals;
      return names.every((name) => list.some(({ slice: at, method }) => at === wanted && method === name));
    },
    [slice, methods] as const,
    { timeout: 120_000, polling: 'raf' },
  );
  const own = (await arrivals(page)).filter(
    (arrival) => arrival.slice === slice && methods.includes(arrival.method),
  );
  return Math.max(...own.map(({ at }) => at));
}
