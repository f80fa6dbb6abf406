import type { Page } from 'playwright-core';

/** What has the focus, as a person would tell it. */
export interface Focused {
  /** `data-cy`, or the element's name. */
  readonly hook: string;
  readonly name: string;
  readonly inPanel: boolean;
  /** Thickness of the ring around it, px; 0 where nothing shows the focus. */
  readonly ring: number;
  /** Whether all of it is within the window and within the panel's own scrolled part. */
  readonly inView: boolean;
}

export function focused(page: Page): Promise<Focused> {
  return page.evaluate(() => {
    const element = (document.activeElement ?? document.body) as HTMLElement;
    const style = getComputedStyle(element);
    const box = element.getBoundingClientRect();
    const scrolled = element.closest('.lc-scroll')?.getBoundingClientRect();
    const [top, bottom] = [scrolled?.top ?? 0, scrolled?.bottom ?? innerHeight];
    return {
      hook: element.dataset['cy'] ?? '',
      name: (element.getAttribute('aria-label') ?? element.textContent ?? '').trim().slice(0, 60),
      inPanel: element.closest('[data-cy="lacuna-panel"]') !== null,
      ring: style.outlineStyle === 'none' ? 0 : Number.parseFloat(style.outlineWidth),
      inView: box.height > 0 && box.top >= top - 1 && box.bottom <= bottom + 1,
    };
  });
}

/** Presses Tab until the hook has the focus. */
export async function tabTo(page: Page, hook: string, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  for (let i = 0; i < 90; i++) {
    if ((await focused(page)).hook === `lacuna-${hook}`) return;
    await page.keyboard.press(key);
  }
  throw new Error(`${hook} is not reached by ${key}`);
}

/** Every stop of the focus from here to the end of the panel. */
export async function walk(page: Page, key: 'Tab' | 'Shift+Tab'): Promise<Focused[]> {
  const stops: Focused[] = [];
  for (let i = 0; i < 150; i++) {
    let stop = await focused(page);
    for (let frame = 0; frame < 60 && stop.inPanel && (stop.ring < 2 || !stop.inView); frame++) {
      await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve))); // it is scrolled into view
      stop = await focused(page);
    }
    if (!stop.inPanel) return stops;
    stops.push(stop);
    await page.keyboard.press(key);
  }
  throw new Error(`The focus does not leave the panel: ${stops.slice(-4).map(({ name }) => name)}`);
}

/** In a list of choices: the one whose text fits. */
export async function choose(page: Page, pattern: RegExp): Promise<void> {
  await page.keyboard.press('Home');
  for (let i = 0; i < 30; i++) {
    const text = await page.evaluate(
      () => (document.activeElement as HTMLSelectElement).selectedOptions[0]?.text ?? '',
    );
    if (pattern.test(text)) return;
    await page.keyboard.press('ArrowDown');
  }
  throw new Error(`No choice fits ${pattern}`);
}
