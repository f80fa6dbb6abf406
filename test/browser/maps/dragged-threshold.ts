import type { Page } from 'playwright-core';

export interface Dragging {
  /** Puts the threshold where the hand is at the `n`th value: back and forth between 0.1 and 2.9 of the scale. */
  dragThreshold(n: number): void;
}

/** A hand on the threshold, for scripts in the page (`globalThis as unknown as Dragging`). */
export function installDragging(page: Page): Promise<void> {
  return page.evaluate(() => {
    const { set } = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')!;
    (globalThis as unknown as Dragging)['dragThreshold'] = (n) => {
      const slider = document.querySelector<HTMLInputElement>('[data-cy="lacuna-threshold"]')!;
      set!.call(slider, String(Math.round(150 + 140 * Math.sin(n / 8)))); // React listens to the native setter
      slider.dispatchEvent(new Event('input', { bubbles: true }));
    };
  });
}
