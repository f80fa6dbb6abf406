/**
 * By hand: the panel as systems show it that ask for something else: `node --import tsx test/browser/accessibility/pictures.ts`
 * saves test/artifacts/system-*.png of the window at 200 % (half its size in CSS pixels), narrow windows, a contrast
 * theme and reduced motion, to be looked at.
 */
import { firstBuiltInStudy } from '../support/built-in-studies.ts';
import { launchViewer } from '../support/launch.ts';
import { PanelDriver } from '../whole-path/panel-driver.ts';

const viewer = await launchViewer({ viewport: { width: 1280, height: 800 } });
const { page } = viewer;
const panel = new PanelDriver(page);
await panel.open(viewer.address, firstBuiltInStudy().studyInstanceUID);
await panel.goToSlice(6);
await panel.run('slice');
await panel.hook('map').click();
await page.locator('.lacuna-colour-bar').first().waitFor();

async function picture(name: string, width: number, height: number): Promise<void> {
  await page.setViewportSize({ width, height });
  await page.waitForTimeout(1000); // to be looked at, not compared
  console.log(await viewer.screenshot(`system-${name}`));
}
const toTop = () => page.evaluate(() => document.querySelector('.lc-scroll')!.scrollTo({ top: 0 }));

await toTop();
for (const [width, height] of [
  [1024, 700],
  [720, 560],
  [640, 400],
] as const)
  await picture(`${width}`, width, height);
await page.keyboard.press('?');
await panel.hook('help').waitFor();
await picture('640-help', 640, 400);
await page.keyboard.press('Escape');
await page.keyboard.press('Shift+I');
await panel.hook('about-limits').waitFor();
await picture('640-about', 640, 400);
await page.keyboard.press('Escape');
await page.emulateMedia({ forcedColors: 'active', reducedMotion: 'reduce' });
await picture('contrast', 1280, 800);
await panel.hook('chart').evaluate((element) => element.scrollIntoView({ block: 'center' }));
await picture('contrast-chart', 1280, 800);
await page.keyboard.press('Shift+I');
await panel.hook('about-limits').waitFor();
await picture('contrast-about', 1280, 800);
await viewer.close();
