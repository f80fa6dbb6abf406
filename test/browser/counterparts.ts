/** The healthy counterpart by divider, fade and difference, and the flips of the latent code step by step, by their pixels. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { paneId, Reading } from './maps/reading.ts';
import { coloursAt, shownImage } from './maps/slice-pixels.ts';
import { settled } from './support/until.ts';
import { labelMasks } from './whole-path/page-probes.ts';

const room = await Reading.start();
const { page, checks } = room;
const PANE = paneId(1);
const divider = page.locator('.lacuna-divider');
/** Pixels of the frontal mass of synthetic A: both methods mark them. */
let mass: number[] = [];
let columns = 0;
const massColours = (layer: 'own' | 'image') => coloursAt(page, PANE, mass, columns, layer);
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const strip = (x: number, width: number) => ({ x, y: 0.3, width, height: 0.3 });

async function moveDivider(share: number): Promise<void> {
  const grip = (await settled('the divider', () => divider.boundingBox(), Boolean))!;
  const box = (await room.element(PANE).boundingBox())!;
  const y = box.y + 0.75 * box.height;
  await page.mouse.move(grip.x + grip.width / 2, y);
  await page.mouse.down();
  await page.mouse.move(box.x + share * box.width, y, { steps: 4 });
  await page.mouse.up();
}

await checks.check('by a divider: the image on the left, the counterpart on the right of it', async () => {
  await room.open();
  await room.runSlice();
  await room.hook('compare').click();
  await room.hook('panes-2').click();
  await room.hook('pane-1').selectOption('reconstruction:diffusion-ad');
  await divider.waitFor();
  await room.says(
    PANE,
    /^(?![\s\S]*on its way)Healthy counterpart: DiffusionAD\s+seed 1 · Research use only/,
  );
  await room.seen('right side', PANE, ({ covered }) => covered > 0.98, strip(0.55, 0.15));
  await room.seen('left side', PANE, ({ covered }) => covered === 0, strip(0.2, 0.25));
  await room.until(
    'named sides',
    () => divider.innerText(),
    (text) => /image[\s\S]*healthy counterpart/.test(text),
  );
  const sides = await divider
    .locator('div')
    .evaluateAll((parts) =>
      parts
        .filter((part) => /image|counterpart/.test(part.textContent ?? ''))
        .map((part) => part.getBoundingClientRect().x),
    );
  assert.ok(sides[0]! < sides[1]!, 'the names stand on the wrong sides');
  const image = await shownImage(page, PANE);
  const [first, second] = await Promise.all(
    ['latent-bernoulli', 'diffusion-ad'].map(async (method) => {
      const masks = await settled(method, () => labelMasks(page, `lacuna:${method}:`));
      return new Uint8Array(Buffer.from(masks[image] ?? '', 'base64'));
    }),
  );
  columns = Math.sqrt(first!.length); // the slices are square
  mass = [...first!.keys()].filter((i) => first![i] === 1 && second![i] === 1);
  assert.ok(mass.length > 0, 'no pixel is marked by both methods');
  await moveDivider(0.15);
  const own = await settled(
    'mass covered',
    () => massColours('own'),
    (colours) => colours.every((colour) => colour[3] === 255),
  );
  const [healthy, shown] = [mean(own.map(([r]) => r!)), mean((await massColours('image')).map(([r]) => r!))];
  console.log(`       grey of the mass: image ${shown.toFixed(1)}, counterpart ${healthy.toFixed(1)}`);
  assert.ok(healthy < 0.9 * shown, 'the mass is brighter than healthy brain');
  assert.ok(own.every(([r, g, b]) => r === g && g === b));
});

await checks.check('arrow keys move the divider, not the slice', async () => {
  await divider.focus();
  const before = await room.settled(PANE, ({ covered }) => covered > 0.5, strip(0.1, 0.5));
  for (let i = 0; i < 5; i++) await page.keyboard.press('ArrowRight');
  await room.seen('moved', PANE, ({ covered }) => covered < before.covered - 0.1, strip(0.1, 0.5));
  await room.until(
    '25 %',
    () => divider.getAttribute('aria-valuenow'),
    (now) => now === '25',
  );
});

await checks.check('by fading', async () => {
  await room.hook('reconstruction-mode').selectOption('fade');
  await room.until(
    'no divider',
    () => divider.count(),
    (number) => number === 0,
  );
  for (const percent of [100, 40, 0]) {
    await room.hook('reconstruction-fade').fill(String(percent));
    await room.seen(
      `${percent} %`,
      PANE,
      ({ covered }) => Math.abs(covered - percent / 100) < 0.01,
      strip(0.2, 0.4),
    );
  }
});

await checks.check('as a difference: orange where the image is brighter than its counterpart', async () => {
  await room.hook('reconstruction-mode').selectOption('difference');
  const orange = (colours: number[][]) =>
    colours.filter(([r, g, b]) => r! > g! && g! > b!).length / colours.length;
  const share = await room.until(
    'coloured mass',
    async () => orange(await massColours('own')),
    (part) => part > 0.7,
  );
  console.log(`       orange on ${share.toFixed(2)} of the mass`);
});

await checks.check('a slice without a result names no counterpart', async () => {
  await room.hook('reconstruction-mode').selectOption('swipe');
  await room.element(PANE).hover(); // the active pane
  await page.mouse.wheel(0, 100);
  await room.says(PANE, /Not run on this slice/);
  await room.until(
    'no sides named',
    () => divider.innerText(),
    (text) => !/counterpart/.test(text),
  );
  await page.mouse.wheel(0, -100);
  await room.says(PANE, /^(?![\s\S]*Not run)/);
});

await checks.check('flips are traced, and each step has its own picture and figures', async () => {
  await room.hook('pane-2').selectOption('flips');
  await room.says(paneId(2), /Press .Trace this slice/);
  await room.hook('flip-steps').selectOption('5');
  await room.hook('flip-trace').click();
  const pattern =
    /Step (\d) of 5\s+noise level (\d+)\s+([\d.]+) % of the bits flip\s+probability that a bit flips/;
  const seen: { noise: number; share: number; hash: number }[] = [];
  for (let step = 0; step < 5; step++) {
    if (step > 0) await room.hook('flip-step').fill(String(step));
    const text = await room.says(paneId(2), new RegExp(pattern.source.replace('(\\d)', String(step + 1))));
    const known = seen.at(-1)?.hash;
    const { hash } = await room.settled(paneId(2), (now) => now.covered > 0.01 && now.hash !== known);
    const [, , noise] = pattern.exec(text) ?? [];
    seen.push({ noise: Number(noise), share: Number(pattern.exec(text)?.[3]), hash });
  }
  console.log(`       ${seen.map(({ noise, share }) => `level ${noise}: ${share} %`).join(', ')}`);
  assert.deepEqual([seen[0]!.noise, seen[4]!.noise], [20, 1]);
  assert.ok(
    seen.every(({ noise }, i) => i === 0 || noise < seen[i - 1]!.noise),
    'noise falls from step to step',
  );
  assert.ok(seen.some(({ share }) => share > 0) && seen.every(({ share }) => share < 60));
});

await checks.check(
  'more steps: coarse maps are labelled and go when cancelled; the result and its file name the steps',
  async () => {
    const choose = (steps: number) => room.hook('steps').selectOption(String(steps));
    await room.hook('pane-1').selectOption('latent-bernoulli');
    await room.says(PANE, /seed 1/);
    await page.locator('details:has([data-cy="lacuna-steps"]) > summary').click();
    await choose(200); // never finished: what is coarse stays until it is cancelled
    await room.until(
      'what it costs',
      () => room.panel.text('steps-meaning'),
      (text) => /^200 denoiser calls .* instead of 1: up to 200 times/.test(text),
    );
    await room.hook('run-slice').click();
    await room.says(PANE, /Coarse: step \d+ of 200, no result yet/);
    await room.until(
      'the step in the panel',
      () => room.panel.text('status-detail'),
      (text) => /step \d+ of 200$/.test(text),
    );
    await room.panel.cancel();
    await room.says(PANE, /^(?![\s\S]*(Coarse|calibrated|Not run))[\s\S]*seed 1/); // the result from before
    await choose(5);
    assert.equal(await room.panel.run('slice'), 'done');
    await room.says(PANE, /5 steps \(calibrated: 1\)/);
    await room.hook('export-method').selectOption('latent-bernoulli');
    const [download] = await Promise.all([page.waitForEvent('download'), room.hook('export-seg').click()]);
    const file = fs.readFileSync(await download.path(), 'latin1');
    assert.match(file, /,steps=5,[^\\]*settledSteps=3[^\\]*calibratedSteps=1/);
  },
);

await room.finish();
