import type { Page } from 'playwright-core';
import { installDragging, type Dragging } from './dragged-threshold.ts';

/** Sent by our canvas after each drawing; `ms` is measured by performance.now() around it. */
const DRAWN = 'lacuna-drawn';

interface Viewport {
  id: string;
  element: HTMLElement;
  render(): void;
  scroll(delta: number): void;
  setZoom(zoom: number): void;
  getZoom(): number;
}
interface PageGlobals {
  cornerstone: { getRenderingEngines(): { getViewports(): Viewport[] }[] };
}

/** Script time of our own drawing, ms, ascending: every frame has another zoom and, with `scrolls`, another slice. */
export function drawingTimes(
  page: Page,
  viewportId: string,
  frames: number,
  scrolls: boolean,
): Promise<number[]> {
  return page.evaluate(
    async ([id, wanted, moving, drawn]) => {
      const { cornerstone } = globalThis as unknown as PageGlobals;
      const list = cornerstone.getRenderingEngines().flatMap((engine) => engine.getViewports());
      const viewport = list.find((one) => one.id === id)!;
      const times: number[] = [];
      const ending = new AbortController();
      const canvas = viewport.element.querySelector('.lacuna-overlay')!;
      canvas.addEventListener(
        drawn,
        (event) => times.push((event as CustomEvent<{ ms: number }>).detail.ms),
        {
          signal: ending.signal,
        },
      );
      for (let i = 0; times.length < wanted && i < 10 * wanted; i++) {
        viewport.setZoom(viewport.getZoom() * (i % 2 ? 1.02 : 1 / 1.02));
        if (moving) viewport.scroll(i % 20 < 10 ? 1 : -1);
        viewport.render();
        await new Promise((resolve) => requestAnimationFrame(resolve));
      }
      ending.abort();
      return times.sort((a, b) => a - b);
    },
    [viewportId, frames, scrolls, DRAWN] as const,
  );
}

/**
 * From a click on a control to the frame after the one in which our canvas in the viewport was drawn, ms; `rounds` times.
 * Nothing is read back meanwhile: where canvases are drawn in software that costs more than all else. That the pixels are
 * others is looked at afterwards.
 */
export function toggleTimes(
  page: Page,
  control: string,
  viewportId: string,
  rounds: number,
): Promise<number[]> {
  return page.evaluate(
    async ([selector, id, wanted, drawn]) => {
      const { cornerstone } = globalThis as unknown as PageGlobals;
      const list = cornerstone.getRenderingEngines().flatMap((engine) => engine.getViewports());
      const { element } = list.find((one) => one.id === id)!;
      const canvas = element.querySelector<HTMLCanvasElement>('.lacuna-overlay')!;
      const button = document.querySelector<HTMLElement>(selector)!;
      const context = new OffscreenCanvas(160, 160).getContext('2d', { willReadFrequently: true })!;
      const times: number[] = [];
      let before = 0;
      for (let round = -1; round < wanted; round++) {
        const start = performance.now();
        if (round >= 0) {
          const painted = new Promise((resolve) => canvas.addEventListener(drawn, resolve, { once: true }));
          button.click();
          await painted;
          await new Promise((resolve) => requestAnimationFrame(resolve));
          times.push(performance.now() - start);
        }
        await new Promise((resolve) => setTimeout(resolve, 500));
        context.clearRect(0, 0, 160, 160);
        context.drawImage(canvas, 0, 0, 160, 160);
        const { data } = context.getImageData(0, 0, 160, 160);
        let hash = 17;
        for (let i = 0; i < data.length; i++) hash = (hash * 31 + data[i]!) | 0;
        if (hash === before) throw new Error('the picture did not change');
        before = hash;
        await new Promise((resolve) => setTimeout(resolve, 300));
      }
      return times.sort((a, b) => a - b);
    },
    [control, viewportId, rounds, DRAWN] as const,
  );
}

export interface Drag {
  readonly ms: number;
  readonly inputs: number;
  /** Frames in which our canvas in the viewport was drawn for the new threshold. */
  readonly masks: number;
  /** Changes of the list. */
  readonly lists: number;
  /** Longest time from one frame to the next, ms. */
  readonly slowest: number;
}

/**
 * Drags the threshold for `ms`, a new value in each frame of the browser. The browser gives no frames that it cannot put on
 * the screen, so these are counted; the pixels are looked at in every tenth, as reading them back takes longer than all else
 * where canvases are drawn in software, and out of the time.
 */
export async function thresholdDrag(page: Page, viewportId: string, ms: number): Promise<Drag> {
  await installDragging(page);
  return page.evaluate(
    async ([id, duration, drawn]) => {
      const { cornerstone } = globalThis as unknown as PageGlobals;
      const list = cornerstone.getRenderingEngines().flatMap((engine) => engine.getViewports());
      const { element } = list.find((one) => one.id === id)!;
      const canvas = element.querySelector<HTMLCanvasElement>('.lacuna-overlay')!;
      const { dragThreshold } = globalThis as unknown as Dragging;
      const rows = document.querySelector('[data-cy="lacuna-candidates"]')!;
      const context = new OffscreenCanvas(160, 160).getContext('2d', { willReadFrequently: true })!;
      const counts = { inputs: 0, masks: 0, lists: 0, ms: 0, slowest: 0 };
      let [drawings, old, same] = [0, 0, 0];
      const ending = new AbortController();
      canvas.addEventListener(drawn, () => drawings++, { signal: ending.signal });
      const observer = new MutationObserver(() => counts.lists++);
      observer.observe(rows, { childList: true, characterData: true, subtree: true });
      await new Promise((resolve) => requestAnimationFrame(resolve));
      for (let [i, last] = [0, performance.now()]; counts.ms < duration; i++) {
        const before = drawings;
        dragThreshold(i);
        counts.inputs++;
        await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
        if (drawings > before) counts.masks++;
        const took = performance.now() - last;
        counts.ms += took;
        counts.slowest = Math.max(counts.slowest, took);
        if (i % 10 === 0) {
          context.clearRect(0, 0, 160, 160);
          context.drawImage(canvas, 0, 0, 160, 160);
          const { data } = context.getImageData(0, 0, 160, 160);
          let hash = 17;
          for (let k = 0; k < data.length; k++) hash = (hash * 31 + data[k]!) | 0;
          if (hash === old) same++;
          old = hash;
          await new Promise((resolve) => requestAnimationFrame(resolve));
        }
        last = performance.now();
      }
      ending.abort();
      observer.disconnect();
      if (same > 1) throw new Error(`${same} pictures of ${counts.inputs / 10} did not change`);
      return counts;
    },
    [viewportId, ms, DRAWN] as const,
  );
}

/**
 * What the scripts of the page take for each of `count` values of a dragged threshold: all tasks of the main thread but
 * for layout and painting, as the browser itself counts them. Nothing is read back from the canvases meanwhile, which costs
 * more than all else where they are drawn in software.
 */
export async function scriptOfDrag(
  page: Page,
  count: number,
): Promise<{ updates: number; scriptMs: number; longest: number }> {
  await installDragging(page);
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('Performance.enable');
  const script = async () => {
    const { metrics } = await cdp.send('Performance.getMetrics');
    return 1000 * (metrics.find(({ name }) => name === 'ScriptDuration')?.value ?? NaN);
  };
  const before = await script();
  const longest = await page.evaluate(async (updates) => {
    const { dragThreshold } = globalThis as unknown as Dragging;
    let most = 0;
    for (let i = 0; i < updates; i++) {
      const start = performance.now();
      dragThreshold(i);
      most = Math.max(most, performance.now() - start);
      await new Promise((resolve) => requestAnimationFrame(resolve));
    }
    return most;
  }, count);
  const scriptMs = (await script()) - before;
  await cdp.detach();
  return { updates: count, scriptMs, longest };
}
