/** The whole workflow by keyboard alone: no pointer moves in this file; every step is checked by what the screen shows. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { verifySegmentation } from '@lacuna/core/dicom/segmentation-verifier.ts';
import { choose, focused, tabTo, walk } from './keyboard/focus.ts';
import { changedKey, openPreferences, shownKeys } from './keyboard/preferences.ts';
import { paneFacts, type PaneFacts } from './maps/pane-pixels.ts';
import { firstBuiltInStudy, STUDIES } from './support/built-in-studies.ts';
import { Checks } from './support/checks.ts';
import { launchViewer } from './support/launch.ts';
import { maskFromText, sourcesIn } from './whole-path/exported-file.ts';
import { labelMasks, until, viewports, type ViewportFacts } from './whole-path/page-probes.ts';
import { PanelDriver } from './whole-path/panel-driver.ts';

const study = firstBuiltInStudy();
/** Through the right frontal mass of synthetic A, counted from 0. */
const SLICE = 6;
/** Around that mass, by shares of the viewport. */
const LESION = { x: 0.3, y: 0.28, width: 0.16, height: 0.16 };
const LIMIT_MS = 30_000;

const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'lacuna-keyboard-'));
const viewer = await launchViewer({ viewport: { width: 1280, height: 800 } });
const { page } = viewer;
const panel = new PanelDriver(page);
const checks = new Checks();
const { keyboard } = page;
const press = (key: string, times = 1) =>
  Array.from({ length: times }).reduce<Promise<void>>(
    (last) => last.then(() => keyboard.press(key)),
    Promise.resolve(),
  );
const view = async (n = 0): Promise<ViewportFacts> => (await viewports(page))[n]!;
const seen = (what: string, good: (facts: ViewportFacts) => boolean) =>
  until(what, () => view(), good, LIMIT_MS);
const text = (hook: string, good: RegExp) =>
  until(
    `${hook} ${good}`,
    () => panel.hook(hook).first().innerText(),
    (now) => good.test(now),
    LIMIT_MS,
  );
const screen = (what: string, good: (facts: PaneFacts) => boolean) =>
  until(what, () => paneFacts(page, 'default'), good, LIMIT_MS);
const region = page.locator('[data-cy="lacuna-candidate"][aria-current]');
const regionText = (good: RegExp) =>
  until(
    `region ${good}`,
    async () => ((await region.count()) ? region.innerText() : ''),
    (now) => good.test(now),
    LIMIT_MS,
  );

await checks.check('the arrows scroll to a slice and one key runs it', async () => {
  await panel.open(viewer.address, study.studyInstanceUID);
  await seen('an image', (facts) => facts !== undefined && facts.slice > 0);
  await press('Home');
  await seen('first slice', ({ slice }) => slice === 0);
  await press('ArrowDown', SLICE);
  await text('chart-tooltip', new RegExp(`Slice ${SLICE + 1} `)); // on the screen, not only asked for
  await press('d');
  await text('status', /^done$/);
  await seen('outlines', ({ amber }) => amber > 20);
});

await checks.check(
  'each layer goes and comes by its key; all, each alone, none; everything at once',
  async () => {
    await press('q');
    await seen('without the first', ({ amber, cyan }) => amber === 0 && cyan > 20);
    await press('q');
    await press('w');
    await seen('without the second', ({ amber, cyan }) => amber > 20 && cyan === 0);
    await press('w');
    await press('s');
    await seen('the first alone', ({ amber, cyan, pink }) => amber > 20 && cyan + pink === 0);
    await press('s');
    await seen('the second alone', ({ amber, cyan, pink }) => cyan > 20 && amber + pink === 0);
    await press('t');
    await seen('nothing', ({ amber, cyan, pink, label }) => amber + cyan + pink === 0 && label === '');
    await press('t');
    await seen('the second again', ({ amber, cyan }) => cyan > 20 && amber === 0);
    await press('s', 3);
    await seen('all', ({ amber, label }) => amber > 20 && /^Latent Bernoulli[^·]*· DiffusionAD/.test(label));
  },
);

await checks.check('the threshold goes up and down and takes regions with it', async () => {
  const before = await seen('regions', ({ amber }) => amber > 20);
  const slider = () => panel.hook('threshold').getAttribute('aria-valuetext');
  const at = await slider();
  await press('5', 4); // one mark lower
  await seen('more', ({ amber, cyan }) => amber + cyan > before.amber + before.cyan);
  assert.notEqual(await slider(), at);
  await press('6', 4);
  await seen('as before', ({ amber, cyan }) => amber === before.amber && cyan === before.cyan);
  assert.equal(await slider(), at);
});

await checks.check('an arrow on the threshold’s slider leaves a calibrated mark', async () => {
  await press('f');
  await tabTo(page, 'threshold');
  const at = await panel.hook('threshold').inputValue();
  await press('ArrowRight');
  await until(
    'moved',
    () => panel.hook('threshold').inputValue(),
    (now) => Number(now) === Number(at) + 1,
  );
  assert.equal((await view()).slice, SLICE); // the arrow was the slider's alone
  await press('ArrowLeft');
  await press('q'); // a letter is the viewer's although an input has the focus
  await seen('layer off', ({ amber }) => amber === 0);
  await press('q');
  await press('Escape');
  assert.equal((await focused(page)).inPanel, false);
});

await checks.check('fill and heat map get stronger and fainter', async () => {
  await press('w');
  await press('x');
  await seen('the first alone', ({ amber, cyan, pink }) => amber > 20 && cyan + pink === 0); // three colours together are grey
  const inRegion = () => paneFacts(page, 'default', LESION);
  const plain = await inRegion();
  await press('8', 5);
  await until('stronger fill', inRegion, ({ saturation }) => saturation > 1.2 * plain.saturation, LIMIT_MS);
  await press('7', 5);
  await until('usual fill', inRegion, ({ saturation }) => saturation < 1.1 * plain.saturation, LIMIT_MS);
  await press('w');
  await press('x');
  await seen('all', ({ label }) => /^Latent Bernoulli[^·]*· DiffusionAD/.test(label));
  const usual = await paneFacts(page, 'default');
  await press('g');
  const map = await screen('map', ({ saturation }) => saturation > 1.5 * usual.saturation);
  await press('9', 4);
  const faint = await screen('fainter', ({ saturation }) => saturation < 0.85 * map.saturation);
  await press('0', 4);
  await screen('stronger', ({ saturation }) => saturation > 1.1 * faint.saturation);
  await press('Shift+G');
  await text('map-layer', /./);
  assert.equal(await panel.hook('map-layer').inputValue(), 'diffusion-ad');
  await press('g');
  await screen('no map', ({ saturation }) => saturation < 1.2 * usual.saturation);
});

await checks.check('comparison: panes come, scroll together, one more by key, and go', async () => {
  await press('m');
  const count = (n: number) =>
    until(
      `${n} panes`,
      () => viewports(page),
      (list) => list.length === n && list.every(({ label }) => label !== ''),
      LIMIT_MS,
    );
  const opened = await count((await panel.hook('layer-consensus').count()) ? 4 : 2);
  assert.match(opened[0]!.label, /^Source images|^Latent/);
  await press('ArrowDown');
  await until(
    'all panes follow',
    () => viewports(page),
    (list) => list.every(({ slice }) => slice === SLICE + 1),
    LIMIT_MS,
  );
  await press('ArrowUp');
  await until(
    'back',
    () => viewports(page),
    (list) => list.every(({ slice }) => slice === SLICE),
    LIMIT_MS,
  );
  await press('Shift+M');
  await count(opened.length === 4 ? 1 : 3);
  await press('m');
  await until(
    'one viewport',
    () => viewports(page),
    (list) => list.length === 1 && list[0]!.id === 'default',
    LIMIT_MS,
  );
  await seen('layers', ({ amber, cyan, slice }) => amber > 20 && cyan > 20 && slice === SLICE);
});

await checks.check('regions: next, accept, reject, back, and a name of one’s own', async () => {
  await press('k');
  await regionText(/Region \d/);
  assert.ok((await page.locator('[data-cy="lacuna-highlight"] path').count()) > 0);
  const output = /lc-of-(\S+)/.exec((await region.getAttribute('class')) ?? '')?.[1];
  const outlined = ({ amber, cyan, pink }: ViewportFacts) =>
    output === 'consensus' ? pink : output === 'diffusion-ad' ? cyan : amber;
  const before = await seen('region', (facts) => outlined(facts) > 20);
  await press('y');
  await regionText(/accepted/);
  await press('u');
  await regionText(/rejected/);
  await seen('less is outlined', (facts) => outlined(facts) < outlined(before));
  await press('u');
  await seen('outlined again', (facts) => outlined(facts) === outlined(before));
  await press('F2');
  await until(
    'field',
    () => focused(page),
    ({ hook }) => hook === 'lacuna-candidate-name',
  );
  await keyboard.type('dmqgstk 56 frontal mass');
  await press('Enter');
  await regionText(/dmqgstk 56 frontal mass/);
  const after = await view();
  assert.equal(outlined(after), outlined(before)); // no letter of the name was taken for a key
  assert.equal((await viewports(page)).length, 1);
  assert.equal((await focused(page)).hook, 'lacuna-candidate-go');
  await press('F2');
  await keyboard.type(' not kept');
  await press('Escape');
  await regionText(/frontal mass(?! not)/);
  await press('j');
  await press('Escape');
});

await checks.check('digits typed into a number field are a number', async () => {
  await press('f');
  await tabTo(page, 'candidate-minimum');
  const before = await panel.hook('threshold').inputValue();
  await keyboard.type('5');
  assert.equal(await panel.hook('threshold').inputValue(), before);
  await until(
    'list follows',
    () => panel.hook('candidates').innerText(),
    (now) => /smaller|region/.test(now),
  );
  await press('Control+A');
  await keyboard.type('0');
  await press('Escape');
});

await checks.check(
  'the focus goes through the panel in reading order, always seen, and out at both ends',
  async () => {
    await press('f');
    assert.equal((await focused(page)).hook, 'lacuna-run-slice');
    while ((await focused(page)).inPanel) await press('Shift+Tab');
    await press('Tab');
    const stops = await walk(page, 'Tab');
    const unseen = stops.filter(({ ring, inView }) => ring < 2 || !inView);
    assert.deepEqual(unseen, []);
    assert.deepEqual(
      stops.filter(({ name, hook }) => name === '' && hook === ''),
      [],
    );
    const order = [
      'layer-latent-bernoulli',
      'run-slice',
      'threshold',
      'candidate-go',
      'map',
      'chart',
      'export-kind',
    ];
    const at = order.map((hook) => stops.findIndex((stop) => stop.hook === `lacuna-${hook}`));
    assert.ok(
      at.every((place) => place >= 0),
      `not reached: ${order.filter((_, i) => at[i]! < 0).join()}`,
    );
    assert.deepEqual(
      [...at].sort((a, b) => a - b),
      at,
    );
    await press('Shift+Tab');
    const back = await walk(page, 'Shift+Tab');
    assert.deepEqual(
      back.map(({ hook, name }) => hook + name),
      stops.map(({ hook, name }) => hook + name).reverse(),
    );
    console.log(`       ${stops.length} stops of the focus`);
  },
);

await checks.check('the SEG is downloaded, and holds exactly what is shown', async () => {
  await press('Shift+F');
  assert.equal((await focused(page)).hook, 'lacuna-export-kind');
  await choose(page, /^Segmentation \(SEG\)/);
  await tabTo(page, 'export-method');
  await choose(page, /^DiffusionAD/);
  await tabTo(page, 'export-seg');
  const [download] = await Promise.all([page.waitForEvent('download'), press('Enter')]);
  const file = path.join(scratch, 'seg.dcm');
  await download.saveAs(file);
  await text('export-status', /^Saved as /);
  const shown = await labelMasks(page, 'diffusion-ad');
  const sources = sourcesIn(path.join(STUDIES, study.folder));
  const masks = sources.map(({ sopInstanceUID: uid }) => (shown[uid] ? maskFromText(shown[uid]) : null));
  assert.ok(masks.some(Boolean));
  const verified = verifySegmentation(new Uint8Array(fs.readFileSync(file)), sources, [{ masks }]);
  assert.equal(verified.kind, 'verified', JSON.stringify(verified).slice(0, 500));
});

await checks.check(
  'a stored SEG is read back, run again and found identical when the study is opened anew',
  async () => {
    await tabTo(page, 'store-seg');
    await press('Enter');
    await text('export-status', /^Stored, read back and found equal/);
    await panel.open(viewer.address, study.studyInstanceUID);
    await panel.hook('reproduce').waitFor({ timeout: LIMIT_MS });
    await press('Shift+F');
    await tabTo(page, 'reproduce');
    await press('Enter');
    await text('reproduce-status', /^DiffusionAD: identical, [1-9]\d* voxels/);
  },
);

await checks.check('OHIF’s preferences list our keys with their names, none twice', async () => {
  await openPreferences(page);
  const listed = await shownKeys(page);
  await viewer.screenshot('keyboard-preferences');
  const ours = listed.filter(({ label }) => label.startsWith('Anomaly – '));
  assert.equal(ours.length, 27);
  assert.equal(ours.find(({ label }) => label === 'Anomaly – heat map')?.key.toLowerCase(), 'g');
  const clashes = ours.filter(({ key, label }) =>
    listed.some((other) => other.key === key && other.label !== label),
  );
  assert.deepEqual(clashes, []);
  await press('Escape');
  await until(
    'closed',
    () => page.getByRole('dialog').count(),
    (n) => n === 0,
  );
});

await checks.check('a key changed there works at once, is named in the tool tip and is kept', async () => {
  await changedKey(page, 'Anomaly – heat map', 'p');
  const onOff = () => page.locator('.lacuna-colour-bar').count();
  await panel.open(viewer.address, study.studyInstanceUID);
  const tip = () => panel.hook('map').getAttribute('title');
  await press('f');
  await until('tool tip', tip, (now) => /\(P\)$/.test(now ?? ''));
  await press('Escape');
  await press('g');
  assert.equal(await panel.hook('map').getAttribute('aria-checked'), 'false');
  await press('p');
  await until(
    'switched on',
    () => panel.hook('map').getAttribute('aria-checked'),
    (now) => now === 'true',
  );
  assert.equal(await onOff(), 0); // no result of this visit yet: nothing to show a colour bar for
});

await checks.check('nothing went wrong on the way', () => {
  assert.deepEqual(viewer.errors, []);
  assert.deepEqual(viewer.externalRequests, []);
});

await viewer.close();
fs.rmSync(scratch, { recursive: true, force: true });
checks.finish();
