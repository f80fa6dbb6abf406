/** Heat maps over the images, by what changes in the pixels: colours, opacity, window, masks as outlines, other planes. */
import assert from 'node:assert/strict';
import { rgb } from 'd3-color';
import { interpolateCividis, interpolateInferno, interpolateViridis } from 'd3-scale-chromatic';
import { overlayColours, screenBrightness, type PaneFacts } from './maps/pane-pixels.ts';
import { Reading, SINGLE, SLICE } from './maps/reading.ts';
import { LIMIT_MS, settled } from './support/until.ts';
import { viewports } from './whole-path/page-probes.ts';

/** For both methods with another seed. */
const RUN_LIMIT_MS = 2 * LIMIT_MS;

const room = await Reading.start();
const { page, checks } = room;
const bar = page.locator('.lacuna-colour-bar').first();

/** Moves a part of the colour bar, as a person drags it: once it is where it was told to be. */
async function drag(part: string, byPixels: number, height = 0.5): Promise<void> {
  const box = (await settled(part, () => bar.locator(part).boundingBox(), Boolean))!;
  const [x, y] = [box.x + box.width / 2, box.y + height * box.height];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x, y + byPixels, { steps: 4 });
  await page.mouse.up();
}
const windowEnds = async (): Promise<number[]> =>
  Promise.all(
    ['lower', 'upper'].map(async (end) =>
      Number(await bar.locator(`.lacuna-colour-bar-${end}`).getAttribute('aria-valuenow')),
    ),
  );

const barSays = (pattern: RegExp): Promise<string> =>
  room.until(
    `colour bar: ${pattern}`,
    () => bar.innerText(),
    (text) => pattern.test(text),
  );

await checks.check('a heat map comes and goes, by switch and by key, and lies on the screen', async () => {
  await room.open();
  await room.runSlice();
  const without = await room.settled(SINGLE, ({ coloured }) => coloured > 50);
  await room.hook('map').click();
  const shown = await room.settled(SINGLE, ({ saturation }) => saturation > 1.5 * without.saturation);
  assert.ok(shown.warm > 1000, `${shown.warm} warm pixels`);
  await room.until(
    'the same on the screen',
    () => screenBrightness(page, SINGLE),
    ({ saturation, brightness }) =>
      Math.abs(saturation - shown.saturation) < 0.1 * shown.saturation + 1 &&
      Math.abs(brightness - shown.brightness) < 0.05 * shown.brightness + 1,
  );
  await barSays(/Latent Bernoulli[\s\S]*healthy[\s\S]*99\.9 %/);
  await room.says(SINGLE, /threshold|≥[\s\S]*seed 1[\s\S]*Research use only/);
  await room.element(SINGLE).click();
  await page.keyboard.press('g');
  await room.seen('no map', SINGLE, ({ saturation }) => saturation < 1.2 * without.saturation);
  await bar.waitFor({ state: 'detached' });
  await page.keyboard.press('g');
  await room.seen('map again', SINGLE, ({ saturation }) => saturation > 1.5 * without.saturation);
});

await checks.check('each colour map has the published colours', async () => {
  const usual = await room.settled(SINGLE, ({ covered }) => covered > 0.01);
  const published = { inferno: interpolateInferno, viridis: interpolateViridis, cividis: interpolateCividis };
  await room.hook('layer-latent-bernoulli').click(); // without outlines
  await room.hook('layer-diffusion-ad').click();
  await room.hook('layer-consensus').click();
  for (const [name, interpolate] of Object.entries(published)) {
    await room.hook('map-colours').selectOption(name);
    const table = Array.from(
      { length: 1001 },
      (_, i) => Object.values(rgb(interpolate(i / 1000))) as number[],
    );
    const far = (colour: number[]) =>
      Math.min(...table.map((known) => Math.max(...[0, 1, 2].map((k) => Math.abs(known[k]! - colour[k]!)))));
    const share = (colours: number[][]) =>
      colours.filter((colour) => far(colour) <= 6).length / colours.length;
    await room.until(
      name,
      async () => share(await overlayColours(page, SINGLE)),
      (near) => near > 0.95,
    );
  }
  await room.hook('map-colours').selectOption('method');
  await room.seen('one hue', SINGLE, (now) => now.warm > 0.95 * now.coloured && now.blue < 50);
  for (const layer of ['latent-bernoulli', 'diffusion-ad', 'consensus'])
    await room.hook(`layer-${layer}`).click();
  await room.hook('map-colours').selectOption('inferno');
  await room.seen('as before', SINGLE, ({ hash }) => hash === usual.hash);
});

await checks.check('opacity, by slider and by key', async () => {
  const usual = await room.settled(SINGLE, ({ covered }) => covered > 0.01);
  await room.hook('map-opacity').fill('100');
  await room.seen(
    'opaque',
    SINGLE,
    ({ covered, saturation }) => covered > 1.2 * usual.covered && saturation > usual.saturation,
  );
  await room.hook('map-opacity').fill('20');
  await room.seen('faint', SINGLE, ({ covered }) => covered < 0.5 * usual.covered);
  await room.hook('map-opacity').fill('65');
  await room.seen('as before', SINGLE, ({ hash }) => hash === usual.hash);
  await room.element(SINGLE).click();
  await page.keyboard.press('9');
  await room.seen('fainter', SINGLE, ({ covered }) => covered < 0.95 * usual.covered);
  await page.keyboard.press('0');
  await room.seen('as strong as before', SINGLE, ({ covered }) => covered > 0.98 * usual.covered);
});

await checks.check('the window is dragged by its ends and its middle, and moved by arrow keys', async () => {
  const usual = await room.settled(SINGLE, ({ covered }) => covered > 0.01);
  const [low = 0, high = 0] = await settled('ends of the window', windowEnds);
  await drag('.lacuna-colour-bar-lower', -60);
  await room.seen('less of the map', SINGLE, ({ covered }) => covered < 0.9 * usual.covered);
  await room.hook('map-reset').click();
  await drag('.lacuna-colour-bar-lower', 40);
  await room.seen('more of the map', SINGLE, ({ covered }) => covered > 1.05 * usual.covered);
  await room.hook('map-reset').click();
  await room.seen('reset', SINGLE, ({ hash }) => hash === usual.hash);
  await drag('.lacuna-colour-bar-window', -12, 0.45);
  await room.until(
    'both ends moved by the same',
    windowEnds,
    ([movedLow = 0, movedHigh = 0]) => movedLow > low && Math.abs(movedHigh - high - (movedLow - low)) < 0.01,
  );
  await room.hook('map-reset').click();
  await room.until('reset again', windowEnds, ([now]) => now === low);
  await bar.locator('.lacuna-colour-bar-upper').focus();
  await page.keyboard.press('ArrowDown');
  await room.until('upper end lower', windowEnds, ([, upper]) => upper! < high);
  assert.equal((await viewports(page))[0]!.slice, SLICE, 'the arrow scrolled the images');
  await room.hook('map-reset').click();
  await room.hook('map-axis').selectOption('z');
  await barSays(/99\.99 %/); // ticks in z
  await room.hook('map-axis').selectOption('rarity');
  await room.seen('as before', SINGLE, ({ hash }) => hash === usual.hash);
});

await checks.check('a mask is filled without a map, and an outline over one', async () => {
  for (const layer of ['diffusion-ad', 'consensus']) await room.hook(`layer-${layer}`).click(); // three colours are grey
  await room.says(SINGLE, /^(?![\s\S]*(DiffusionAD|Consensus))/);
  const withMap = await room.settled(SINGLE, ({ covered }) => covered > 0.01);
  await room.hook('opacity').first().fill('100');
  const filled = await room.settled(SINGLE);
  assert.ok(Math.abs(filled.saturation - withMap.saturation) < 1, 'a fill changed the colours of the map');
  await room.hook('map').click();
  const fill = await room.settled(SINGLE, ({ amber }) => amber > 6000); // all of the mass
  await room.hook('opacity').first().fill('0');
  await room.seen(
    'outline',
    SINGLE,
    ({ amber, saturation }) => amber < 0.5 * fill.amber && amber > 50 && saturation < fill.saturation,
  );
  await room.hook('opacity').first().fill('18');
  await room.hook('map').click();
  for (const layer of ['diffusion-ad', 'consensus']) await room.hook(`layer-${layer}`).click();
});

await checks.check('the next map by key: another layer, its own scale and label', async () => {
  await room.element(SINGLE).click();
  await page.keyboard.press('Shift+g');
  await barSays(/DiffusionAD[\s\S]*healthy/);
  await page.keyboard.press('Shift+g');
  await barSays(/^(?![\s\S]*%)[\s\S]*Consensus[\s\S]*score/); // no percentile was measured for it
  await page.keyboard.press('Shift+g');
  await barSays(/Latent Bernoulli/);
});

await checks.check('a slice that was not run says so instead of looking healthy', async () => {
  await room.goTo(SLICE + 1);
  await room.says(SINGLE, /Not run on this slice/);
  await room.goTo(SLICE);
  await room.says(SINGLE, /^(?![\s\S]*Not run)/);
});

await checks.check('the variation over seeds has a bar, a window and a label of its own', async () => {
  await room.hook('seeds').fill('2');
  await room.hook('run-seeds').click();
  await room.hook('variation-layer').selectOption('latent-bernoulli', { timeout: RUN_LIMIT_MS });
  await room.says(SINGLE, /Variation of[^\n]*Bernoulli[\s\S]*standard deviation over 2 seeds \(1–2\)/);
  await barSays(/^Variation\s+std\. dev\.\s+SD/);
  const usual = await room.settled(SINGLE, ({ covered }) => covered > 0.01);
  await drag('.lacuna-colour-bar-lower', -50);
  await room.seen('less of it', SINGLE, ({ covered }) => covered < 0.8 * usual.covered);
  await room.hook('variation-reset').click();
  const box = (await room.element(SINGLE).boundingBox())!;
  await page.mouse.move(box.x + 0.4 * box.width, box.y + 0.4 * box.height);
  await room.says(SINGLE, /at the pointer: ± [\d.e-]+, [\d.]+ healthy SD/);
  await room.hook('variation-layer').selectOption('');
  await barSays(/Latent Bernoulli/);
});

const toggleMpr = () =>
  page.evaluate(() => {
    const { commandsManager } = globalThis as unknown as {
      commandsManager: { runCommand(name: string, options: unknown, context?: string): void };
    };
    commandsManager.runCommand('toggleHangingProtocol', { protocolId: 'mpr' });
  });

await checks.check('in MPR the map is cut along every plane', async () => {
  const [region] = await page.locator('[data-cy="lacuna-candidate-go"]').all();
  await toggleMpr();
  const planes = async (): Promise<PaneFacts[]> => {
    const ids = (await viewports(page)).map(({ id }) => id).filter((id) => id.startsWith('mpr'));
    return Promise.all(ids.map((id) => room.facts(id, { x: 0, y: 0, width: 1, height: 1 })));
  };
  const allOf = (what: string, good: (plane: PaneFacts) => boolean) =>
    room.until(what, planes, (list) => list.length === 3 && list.every(good));
  await allOf('three planes with their images', ({ brightness }) => brightness > 2);
  await region!.click(); // the planes go to its centre
  await allOf('the map on each of them', ({ covered }) => covered > 0.0002);
  await room.until(
    'three colour bars',
    () => page.locator('.lacuna-colour-bar').count(),
    (bars) => bars === 3,
  );
});

await checks.check('after MPR the corner of the single view numbers the image that is shown', async () => {
  await toggleMpr();
  await room.until(
    'one viewport',
    () => viewports(page),
    (list) => list.length === 1 && list[0]!.id === SINGLE,
  );
  await room.goTo(9);
  await room.until(
    'the tenth image',
    () => page.locator('.overlay-item').allTextContents(),
    (texts) => texts.includes('I:10 (10/25)'), // the built-in study numbers its images as they are stacked
  );
});

await room.finish();
