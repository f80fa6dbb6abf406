import type { Locator, Page } from 'playwright-core';

/** What an eye would see of a part of the page, counted in pixels of a real screenshot. */
export interface ScreenFacts {
  pixels: number;
  /** Clearly not grey. */
  coloured: number;
  /** Coloured ones by their hue. */
  warm: number;
  green: number;
  amber: number;
  cyan: number;
  /** As good as white. */
  white: number;
  /** Mean difference of the largest and the smallest channel, 0..255. */
  saturation: number;
}

type Box = { x: number; y: number; width: number; height: number };

/** Part of an element, by shares of its size; labels and colour bars at its edges are left out by the caller. */
export async function screenOf(
  page: Page,
  element: Locator,
  part: Box = { x: 0.15, y: 0.22, width: 0.43, height: 0.45 },
): Promise<ScreenFacts> {
  const box = (await element.boundingBox())!;
  const clip = {
    x: box.x + part.x * box.width,
    y: box.y + part.y * box.height,
    width: part.width * box.width,
    height: part.height * box.height,
  };
  const png = (await page.screenshot({ clip })).toString('base64');
  return page.evaluate(async (text) => {
    const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
    const image = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
    const context = new OffscreenCanvas(image.width, image.height).getContext('2d')!;
    context.drawImage(image, 0, 0);
    const { data } = context.getImageData(0, 0, image.width, image.height);
    const facts = { coloured: 0, warm: 0, green: 0, amber: 0, cyan: 0, white: 0, saturation: 0 };
    for (let i = 0; i < data.length; i += 4) {
      const [r, g, b] = [data[i]!, data[i + 1]!, data[i + 2]!];
      const spread = Math.max(r, g, b) - Math.min(r, g, b);
      facts.saturation += spread;
      if (Math.min(r, g, b) > 235) facts.white++;
      if (spread < 40) continue;
      facts.coloured++;
      if (r > g && g >= b) facts.warm++;
      if (g > r && g > b) facts.green++;
      if (r > 150 && g > 90 && g < 0.85 * r && b < 0.5 * r) facts.amber++;
      if (b > 130 && g > 100 && r < 0.6 * b) facts.cyan++;
    }
    const pixels = data.length / 4;
    return { ...facts, pixels, saturation: facts.saturation / pixels };
  }, png);
}

/** Times of the overlay's own drawing in the next frames, ms: from before the event of cornerstone to after our listener. */
export function drawingTimes(page: Page, viewportId: string, frames: number): Promise<number[]> {
  return page.evaluate(
    async ([id, count]) => {
      type Viewport = {
        id: string;
        element: HTMLElement;
        render(): void;
        scroll(delta: number): void;
        setZoom(zoom: number): void;
        getZoom(): number;
      };
      const { cornerstone } = globalThis as unknown as {
        cornerstone: { getRenderingEngines(): { getViewports(): Viewport[] }[] };
      };
      const viewport = cornerstone
        .getRenderingEngines()
        .flatMap((engine) => engine.getViewports())
        .find((candidate) => candidate.id === id)!;
      const times: number[] = [];
      for (let i = 0; i < count; i++) {
        viewport.setZoom(viewport.getZoom() * (i % 2 ? 1.02 : 1 / 1.02));
        viewport.scroll(i % 20 < 10 ? 1 : -1);
        await new Promise((resolve) => requestAnimationFrame(resolve));
        const start = performance.now();
        viewport.element.dispatchEvent(new CustomEvent('CORNERSTONE_IMAGE_RENDERED', { detail: {} }));
        times.push(performance.now() - start);
        await new Promise((resolve) => setTimeout(resolve, 30));
      }
      return times.sort((a, b) => a - b);
    },
    [viewportId, frames] as const,
  );
}
