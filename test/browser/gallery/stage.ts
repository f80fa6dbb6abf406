import fs from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { savePicture } from '../support/picture.ts';
import type { PanelDriver } from '../whole-path/panel-driver.ts';

export interface Visit {
  readonly page: Page;
  readonly panel: PanelDriver;
  open(): Promise<void>;
}

/** Name of the picture and what has to be done, after the one before it, to see it. */
export type GalleryState = readonly [name: string, reach: (visit: Visit) => Promise<void>];

export interface Gallery {
  readonly language: string;
  readonly size: { readonly width: number; readonly height: number };
  /** Where every picture goes, for a person to look at. */
  readonly folder: string | undefined;
  /** Where those of the documents go. */
  readonly pictures: string | undefined;
  /** Of the documents: the whole page, or the panel from its top to so many pixels. */
  readonly shown: Readonly<Record<string, 'page' | number>>;
}

/** Reaches a state and takes its pictures; what went wrong on the way is printed, and the next state is tried. */
export async function take(gallery: Gallery, visit: Visit, [name, reach]: GalleryState): Promise<void> {
  const { language, size, folder, pictures, shown } = gallery;
  const { page } = visit;
  try {
    await reach(visit);
  } catch (error) {
    console.log(`${name}: ${error instanceof Error ? error.message.slice(0, 400) : String(error)}`);
  }
  await page.mouse.move(size.width / 4, 4); // no tool tip over what is looked at
  const part = shown[name];
  if (pictures && part !== undefined) {
    const file = path.join(pictures, `tour-${name.slice(3)}.webp`);
    await savePicture(page, file, part === 'page' ? undefined : await panelTop(page, part));
  }
  if (!folder) return;
  fs.mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: path.join(folder, `${language}-${size.width}-${name}.png`) });
  console.log(`${language}-${size.width}-${name}`);
  if (name !== '12-sections-open') return;
  await page.setViewportSize({ ...size, height: 3000 }); // the whole length of the panel, to judge its order
  const whole = path.join(folder, `${language}-${size.width}-99-panel.png`);
  await page.locator('[data-cy="lacuna-panel"]').screenshot({ path: whole });
  await page.setViewportSize(size);
}

async function panelTop(page: Page, height: number) {
  const box = (await page.locator('[data-cy="lacuna-panel"]').boundingBox())!;
  return { x: box.x, y: box.y, width: box.width, height: Math.min(height, box.height) };
}
