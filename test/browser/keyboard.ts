/** The whole workflow by keyboard alone: no pointer moves in this file; every step is checked by what the screen shows. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { verifySegmentation } from '@lacuna/core/dicom/segmentation-verifier.ts';
import { choose, focused, tabTo, walk, type Focused } from './keyboard/focus.ts';
import { changedKey, openPreferences, shownKeys } from './keyboard/preferences.ts';
import { paneFacts, type PaneFacts } from './maps/pane-pixels.ts';
import { firstBuiltInStudy, STUDIES } from './support/built-in-studies.ts';
import { Checks } from './support/checks.ts';
import { finish } from './support/finish.ts';
import { launchViewer } from './support/launch.ts';
import { LIMIT_MS, settled, until } from './support/until.ts';
import { maskFromText, sourcesIn } from './whole-path/exported-file.ts';
import { labelMasks, viewports, type ViewportFacts } from './whole-path/page-probes.ts';
import { PanelDriver } from './whole-path/panel-driver.ts';

const study = firstBuiltInStudy();
/** Through the right frontal mass of synthetic A, counted from 0. */
const SLICE = 6;
/** Around that mass, by shares of the viewport. */
const LESION = { x: 0.3, y: 0.28, width: 0.16, height: 0.16 };
/** For a run of one slice, or of what a stored object was made from. */
const RUN_LIMIT_MS = 3 * LIMIT_MS;

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
const seen = (what: string, good: (facts: ViewportFacts) => boolean) => until(what, () => view(), good);
/** What later pictures are compared with. */
const atRest = (what: string, good: (facts: ViewportFacts) => boolean) => settled(what, () => view(), good);
const text = (hook: string, good: RegExp, limitMs = LIMIT_MS) =>
  until(
    `${hook} ${good}`,
    () => panel.hook(hook).first().innerText(),
    (now) => good.test(now),
    limitMs,
  );
const value = (hook: string, wanted: string) =>
  until(
    `${hook} is ${wanted}`,
    () => panel.hook(hook).inputValue(),
    (now) => now === wanted,
  );
const focusOn = (what: string, good: (now: Focused) => boolean) => until(what, () => focused(page), good);
const screen = (what: string, good: (facts: PaneFacts) => boolean) =>
  until(what, () => paneFacts(page, 'default'), good);
const inRegion = () => paneFacts(page, 'default', LESION);
const hashOf = ({ hash }: PaneFacts) => hash;
/** Down, each press after the last one has arrived. */
async function down(from: number, to: number): Promise<void> {
  for (let slice = from; slice < to; slice++) {
    await press('ArrowDown');
    await seen(`slice ${slice + 2}`, (facts) => facts.slice === slice + 1);
  }
}
const region = page.locator('[data-cy="lacuna-candidate"][aria-current]');
const regionText = (good: RegExp) =>
  until(
    `region ${good}`,
    async () => ((await region.count()) ? region.innerText() : ''),
    (now) => good.test(now),
  );

await checks.check('the arrows scroll to a slice and one key runs it', async () => {
  await panel.open(viewer.address, study.studyInstanceUID);
  await seen('an image', (facts) => facts.slice > 0);
  await until(
    'first slice',
    async () => (await press('Home'), view()), // again, should the keys not be there yet
    ({ slice }) => slice === 0,
  );
  await down(0, SLICE);
  await text('chart-tooltip', new RegExp(`Slice ${SLICE + 1} `)); // on the screen, not only asked for
  await press('d');
  await text('status', /^done$/, RUN_LIMIT_MS);
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
  const before = await atRest('regions', ({ amber }) => amber > 20);
  const slider = () => panel.hook('threshold').getAttribute('aria-valuetext');
  const at = await settled('slider', slider);
  await press('5', 4); // one mark lower
  await seen('more', ({ amber, cyan }) => amber + cyan > before.amber + before.cyan);
  await until('slider', slider, (now) => now !== at);
  await press('6', 4);
  await seen('as before', ({ amber, cyan }) => amber === before.amber && cyan === before.cyan);
  await until('slider as before', slider, (now) => now === at);
});

await checks.check('an arrow on the threshold’s slider leaves a calibrated mark', async () => {
  await press('f');
  await tabTo(page, 'threshold');
  const at = await settled('slider', () => panel.hook('threshold').inputValue());
  await press('ArrowRight');
  await value('threshold', String(Number(at) + 1));
  assert.equal((await view()).slice, SLICE); // the arrow was the slider's alone
  await press('ArrowLeft');
  await press('q'); // a letter is the viewer's although an input has the focus
  await seen('layer off', ({ amber }) => amber === 0);
  await press('q');
  await press('Escape');
  await focusOn('out of the panel', ({ inPanel }) => !inPanel);
});

await checks.check('fill and heat map get stronger and fainter', async () => {
  await press('w');
  await press('x');
  await seen('the first alone', ({ amber, cyan, pink }) => amber > 20 && cyan + pink === 0); // three colours together are grey
  const plain = await settled('region', inRegion, undefined, hashOf);
  await press('8', 5);
  await until('stronger fill', inRegion, ({ saturation }) => saturation > 1.2 * plain.saturation);
  await press('7', 5);
  await until('usual fill', inRegion, ({ saturation }) => saturation < 1.1 * plain.saturation);
  await press('w');
  await press('x');
  await seen('all', ({ label }) => /^Latent Bernoulli[^·]*· DiffusionAD/.test(label));
  const rest = (good?: (facts: PaneFacts) => boolean) =>
    settled('the picture', () => paneFacts(page, 'default'), good, hashOf);
  const usual = await rest();
  await press('g');
  const map = await rest(({ saturation }) => saturation > 1.5 * usual.saturation);
  await press('9', 4);
  const faint = await rest(({ saturation }) => saturation < 0.85 * map.saturation);
  await press('0', 4);
  await screen('stronger', ({ saturation }) => saturation > 1.1 * faint.saturation);
  await press('Shift+G');
  await value('map-layer', 'diffusion-ad');
  await press('g');
  await screen('no map', ({ saturation }) => saturation < 1.2 * usual.saturation);
});

await checks.check('comparison: panes come, scroll together, one more by key, and go', async () => {
  await press('m');
  const count = (n: number) =>
    until(
      `${n} panes`,
      () => viewports(page),
      (list) => list.length === n && list.every(({ label, slice }) => label !== '' && slice === SLICE),
    );
  const opened = await count((await panel.hook('layer-consensus').count()) ? 4 : 2);
  assert.match(opened[0]!.label, /^Source images|^Latent/);
  await press('ArrowDown');
  await until(
    'all panes follow',
    () => viewports(page),
    (list) => list.every(({ slice }) => slice === SLICE + 1),
  );
  await press('ArrowUp');
  await until(
    'back',
    () => viewports(page),
    (list) => list.every(({ slice }) => slice === SLICE),
  );
  await press('Shift+M');
  await count(opened.length === 4 ? 1 : 3);
  await press('m');
  await until(
    'one viewport',
    () => viewports(page),
    (list) => list.length === 1 && list[0]!.id === 'default',
  );
  await seen('layers', ({ amber, cyan, slice }) => amber > 20 && cyan > 20 && slice === SLICE);
});

await checks.check('regions: next, accept, reject, back, and a name of one’s own', async () => {
  await press('k');
  await regionText(/Region \d/);
  await page.locator('[data-cy="lacuna-highlight"] path').first().waitFor({ state: 'attached' });
  const output = /lc-of-(\S+)/.exec((await region.getAttribute('class')) ?? '')?.[1];
  const outlined = ({ amber, cyan, pink }: ViewportFacts) =>
    output === 'consensus' ? pink : output === 'diffusion-ad' ? cyan : amber;
  const before = await atRest('region', (facts) => outlined(facts) > 20);
  await press('y');
  await regionText(/accepted/);
  await press('u');
  await regionText(/rejected/);
  await seen('less is outlined', (facts) => outlined(facts) < outlined(before));
  await press('u');
  await seen('outlined again', (facts) => outlined(facts) === outlined(before));
  await press('F2');
  await focusOn('the field', ({ hook }) => hook === 'lacuna-candidate-name');
  await keyboard.type('dmqgstk 56 frontal mass');
  await press('Enter');
  await regionText(/dmqgstk 56 frontal mass/);
  await atRest('the same outline', (facts) => outlined(facts) === outlined(before)); // no letter was taken for a key
  assert.equal((await viewports(page)).length, 1);
  await focusOn('the region', ({ hook }) => hook === 'lacuna-candidate-go');
  await press('F2');
  await focusOn('the field', ({ hook }) => hook === 'lacuna-candidate-name');
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
    await focusOn('the first button', ({ hook }) => hook === 'lacuna-run-slice');
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
  await focusOn('the export', ({ hook }) => hook === 'lacuna-export-kind');
  await choose(page, /^Segmentation \(SEG\)/);
  await tabTo(page, 'export-method');
  await choose(page, /^DiffusionAD/);
  await tabTo(page, 'export-seg');
  const file = path.join(scratch, 'seg.dcm');
  await panel.download(file, () => press('Enter'));
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
    assert.match(await panel.exportStatus(() => press('Enter')), /^Stored, read back and found equal/);
    await panel.open(viewer.address, study.studyInstanceUID);
    await panel.hook('reproduce').waitFor();
    await press('Shift+F');
    await tabTo(page, 'reproduce');
    await press('Enter');
    await text('reproduce-status', /^DiffusionAD: identical, [1-9]\d* voxels/, RUN_LIMIT_MS);
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
  await panel.open(viewer.address, study.studyInstanceUID);
  const tip = () => panel.hook('map').getAttribute('title');
  await until('tool tip', tip, (now) => /\(P\)$/.test(now ?? ''));
  await press('g');
  assert.equal(await panel.hook('map').getAttribute('aria-checked'), 'false');
  await press('p');
  await until(
    'switched on',
    () => panel.hook('map').getAttribute('aria-checked'),
    (now) => now === 'true',
  );
  await page.locator('.lacuna-colour-bar').waitFor();
});

await finish(checks, viewer);
fs.rmSync(scratch, { recursive: true, force: true });
