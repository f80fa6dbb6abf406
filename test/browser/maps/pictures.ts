/**
 * The pictures of docs/reading-room.md, made by hand and looked at; nothing is checked here.
 *
 *     LACUNA_PICTURES=docs/images node --import tsx test/browser/maps/pictures.ts
 *
 * LACUNA_VIEWPORT=2560x1440 looks at another size, LACUNA_COLOURS=cividis at other colours, LACUNA_INVERT=1 at images in
 * black on white; pictures go to test/artifacts where no folder is named.
 */
import path from 'node:path';
import { REPOSITORY } from '../support/page-server.ts';
import { savePicture } from '../support/picture.ts';
import { paneId, Reading, SINGLE, SLICE } from './reading.ts';

const [width = 1280, height = 800] = (process.env.LACUNA_VIEWPORT ?? '')
  .split('x')
  .filter(Boolean)
  .map(Number);
const folder = process.env.LACUNA_PICTURES ?? path.join(REPOSITORY, 'test/artifacts');
const room = await Reading.start({ width, height });
const { page, panel } = room;
const picture = async (name: string) => {
  await savePicture(page, path.join(folder, `reading-room-${name}.webp`));
  console.log(`  ${name}`);
};
const pointAt = async (viewportId: string, x: number, y: number) => {
  const box = (await room.element(viewportId).boundingBox())!;
  await page.mouse.move(box.x + x * box.width, box.y + y * box.height);
};
const command = (name: string, options: Record<string, unknown>) =>
  page.evaluate(
    ([which, values]) => {
      const { commandsManager } = globalThis as unknown as {
        commandsManager: { runCommand(command: string, options: unknown, context?: string): void };
      };
      commandsManager.runCommand(which, values);
    },
    [name, options] as const,
  );

await room.open();
await panel.run('series');
await room.goTo(SLICE);
await panel.hook('candidates').scrollIntoViewIfNeeded();
await room.seen('masks', SINGLE, ({ coloured }) => coloured > 50);
await picture('candidates');

await room.hook('map').click();
if (process.env.LACUNA_COLOURS) await room.hook('map-colours').selectOption(process.env.LACUNA_COLOURS);
if (process.env.LACUNA_INVERT) await command('invertViewport', {});
await room.seen('map', SINGLE, ({ covered }) => covered > 0.01);
await pointAt(SINGLE, 0.36, 0.38);
await room.says(SINGLE, /at the pointer/);
await picture('heat-map');

await room.hook('compare').click();
for (const [count, name] of [
  [4, 'four-panes'],
  [3, 'three-panes'],
  [2, 'two-panes'],
  [1, 'one-pane'],
] as const) {
  await room.hook(`panes-${count}`).click();
  await room.until(
    name,
    () => page.locator('.lacuna-viewport-label').count(),
    (labels) => labels === count,
  );
  await room.seen('image', paneId(1), ({ brightness }) => brightness > 5);
  await pointAt(paneId(1), 0.4, 0.4);
  await picture(name);
}
await room.hook('panes-4').click();
await room.hook('pane-4').selectOption('difference');
await room.says(paneId(4), /Slice: Dice/);
await room.seen('image', paneId(4), ({ brightness }) => brightness > 5);
await room.hook('map').click();
await picture('agreement');

await room.hook('panes-2').click();
await room.hook('pane-1').selectOption('reconstruction:latent-bernoulli');
await room.hook('pane-2').selectOption('reconstruction:diffusion-ad');
for (const mode of ['swipe', 'fade', 'difference']) {
  await room.hook('reconstruction-mode').selectOption(mode);
  for (const number of [1, 2])
    await room.says(
      paneId(number),
      mode === 'difference' ? /image darker/ : /^(?![\s\S]*on its way)Healthy counterpart/,
    );
  await picture(`counterpart-${mode}`);
}
await room.hook('pane-1').selectOption('latent-bernoulli');
await room.hook('pane-2').selectOption('flips');
await room.hook('flip-steps').selectOption('5');
await room.hook('flip-trace').click();
await room.says(paneId(2), /Step 1 of 5/);
await room.hook('flip-step').fill('2');
await room.says(paneId(2), /Step 3 of 5/);
await picture('flips');

await room.hook('compare').click();
await room.seen('single view', SINGLE, ({ coloured }) => coloured > 50);
await room.hook('seeds').fill('3');
await room.hook('run-seeds').click();
await room.hook('variation-layer').selectOption('latent-bernoulli', { timeout: 300_000 });
await room.until(
  'all seeds',
  () => panel.text('seeds-status'),
  (text) => /over 3 seeds/.test(text),
);
await pointAt(SINGLE, 0.36, 0.38);
await room.says(SINGLE, /over 3 seeds/);
await picture('variation');
await room.hook('variation-layer').selectOption('');

await room.hook('map').click();
await command('setHangingProtocol', { protocolId: 'mpr' });
await room.until(
  'three planes',
  () => page.locator('.lacuna-colour-bar').count(),
  (bars) => bars === 3,
);
await page.locator('[data-cy="lacuna-candidate-go"]').first().click(); // the planes go to its centre
await page.waitForTimeout(3000);
await picture('mpr');
await room.viewer.close();
