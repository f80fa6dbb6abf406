import type { BrowserContext, Page } from 'playwright-core';

/**
 * How many times slower the scripts of every page are made (LACUNA_SLOW=4), by the browser itself: what a check takes for
 * granted about the order of frames, messages and answers then shows. Workers and the drawing of images keep their speed.
 */
export const SLOW = Number(process.env.LACUNA_SLOW ?? 1);

/** Slows down every page of a context, from its first script on. */
export function slowDown(context: BrowserContext): void {
  if (SLOW <= 1) return;
  const newPage = context.newPage.bind(context);
  context.newPage = async () => {
    const page = await newPage();
    await throttle(page);
    return page;
  };
}

async function throttle(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate: SLOW });
}
