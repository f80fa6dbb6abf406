/**
 * How closely the list of regions follows a threshold that is dragged for three seconds, in a browser that draws in software:
 * one slice run, then the whole series.
 *
 *     node --import tsx test/browser/candidates/list-speed.ts
 *
 * By hand, on a quiet machine, after a build.
 */
import assert from 'node:assert/strict';
import { installDragging, type Dragging } from '../maps/dragged-threshold.ts';
import { paneId, Reading } from '../maps/reading.ts';
import { NAMES } from '../support/names.ts';

/** What has to be reached, lists a second; LACUNA_LENIENT=3 allows a third. */
const LENIENT = Number(process.env.LACUNA_LENIENT ?? 1);
const ONE_SLICE = 30;
const WHOLE_SERIES = 10;
const LONGEST_SCRIPT_MS = 50;

const room = await Reading.start();
const { page, checks } = room;

interface Drag {
  seconds: number;
  frames: number;
  lists: number;
  /** Longest time from one list to the next, and from the last value to the list that belongs to it, ms. */
  longestGap: number;
  rest: number;
  /** Longest of all scripts of frames that took 50 ms and more; 0 where there was no such frame. */
  longestScript: number;
  most: number;
}

const drag = (ms: number): Promise<Drag> =>
  page.evaluate(async (duration) => {
    const { dragThreshold } = globalThis as unknown as Dragging;
    const section = document.querySelector('[data-cy="lacuna-candidates"]')!;
    let longestScript = 0;
    const observer = new PerformanceObserver((entries) => {
      for (const entry of entries.getEntries() as (PerformanceEntry & { scripts?: PerformanceEntry[] })[]) {
        for (const script of entry.scripts ?? []) longestScript = Math.max(longestScript, script.duration);
      }
    });
    observer.observe({ type: 'long-animation-frame' });
    const text = () => section.querySelector('.lc-regions, [data-cy="lacuna-candidates-none"]')?.textContent;
    const rows = () => section.querySelectorAll('[data-cy="lacuna-candidate"]').length;
    let [last, frames, lists, longestGap, most] = [text(), 0, 0, 0, 0];
    const start = performance.now();
    let changed = start;
    for (let i = 0; performance.now() - start < duration; i++) {
      dragThreshold(i);
      await new Promise((resolve) => requestAnimationFrame(resolve));
      frames++;
      const now = text();
      if (now === last) continue;
      last = now;
      lists++;
      most = Math.max(most, rows());
      longestGap = Math.max(longestGap, performance.now() - changed);
      changed = performance.now();
    }
    const end = performance.now();
    while (section.getAttribute('aria-busy') === 'true')
      await new Promise((resolve) => requestAnimationFrame(resolve));
    const rest = performance.now() - end;
    await new Promise((resolve) => setTimeout(resolve, 300)); // the observer hears later
    observer.disconnect();
    return { seconds: (end - start) / 1000, frames, lists, longestGap, rest, longestScript, most };
  }, ms);

function told({ seconds, frames, lists, longestGap, rest, longestScript, most }: Drag): number {
  const perSecond = lists / seconds;
  console.log(
    `       ${perSecond.toFixed(1)} lists and ${(frames / seconds).toFixed(1)} frames a second, up to ${most} rows; ` +
      `longest time between two lists ${longestGap.toFixed(0)} ms, to the last one ${rest.toFixed(0)} ms; ` +
      `longest script ${longestScript.toFixed(0)} ms`,
  );
  return perSecond;
}

async function follows(name: string, wanted: number): Promise<void> {
  await checks.check(name, async () => {
    await drag(500); // compiles
    const found = await drag(3000);
    const perSecond = told(found);
    assert.ok(perSecond * LENIENT >= Math.min(wanted, found.frames / found.seconds - 1), `${perSecond}`);
    assert.ok(found.longestScript <= LONGEST_SCRIPT_MS * LENIENT, `${found.longestScript} ms`);
  });
}

await room.open();
await page.evaluate(NAMES);
await installDragging(page);
await room.runSlice();
await room.hook('compare').click(); // our own canvas draws the masks there
await room.seen('mask', paneId(2), ({ covered }) => covered > 0.001);
await follows(`with one slice, ${ONE_SLICE} lists a second`, ONE_SLICE);
assert.equal(await room.panel.run('series'), 'done');
await follows(`with the whole series, ${WHOLE_SERIES} lists a second`, WHOLE_SERIES);
await room.hook('candidate-output').selectOption('all');
await follows(`with the regions of all layers, ${WHOLE_SERIES} lists a second`, WHOLE_SERIES);
for (const toggle of await page.locator('[role="switch"][data-cy^="lacuna-layer-"]').all())
  await toggle.click();
await follows('the same while no mask is drawn', WHOLE_SERIES);
await room.finish();
