import type { Page } from 'playwright-core';

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
 * From a click on a control to the first frame in which the pixels of our canvas in the viewport are others, ms; `rounds`
 * times. The next frame is waited for too, in which the browser has put them on the screen.
 */
export function toggleTimes(
  page: Page,
  control: string,
  viewportId: string,
  rounds: number,
): Promise<number[]> {
  return page.evaluate(
    async ([selector, id, wanted]) => {
      const { cornerstone } = globalThis as unknown as PageGlobals;
      const list = cornerstone.getRenderingEngines().flatMap((engine) => engine.getViewports());
      const { element } = list.find((one) => one.id === id)!;
      const canvas = element.querySelector<HTMLCanvasElement>('.lacuna-overlay')!;
      const button = document.querySelector<HTMLElement>(selector)!;
      const context = new OffscreenCanvas(160, 160).getContext('2d', { willReadFrequently: true })!;
      const times: number[] = [];
      let [before, hash] = [0, 0];
      for (let round = -1; round < wanted; round++) {
        const start = performance.now();
        if (round >= 0) button.click();
        do {
          await new Promise((resolve) => requestAnimationFrame(resolve));
          hash = 17;
          context.clearRect(0, 0, 160, 160);
          context.drawImage(canvas, 0, 0, 160, 160);
          const { data } = context.getImageData(0, 0, 160, 160);
          for (let i = 0; i < data.length; i++) hash = (hash * 31 + data[i]!) | 0;
        } while (round >= 0 && hash === before && performance.now() - start < 5000);
        await new Promise((resolve) => requestAnimationFrame(resolve));
        if (round >= 0) times.push(performance.now() - start);
        before = hash;
        await new Promise((resolve) => setTimeout(resolve, 300));
      }
      return times.sort((a, b) => a - b);
    },
    [control, viewportId, rounds] as const,
  );
}

export interface Drag {
  readonly ms: number;
  readonly inputs: number;
  /** Frames after which the pixels of our canvas in the viewport were others than before. */
  readonly masks: number;
  /** Changes of the list. */
  readonly lists: number;
  /** Longest time from one frame to the next, ms. */
  readonly slowest: number;
}

/**
 * Drags the threshold for `ms`, a new value in each frame of the browser. Our canvas is read back after each, but not the
 * image under it, which no threshold changes: reading that costs more than all else where it is drawn in software.
 */
export function thresholdDrag(page: Page, viewportId: string, ms: number): Promise<Drag> {
  return page.evaluate(
    async ([id, duration]) => {
      const { cornerstone } = globalThis as unknown as PageGlobals;
      const list = cornerstone.getRenderingEngines().flatMap((engine) => engine.getViewports());
      const canvas = list.find((one) => one.id === id)!.element.querySelector<HTMLCanvasElement>(
        '.lacuna-overlay',
      )!;
      const slider = document.querySelector<HTMLInputElement>('[data-cy="lacuna-threshold"]')!;
      const rows = document.querySelector('[data-cy="lacuna-candidates"]')!;
      const set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')!.set!;
      const context = new OffscreenCanvas(160, 160).getContext('2d', { willReadFrequently: true })!;
      const counts = { inputs: 0, masks: 0, lists: 0, ms: 0, slowest: 0 };
      let old = 0;
      const observer = new MutationObserver(() => counts.lists++);
      observer.observe(rows, { childList: true, characterData: true, subtree: true });
      const start = performance.now();
      let last = start;
      for (let i = 0; performance.now() - start < duration; i++) {
        const position = 150 + 140 * Math.sin(i / 8); // back and forth between 0.1 and 2.9 of the scale
        set.call(slider, String(Math.round(position)));
        slider.dispatchEvent(new Event('input', { bubbles: true }));
        counts.inputs++;
        await new Promise((resolve) => requestAnimationFrame(resolve));
        context.clearRect(0, 0, 160, 160);
        context.drawImage(canvas, 0, 0, 160, 160);
        const { data } = context.getImageData(0, 0, 160, 160);
        let hash = 17;
        for (let k = 0; k < data.length; k++) hash = (hash * 31 + data[k]!) | 0;
        if (hash !== old) counts.masks++;
        old = hash;
        counts.slowest = Math.max(counts.slowest, performance.now() - last);
        last = performance.now();
      }
      counts.ms = performance.now() - start;
      observer.disconnect();
      return counts;
    },
    [viewportId, ms] as const,
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
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('Performance.enable');
  const script = async () => {
    const { metrics } = await cdp.send('Performance.getMetrics');
    return 1000 * (metrics.find(({ name }) => name === 'ScriptDuration')?.value ?? NaN);
  };
  const before = await script();
  const longest = await page.evaluate(async (updates) => {
    const slider = document.querySelector<HTMLInputElement>('[data-cy="lacuna-threshold"]')!;
    const set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')!.set!;
    let most = 0;
    for (let i = 0; i < updates; i++) {
      set.call(slider, String(Math.round(150 + 140 * Math.sin(i / 8))));
      const start = performance.now();
      slider.dispatchEvent(new Event('input', { bubbles: true }));
      most = Math.max(most, performance.now() - start);
      await new Promise((resolve) => requestAnimationFrame(resolve));
    }
    return most;
  }, count);
  const scriptMs = (await script()) - before;
  await cdp.detach();
  return { updates: count, scriptMs, longest };
}
