import type { Page } from 'playwright-core';

/** Functions inside `evaluate` run in the page: they name no other functions of this file. */
interface PageGlobals {
  cornerstone: { getRenderingEngines(): { getViewports(): { id: string; element: HTMLElement }[] }[] };
}

/** Part of a viewport, by shares of its size. */
export interface Part {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}
/** The brain of the built-in studies, clear of labels and colour bars. */
export const BRAIN: Part = { x: 0.15, y: 0.22, width: 0.43, height: 0.45 };

/** What an eye would see of a part of a viewport: the image with what is drawn over it, counted in CSS pixels. */
export interface PaneFacts {
  pixels: number;
  /** Clearly not grey. */
  coloured: number;
  /** Coloured ones by their hue. */
  warm: number;
  green: number;
  blue: number;
  amber: number;
  cyan: number;
  purple: number;
  /** As good as white. */
  white: number;
  /** Mean difference of the largest and the smallest channel, 0..255. */
  saturation: number;
  /** Mean of the three channels. */
  brightness: number;
  /** Mean alpha of our own canvas, 0..1. */
  covered: number;
  /** Changes with any pixel. */
  hash: number;
}

export function paneFacts(page: Page, viewportId: string, part: Part = BRAIN): Promise<PaneFacts> {
  return page.evaluate(
    ([id, box]) => {
      const { cornerstone } = globalThis as unknown as PageGlobals;
      const list = cornerstone.getRenderingEngines().flatMap((engine) => engine.getViewports());
      const { element } = list.find((viewport) => viewport.id === id)!;
      const { clientWidth: w, clientHeight: h } = element;
      const canvas = new OffscreenCanvas(Math.round(box.width * w), Math.round(box.height * h));
      const context = canvas.getContext('2d', { willReadFrequently: true })!;
      const over = element.querySelector<HTMLCanvasElement>('.lacuna-overlay');
      if (over) context.drawImage(over, -box.x * w, -box.y * h, w, h);
      const own = context.getImageData(0, 0, canvas.width, canvas.height).data;
      let covered = 0;
      for (let i = 3; i < own.length; i += 4) covered += own[i]! / 255;
      context.clearRect(0, 0, canvas.width, canvas.height);
      context.drawImage(element.querySelector('canvas')!, -box.x * w, -box.y * h, w, h);
      if (over) context.drawImage(over, -box.x * w, -box.y * h, w, h);
      const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
      const facts = { coloured: 0, warm: 0, green: 0, blue: 0, amber: 0, cyan: 0, purple: 0, white: 0 };
      let [saturation, brightness, hash] = [0, 0, 17];
      for (let i = 0; i < data.length; i += 4) {
        const [r, g, b] = [data[i]!, data[i + 1]!, data[i + 2]!];
        const spread = Math.max(r, g, b) - Math.min(r, g, b);
        saturation += spread;
        brightness += (r + g + b) / 3;
        hash = (hash * 31 + r * 65536 + g * 256 + b) | 0;
        if (Math.min(r, g, b) > 235) facts.white++;
        if (spread < 40) continue;
        facts.coloured++;
        if (r > g && g >= b) facts.warm++;
        if (g > r && g > b) facts.green++;
        if (b > r && b > g) facts.blue++;
        if (r > 150 && g > 90 && g < 0.85 * r && b < 0.5 * r) facts.amber++;
        if (b > 130 && g > 100 && r < 0.6 * b) facts.cyan++;
        if (b > g + 30 && r > g && r < 1.1 * b) facts.purple++;
      }
      const pixels = data.length / 4;
      const means = { saturation: saturation / pixels, brightness: brightness / pixels };
      return { ...facts, ...means, pixels, covered: covered / pixels, hash };
    },
    [viewportId, part] as const,
  );
}

/** Colours of a real screenshot of the same part, to prove that the canvases lie on the screen as they are counted. */
export async function screenBrightness(page: Page, viewportId: string, part: Part = BRAIN) {
  const box = await page.evaluate((id) => {
    const { cornerstone } = globalThis as unknown as PageGlobals;
    const list = cornerstone.getRenderingEngines().flatMap((engine) => engine.getViewports());
    const { x, y, width, height } = list.find((one) => one.id === id)!.element.getBoundingClientRect();
    return { x, y, width, height };
  }, viewportId);
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
    let [brightness, saturation] = [0, 0];
    for (let i = 0; i < data.length; i += 4) {
      const channels = [data[i]!, data[i + 1]!, data[i + 2]!];
      brightness += (channels[0]! + channels[1]! + channels[2]!) / 3;
      saturation += Math.max(...channels) - Math.min(...channels);
    }
    return { brightness: (4 * brightness) / data.length, saturation: (4 * saturation) / data.length };
  }, png);
}

/** Some 400 colours (RGB) that our own canvas has where it is drawn on most strongly, spread evenly over them. */
export function overlayColours(page: Page, viewportId: string): Promise<number[][]> {
  return page.evaluate((id) => {
    const { cornerstone } = globalThis as unknown as PageGlobals;
    const list = cornerstone.getRenderingEngines().flatMap((engine) => engine.getViewports());
    const over = list
      .find((one) => one.id === id)!
      .element.querySelector<HTMLCanvasElement>('.lacuna-overlay')!;
    const { data } = over.getContext('2d')!.getImageData(0, 0, over.width, over.height);
    let strongest = 0;
    for (let i = 3; i < data.length; i += 4) strongest = Math.max(strongest, data[i]!);
    const colours: number[][] = [];
    for (let i = 0; i < data.length; i += 4)
      if (data[i + 3]! >= strongest - 2 && strongest > 0)
        colours.push([data[i]!, data[i + 1]!, data[i + 2]!]);
    const step = Math.max(1, Math.floor(colours.length / 400));
    return colours.filter((_, i) => i % step === 0);
  }, viewportId);
}
