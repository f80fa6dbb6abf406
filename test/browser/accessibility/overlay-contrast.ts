import type { Page } from 'playwright-core';

export interface TextContrast {
  readonly text: string;
  /** WCAG 2 contrast ratio on the worst image that can lie below: all black or all white. */
  readonly ratio: number;
}

/** Texts that lie over images, which axe cannot judge: against their backing, whatever the image. */
export async function overlayContrast(page: Page): Promise<TextContrast[]> {
  await page.evaluate('globalThis.__name ??= (value) => value'); // what the compiler puts around named functions
  return page.evaluate(() => {
    type Rgba = [number, number, number, number];
    const parse = (text: string): Rgba => {
      const [r = 0, g = 0, b = 0, a = 1] = (text.match(/[\d.]+/g) ?? []).map(Number);
      return [r, g, b, a];
    };
    const over = ([r, g, b, a]: Rgba, below: Rgba): Rgba => {
      const mix = (top: number, under: number) => top * a + under * (1 - a);
      return [mix(r, below[0]), mix(g, below[1]), mix(b, below[2]), 1];
    };
    const light = (rgba: Rgba) => {
      const [r, g, b] = rgba.slice(0, 3).map((value) => {
        const share = value / 255;
        return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
      }) as [number, number, number];
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const contrast = (a: number, b: number) => (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    const holders = '.lacuna-viewport-label, .lacuna-colour-bar, .lacuna-divider';
    return [...document.querySelectorAll<HTMLElement>(holders)].flatMap((holder) =>
      [...holder.querySelectorAll<HTMLElement>('*')]
        .filter((element) =>
          [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent?.trim()),
        )
        .map((element) => {
          const chain: HTMLElement[] = [];
          for (let at: HTMLElement | null = element; at && at !== holder.parentElement; at = at.parentElement)
            chain.push(at);
          const opacity = chain.reduce((share, at) => share * Number(getComputedStyle(at).opacity), 1);
          const ratios = [0, 255].map((grey) => {
            // Letters with an opaque outline are read against it, whatever the image is.
            const outlined =
              (getComputedStyle(element).textShadow.match(/rgb\(0, 0, 0\)/g) ?? []).length >= 8;
            const image: Rgba = outlined ? [0, 0, 0, 1] : [grey, grey, grey, 1];
            const backing = chain
              .reverse()
              .reduce((below, at) => over(parse(getComputedStyle(at).backgroundColor), below), image);
            chain.reverse();
            const [r, g, b, a] = parse(getComputedStyle(element).color);
            return contrast(light(over([r, g, b, a * opacity], backing)), light(backing));
          });
          return { text: element.textContent ?? '', ratio: Math.min(...ratios) };
        }),
    );
  });
}
