import type { Page } from 'playwright-core';
import { METHOD_IDS } from '@lacuna/core/inference/detector.ts';
import { arrivals, arrived, forgetArrivals, jumpTo } from '../support/arrivals.ts';
import { until } from '../support/until.ts';
import type { PanelDriver } from '../whole-path/panel-driver.ts';

/** Display order, all with brain: run alone is the first of these without results, and scrolled to the first of those. */
const ALONE = [3, 8, 20, 6, 10];
const STOPS = [18, 16, 5, 4, 15, 7, 14];
/** In each round; each has a seed of its own, as results are kept. */
const PAIRS = 3;
/** Stops without results that a pair begins with: the series takes some before it is stopped at one. */
const LEFT = 4;
/** Run first in every round. */
const FIRST = [13, 12];
/** Until the slice scrolled to is drawn: a run alone is alone. */
const REST_MS = 300;

export interface ScrollWaits {
  /** From the click on "run slice" to the results of both methods, nothing else running [ms]. */
  alone: number[];
  /** From the click that scrolls to the results of both methods, the series running [ms]. */
  waits: number[];
  /** Results of other slices that appeared in the meantime. */
  overtakers: number[];
}

/**
 * Slices run alone and slices scrolled to in turns, so that whatever else the machine does strikes both alike. Needs
 * `recordArrivals`.
 */
export async function scrollWaits(panel: PanelDriver, rounds: number): Promise<ScrollWaits> {
  const { page } = panel;
  const found: ScrollWaits = { alone: [], waits: [], overtakers: [] };
  await panel.hook('seed').evaluate((seed) => seed.closest('details')?.setAttribute('open', ''));
  const wanted = rounds * PAIRS;
  for (let round = 0; found.waits.length < wanted; round++) {
    if (round === 3 * rounds)
      throw new Error(`Only ${found.waits.length} of ${wanted} pairs in ${round} rounds.`);
    await panel.hook('seed').fill(String(100 + round));
    for (const slice of FIRST) {
      await panel.goToSlice(slice);
      await run(panel); // the results of the last seed go with its first; the chart has a scale with two
    }
    await forgetArrivals(page);
    for (let pair = 0; pair < PAIRS && found.waits.length < wanted; pair++) {
      const [alone] = await unknown(page, ALONE);
      if (alone === undefined || (await unknown(page, STOPS)).length < LEFT) break; // the series was fast: another seed
      await jumpTo(page, alone);
      await page.waitForTimeout(REST_MS);
      const start = await clickRunSlice(page);
      found.alone.push((await arrived(page, alone, METHOD_IDS)) - start);
      await panel.settled();
      const known = await arrivals(page);
      await panel.hook('run-series').click();
      await until(
        'a result of the series',
        () => arrivals(page),
        (now) => now.length > known.length,
      );
      await page.waitForTimeout((round * 137 + pair * 211) % 400); // so that the stops fall on different models
      const [stop] = await unknown(page, STOPS);
      if (stop === undefined) throw new Error('The series had ended before the scroll stop.');
      await scrollTo(page, stop, found);
      await panel.hook('cancel').click();
      await panel.settled();
    }
  }
  return found;
}

/** Of these slices, those that have no results yet. */
async function unknown(page: Page, slices: readonly number[]): Promise<number[]> {
  const known = new Set((await arrivals(page)).map(({ slice }) => slice));
  return slices.filter((slice) => !known.has(slice));
}

async function scrollTo(page: Page, slice: number, { waits, overtakers }: ScrollWaits): Promise<void> {
  const stop = await jumpTo(page, slice);
  const at = await arrived(page, slice, METHOD_IDS);
  waits.push(at - stop);
  const others = (await arrivals(page)).filter(
    (other) => other.at > stop && other.at < at && other.slice !== slice && other.method !== 'consensus',
  );
  overtakers.push(others.length);
}

async function run(panel: PanelDriver): Promise<void> {
  const status = await panel.run('slice');
  if (status !== 'done') throw new Error(`The run of a slice ended with "${status}".`);
}

/** Gives the page's time of the click. */
function clickRunSlice(page: Page): Promise<number> {
  return page.evaluate(() => {
    const now = performance.now();
    document.querySelector<HTMLButtonElement>('[data-cy="lacuna-run-slice"]')!.click();
    return now;
  });
}
