import path from 'node:path';
import type { Page } from 'playwright-core';
import { REPOSITORY } from './page-server.ts';

/** From now on the page gets the tiny weights in the place of those of the viewer. */
export async function useTinyWeights(page: Page): Promise<void> {
  await page.route('**/lacuna/weights/flair-small/**', (route) => {
    const name = path.basename(new URL(route.request().url()).pathname);
    return route.fulfill({ path: path.join(REPOSITORY, 'test/fixtures/weights-tiny', name) });
  });
}
