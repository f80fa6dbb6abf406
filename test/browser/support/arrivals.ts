import type { Page } from 'playwright-core';
import { LIMIT_MS } from './until.ts';

/** One method's result of one slice (display order) has appeared in the chart, and with it its layer. */
export interface Arrival {
  slice: number;
  method: string;
  /** Milliseconds of the page's clock. */
  at: number;
}
interface Recording {
  lacunaArrivals: Arrival[];
  lacunaArrived: Set<string>;
}

/** Records from now on, every 10 ms, which results have appeared; survives no reload. */
export async function recordArrivals(page: Page): Promise<void> {
  await page.evaluate(() => {
    const recording = globalThis as unknown as Recording;
    recording.lacunaArrivals = [];
    recording.lacunaArrived = new Set();
    setInterval(() => {
      const seen = recording.lacunaArrived;
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

/** What is there now is recorded again, as having appeared now; what was there before and is gone, is forgotten. */
export async function forgetArrivals(page: Page): Promise<void> {
  await page.evaluate(() => {
    const recording = globalThis as unknown as Recording;
    recording.lacunaArrivals = [];
    recording.lacunaArrived = new Set();
  });
  await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 50))); // the recorder has looked
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
    { timeout: 2 * LIMIT_MS, polling: 'raf' },
  );
  const own = (await arrivals(page)).filter(
    (arrival) => arrival.slice === slice && methods.includes(arrival.method),
  );
  return Math.max(...own.map(({ at }) => at));
}

/** Goes straight to a slice by the chart, as a click there does; gives the page's time of the click. */
export function jumpTo(page: Page, slice: number): Promise<number> {
  return page.evaluate((wanted) => {
    const chart = document.querySelector<SVGSVGElement>('[data-cy="lacuna-chart"]')!;
    const { left, width } = chart.getBoundingClientRect();
    const points = [...chart.querySelectorAll<SVGGraphicsElement>('[data-slice]')].map((point) => ({
      slice: Number(point.dataset['slice']),
      x: Number(point.getAttribute('cx')),
    }));
    const a = points[0]!; // the scale of the chart, from two points that are there
    const b = points.find((point) => point.slice !== a.slice)!;
    const x = a.x + ((b.x - a.x) / (b.slice - a.slice)) * (wanted - a.slice);
    const clientX = left + (x * width) / chart.viewBox.baseVal.width;
    const now = performance.now();
    chart.dispatchEvent(new MouseEvent('click', { bubbles: true, clientX }));
    return now;
  }, slice);
}
