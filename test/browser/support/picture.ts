import fs from 'node:fs';
import path from 'node:path';
import type { Page, PageScreenshotOptions } from 'playwright-core';

type Clip = NonNullable<PageScreenshotOptions['clip']>;

const QUALITY = 0.82;
/** Screenshots without a change between them that make a page one at rest, and how many are taken at most. */
const [ALIKE, MOST] = [2, 12];

/** Writes what the page shows, once it is at rest, or what a part of it shows at once, as WebP by the browser's encoder. */
export async function savePicture(page: Page, file: string, clip?: Clip): Promise<void> {
  let last = '';
  for (let taken = 0, alike = 0; taken < (clip ? 1 : MOST) && alike < ALIKE; taken++) {
    const now = (await page.screenshot(clip && { clip })).toString('base64');
    alike = now === last ? alike + 1 : 0;
    last = now;
  }
  const webp = await page.evaluate(
    async ([text, quality]) => {
      const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
      const image = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
      const canvas = new OffscreenCanvas(image.width, image.height);
      canvas.getContext('2d')!.drawImage(image, 0, 0);
      const blob = await canvas.convertToBlob({ type: 'image/webp', quality });
      let letters = '';
      for (const byte of new Uint8Array(await blob.arrayBuffer())) letters += String.fromCharCode(byte);
      return btoa(letters);
    },
    [last, QUALITY] as const,
  );
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, Buffer.from(webp, 'base64'));
}
