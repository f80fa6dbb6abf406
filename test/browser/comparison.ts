/** The comparison: panes that go together, what each of them shows and says, and the figures of the methods' agreement. */
import assert from 'node:assert/strict';
import { agreement, brainOf } from './maps/agreement-figures.ts';
import { recordFirstFrames, type FirstFrame } from './maps/first-frames.ts';
import { paneId, Reading, SINGLE, SLICE } from './maps/reading.ts';
import { coloursAt, shownImage } from './maps/slice-pixels.ts';
import { settled } from './support/until.ts';
import {
  activeViewport,
  labelMasks,
  takeTool,
  viewports,
  type ViewportFacts,
} from './whole-path/page-probes.ts';

/** Frames of the browser in which an image may be without its mask. */
const LATEST_MASK_FRAMES = 10;

const room = await Reading.start();
const { page, panel, checks } = room;

const panes = async (): Promise<ViewportFacts[]> =>
  (await viewports(page)).filter(({ id }) => id.startsWith(paneId(0).slice(0, -1)));
/** That many panes, all there with their labels and on the slice. */
const count = (number: number) =>
  room.until(
    `${number} panes`,
    panes,
    (list) => list.length === number && list.every((one) => one.label !== ''),
  );
/** Until all panes satisfy the same. */
const allOf = (what: string, good: (pane: ViewportFacts, first: ViewportFacts) => boolean) =>
  room.until(what, panes, (list) => list.length === 4 && list.every((pane) => good(pane, list[0]!)));
const near = (a: number, b: number, share = 1e-3) => Math.abs(a - b) <= share * Math.max(1, Math.abs(a));

const single = () =>
  room.until(
    'single view',
    () => viewports(page),
    (list) => list.length === 1 && list[0]!.id === SINGLE && list[0]!.slice === SLICE,
  );

/** The first press in a pane is the viewer's own: it makes the pane the active one, and does nothing else. */
async function activate(number: number): Promise<void> {
  const box = (await room.element(paneId(number)).boundingBox())!;
  await page.mouse.click(box.x + 0.5 * box.width, box.y + 0.2 * box.height);
  await room.until(
    `pane ${number} active`,
    () => activeViewport(page),
    (id) => id === paneId(number),
  );
}

async function dragIn(
  number: number,
  button: 'left' | 'middle' | 'right',
  by: [number, number],
): Promise<void> {
  await activate(number);
  const box = (await room.element(paneId(number)).boundingBox())!;
  const [x, y] = [box.x + 0.5 * box.width, box.y + 0.3 * box.height];
  await page.mouse.move(x, y);
  await page.mouse.down({ button });
  await page.mouse.move(x + by[0], y + by[1], { steps: 5 });
  await page.mouse.up({ button });
}

await checks.check('four panes come without black masks or a false "not run"', async () => {
  await room.open();
  await room.runSlice();
  await room.hook('map').click();
  const frames = await recordFirstFrames(page, () => room.hook('compare').click());
  await count(4);
  for (const number of [2, 3, 4])
    await room.seen(
      'image and map',
      paneId(number),
      ({ brightness, covered }) => brightness > 2 && covered > 0,
    );
  const seen = await frames();
  const withImage = (frame: FirstFrame) => frame.brightness > 2;
  assert.ok(seen.some(withImage), `${seen.length} frames`);
  assert.equal(Math.max(...seen.map(({ black }) => black)), 0, 'black pixels on our canvas');
  for (const { label } of seen) assert.doesNotMatch(label, /Not run|Needs the results|No brain/);
  const second = seen.filter(({ id }) => id === paneId(2));
  const [image, mask] = [second.findIndex(withImage), second.findIndex(({ covered }) => covered > 0)];
  assert.ok(image >= 0 && mask >= 0);
  const [later, ms] = [Math.max(0, mask - image), Math.max(0, second[mask]!.at - second[image]!.at)];
  console.log(`       mask ${later} frames (${ms.toFixed(0)} ms) after its image`);
  assert.ok(later <= LATEST_MASK_FRAMES, `${later} frames`);
});

await checks.check('each pane shows its own layer and names method, threshold and seed', async () => {
  await room.says(paneId(1), /^Source images/);
  await room.says(paneId(2), /^Latent Bernoulli ≥ [\d.]+ · healthy percentile 99 %\s+seed 1 · /);
  await room.says(paneId(3), /^DiffusionAD ≥ [\d.]+ · healthy percentile 99 %\s+seed 1 · /);
  await room.says(paneId(4), /^Consensus ≥ [\d.]+\s+seed 1 · /);
  for (const number of [1, 2, 3, 4]) await room.says(paneId(number), /Research use only/);
  await room.seen('source alone', paneId(1), ({ covered, coloured }) => covered === 0 && coloured < 20);
  for (const number of [2, 3, 4]) await room.seen('a map', paneId(number), ({ warm }) => warm > 200);
  await room.hook('map').click();
  await room.seen('amber mask', paneId(2), ({ amber, cyan }) => amber > 50 && cyan < 10);
  await room.seen('cyan mask', paneId(3), ({ amber, cyan }) => cyan > 50 && amber < 10);
});

await checks.check('scrolling, zoom, pan and window in one pane are those of all', async () => {
  const before = await allOf('same slice', ({ slice }) => slice === SLICE);
  await activate(2);
  await page.mouse.wheel(0, 100);
  await allOf('next slice', ({ slice }) => slice === SLICE + 1);
  await page.mouse.wheel(0, -100);
  await allOf('slice before', ({ slice }) => slice === SLICE);
  await dragIn(3, 'right', [0, -40]);
  await allOf('zoom', ({ zoom }, first) => !near(zoom, before[0]!.zoom) && near(zoom, first.zoom));
  await dragIn(4, 'middle', [25, 15]);
  await allOf(
    'pan',
    ({ pan }, first) => Math.hypot(...pan) > 10 && pan.every((value, k) => near(value, first.pan[k]!, 0.02)),
  );
  await dragIn(1, 'left', [40, 20]);
  await allOf(
    'window',
    ({ voi }, first) =>
      voi !== undefined &&
      !near(voi.upper, before[0]!.voi!.upper) &&
      near(voi.upper, first.voi?.upper ?? NaN, 0.01),
  );
});

await checks.check('the pointer is marked in the other panes at the same place', async () => {
  const box = (await room.element(paneId(1)).boundingBox())!;
  const [x, y] = [Math.round(box.width * 0.4), Math.round(box.height * 0.4)];
  await page.mouse.move(box.x + x, box.y + y);
  const markers = page.locator('.lacuna-shared-pointer:visible');
  await room.until(
    'markers',
    () => markers.count(),
    (number) => number === 3,
  );
  for (const number of [2, 3, 4])
    await room.until(
      `marker ${number}`,
      async () => {
        const pane = (await room.element(paneId(number)).boundingBox())!;
        const mark = (await room.element(paneId(number)).locator('.lacuna-shared-pointer').boundingBox())!;
        return Math.hypot(mark.x + mark.width / 2 - pane.x - x, mark.y + mark.height / 2 - pane.y - y);
      },
      (away) => away < 3,
    );
  await room.says(paneId(2), /at the pointer: (> )?[\d.]+ %, z -?[\d.]+/);
});

await checks.check(
  'agreement: colours on the pixels, Dice and kappa as calculated apart from the viewer',
  async () => {
    await room.hook('pane-4').selectOption('difference');
    const said = await room.says(
      paneId(4),
      /Slice: Dice 0\.\d\d, κ 0\.\d\d[\s\S]*Series: Dice 0\.\d\d[\s\S]*\(1 of 25/,
    );
    assert.match(said, /both\s+only Latent Bernoulli\s+only DiffusionAD/);
    const image = await shownImage(page, paneId(4));
    const [a, b] = await Promise.all(
      ['latent-bernoulli', 'diffusion-ad'].map(async (method) => {
        const masks = await labelMasks(page, `lacuna:${method}:`);
        return new Uint8Array(Buffer.from(masks[image] ?? '', 'base64'));
      }),
    );
    assert.ok(a && b && a.length > 0 && a.length === b.length);
    const brain = await brainOf(image);
    const expected = agreement(a, b, brain);
    console.log(
      `       Dice ${expected.dice.toFixed(4)}, kappa ${expected.kappa.toFixed(4)}, on screen: ${/Slice: .*/.exec(said)?.[0]}`,
    );
    assert.match(said, new RegExp(`Dice ${expected.dice.toFixed(2)}, κ ${expected.kappa.toFixed(2)}`));
    const columns = Math.sqrt(a.length);
    const inside = (good: (i: number) => boolean) => [...a.keys()].filter(good);
    const [both, onlyA, onlyB] = [
      inside((i) => a[i] === 1 && b[i] === 1),
      inside((i) => a[i] === 1 && b[i] !== 1),
      inside((i) => a[i] !== 1 && b[i] === 1),
    ];
    const share = async (pixels: number[], good: (r: number, g: number, b: number) => boolean) => {
      const colours = await coloursAt(page, paneId(4), pixels, columns);
      const shown = colours.filter(([, , , alpha]) => alpha! > 40);
      return shown.filter(([red, green, blue]) => good(red!, green!, blue!)).length / pixels.length;
    };
    const shares = () =>
      Promise.all([
        share(both, (r, g, b) => Math.min(r, g, b) > 150),
        share(onlyA, (r, g, b) => r > g && g > b),
        share(onlyB, (r, g, b) => b >= g && g > r),
      ]);
    const good = (parts: number[]) => parts.every((part) => part > 0.6 || Number.isNaN(part));
    const [white = 0, amber = 0, cyan = 0] = await room.until('colours', shares, good);
    console.log(
      `       white on ${white.toFixed(2)} of both, amber on ${amber.toFixed(2)}, cyan on ${cyan.toFixed(2)}`,
    );
  },
);

await checks.check('the figures follow the threshold', async () => {
  const dice = /Dice (0\.\d\d)/.exec(await room.says(paneId(4), /Slice: Dice 0\.\d\d/))![1]!;
  await panel.setThreshold(1);
  await room.says(paneId(4), new RegExp(`Slice: Dice (?!${dice.replace('.', '\\.')})`));
  await panel.setThreshold(3);
  await room.says(paneId(4), new RegExp(`Slice: Dice ${dice.replace('.', '\\.')}`));
});

await checks.check(
  'a brush in a compared pane says where masks are edited, and changes nothing',
  async () => {
    const before = await settled('masks', () => labelMasks(page, 'lacuna:latent-bernoulli:'));
    await takeTool(page, 'CircularBrush');
    const notice = page.getByText(/Masks are edited in the single view/).first();
    await Promise.all([notice.waitFor({ state: 'attached' }), dragIn(2, 'left', [20, 10])]);
    assert.deepEqual(await labelMasks(page, 'lacuna:latent-bernoulli:'), before);
    await takeTool(page, 'WindowLevel');
  },
);

await checks.check('three, two and one pane, and back to the single view', async () => {
  for (const number of [3, 2, 1]) {
    await room.hook(`panes-${number}`).click();
    await count(number);
    await room.until('the slice', panes, (list) => list.every(({ slice }) => slice === SLICE));
  }
  await room.hook('compare').click();
  await single();
  await room.hook('compare').click();
  await count(1);
});

await checks.check('editing a region leaves the comparison and hands the brush', async () => {
  await room.page.locator('[data-cy="lacuna-candidate-edit"]').first().click();
  await single();
  const before = await settled('masks', () => labelMasks(page, 'lacuna:consensus:'));
  await room.until(
    'a stroke',
    async () => {
      const box = (await room.element(SINGLE).boundingBox())!;
      await page.mouse.move(box.x + 0.5 * box.width, box.y + 0.55 * box.height);
      await page.mouse.down();
      await page.mouse.move(box.x + 0.5 * box.width + 15, box.y + 0.55 * box.height + 8, { steps: 4 });
      await page.mouse.up();
      return labelMasks(page, 'lacuna:consensus:');
    },
    (masks) => JSON.stringify(masks) !== JSON.stringify(before),
  );
  await takeTool(page, 'WindowLevel');
});

await room.finish();
