import type { Page } from 'playwright-core';

/** A compared pane in one frame of the browser. */
export interface FirstFrame {
  id: string;
  /** performance.now() of the page. */
  at: number;
  /** Mean of the image, 0..255; 0 while it is not there. */
  brightness: number;
  /** Share of our own canvas that is drawn on, 0..1. */
  covered: number;
  /** Opaque dark pixels of our own canvas. */
  black: number;
  label: string;
}

interface PageGlobals {
  cornerstone: { getRenderingEngines(): { getViewports(): { id: string; element: HTMLElement }[] }[] };
  firstFrames: FirstFrame[];
  watching: boolean;
}
const SIZE = 128;

/** Looks at the compared panes in every frame from before `begin` until the answer is asked for. */
export async function recordFirstFrames(
  page: Page,
  begin: () => Promise<void>,
): Promise<() => Promise<FirstFrame[]>> {
  await page.evaluate((size) => {
    const globals = globalThis as unknown as PageGlobals;
    globals.firstFrames = [];
    globals.watching = true;
    const context = new OffscreenCanvas(size, size).getContext('2d', { willReadFrequently: true })!;
    void (async () => {
      while (globals.watching) {
        await new Promise((resolve) => requestAnimationFrame(resolve));
        const list = globals.cornerstone.getRenderingEngines().flatMap((engine) => engine.getViewports());
        for (const { id, element } of list) {
          if (!id.startsWith('lacuna-compare-') || !element?.isConnected) continue;
          const [image, over] = [
            element.querySelector('canvas'),
            element.querySelector<HTMLCanvasElement>('.lacuna-overlay'),
          ];
          const frame = { id, at: performance.now(), brightness: 0, covered: 0, black: 0 };
          if (image && image.width > 0) {
            context.clearRect(0, 0, size, size);
            context.drawImage(image, 0, 0, size, size);
            const { data } = context.getImageData(0, 0, size, size);
            for (let i = 0; i < data.length; i += 4) frame.brightness += data[i]! / (size * size);
          }
          if (over && over.width > 0) {
            context.clearRect(0, 0, size, size);
            context.drawImage(over, 0, 0, size, size);
            const { data } = context.getImageData(0, 0, size, size);
            for (let i = 0; i < data.length; i += 4) {
              if (data[i + 3]! > 0) frame.covered += 1 / (size * size);
              if (data[i + 3]! > 200 && data[i]! + data[i + 1]! + data[i + 2]! < 60) frame.black++;
            }
          }
          const label = element.querySelector('.lacuna-viewport-label')?.textContent ?? '';
          globals.firstFrames.push({ ...frame, label });
        }
      }
    })();
  }, SIZE);
  await begin();
  return () =>
    page.evaluate(async () => {
      const globals = globalThis as unknown as PageGlobals;
      for (let i = 0; i < 2; i++) await new Promise((resolve) => requestAnimationFrame(resolve));
      globals.watching = false;
      return globals.firstFrames;
    });
}
