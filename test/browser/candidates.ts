/** Candidate regions in the running viewer: the list, the pixels of the layers, the slice shown, and the keys. */
import assert from 'node:assert/strict';
import { firstBuiltInStudy } from './support/built-in-studies.ts';
import { Checks } from './support/checks.ts';
import { finish } from './support/finish.ts';
import { launchViewer } from './support/launch.ts';
import { settled, until } from './support/until.ts';
import { CandidateDriver } from './candidates/candidate-driver.ts';
import { PanelDriver } from './whole-path/panel-driver.ts';
import { labelMasks } from './whole-path/page-probes.ts';

const viewer = await launchViewer({ viewport: { width: 1280, height: 800 } });
const { page } = viewer;
const panel = new PanelDriver(page);
const list = new CandidateDriver(page);
const checks = new Checks();

/** Pixels of the consensus layer over all slices. */
const marked = async (): Promise<number> => {
  const masks = Object.values(await labelMasks(page, 'lacuna:consensus:'));
  return masks.reduce(
    (sum, mask) => sum + Buffer.from(mask, 'base64').filter((value) => value !== 0).length,
    0,
  );
};
/** What later counts are compared with. */
const markedAtRest = () => settled('pixels of the layer', marked);
const marks = (what: string, good: (pixels: number) => boolean) => until(what, marked, good);
const rows = (wanted: number) =>
  until(
    `${wanted} rows`,
    () => list.count(),
    (count) => count === wanted,
  );
const named = (pattern: RegExp) =>
  until(
    `a region ${pattern}`,
    () => list.names(),
    (names) => pattern.test(names),
  );
/** The viewport shows one of the slices of a row. */
const shows = async (row: number) => {
  const [first, last] = await list.slicesOf(row);
  await until(
    `a slice of ${first}..${last}`,
    () => list.shownSlice(),
    (slice) => slice >= first && slice <= last,
  );
};

await checks.check('before a run the list says what to do', async () => {
  await panel.open(viewer.address, firstBuiltInStudy().studyInstanceUID);
  assert.match(await panel.text('candidates-none'), /Run a method/);
});

await checks.check('after a run the list holds the regions of the consensus, the largest first', async () => {
  assert.equal(await panel.run('series'), 'done');
  await list.settled();
  const volumes = await settled(
    'the list',
    () => list.volumes(),
    ({ length }) => length > 1,
  );
  assert.deepEqual(
    volumes,
    [...volumes].sort((a, b) => b - a),
  );
  await viewer.screenshot('candidates-1-list');
});

await checks.check('a click shows the region in the viewport, with brackets around it', async () => {
  await panel.goToSlice(0);
  await list.row(0).go.click();
  await list.selected(0);
  await page.waitForFunction(
    () => document.querySelectorAll('[data-cy="lacuna-highlight"] path').length === 2,
  );
  await shows(0);
  await viewer.screenshot('candidates-2-selected');
});

await checks.check('the keys k and j go to the next and the previous region', async () => {
  await page.locator('[data-cy="viewport-pane"]').first().hover();
  await page.keyboard.press('k');
  await list.selected(1);
  await shows(1);
  await page.keyboard.press('j');
  await list.selected(0);
});

await checks.check('a rejected region leaves the layer, and comes back when it is taken back', async () => {
  const before = await markedAtRest();
  await page.keyboard.press('u');
  await list.status(0, 'rejected');
  await marks('less than before', (pixels) => pixels < before);
  await viewer.screenshot('candidates-3-rejected');
  await page.keyboard.press('u');
  await list.status(0, 'open');
  await marks('as before', (pixels) => pixels === before);
});

await checks.check('a rejected region stays out of the layer when the threshold moves', async () => {
  await page.keyboard.press('u');
  await list.status(0, 'rejected');
  const before = await markedAtRest();
  const oneRejected = () =>
    settled(
      'one rejected region',
      () => list.withStatus('rejected'),
      (count) => count === 1,
    );
  await panel.setThreshold(2);
  await marks('more at a lower threshold', (pixels) => pixels > before);
  await list.settled();
  await oneRejected();
  await panel.setThreshold(3);
  await marks('as before', (pixels) => pixels === before);
  await list.settled();
  await oneRejected();
});

await checks.check('hiding rejected regions takes the row away', async () => {
  const before = await settled('rows', () => list.count());
  await panel.hook('candidate-hide-rejected').check();
  await rows(before - 1);
  await panel.hook('candidate-hide-rejected').uncheck();
  await rows(before);
  await list.row(0).reject.click();
  await list.status(0, 'open');
});

await checks.check('a region is renamed in its row, and keeps its name over thresholds', async () => {
  await list.rename(0, 'Frontal mass');
  await panel.setThreshold(2.5);
  await list.settled();
  await named(/Frontal mass/);
  await panel.setThreshold(3);
  await list.settled();
  await list.row(0).root.filter({ hasText: 'Frontal mass' }).waitFor();
});

await checks.check('smaller regions leave list and layer', async () => {
  const [before, volumes] = [await markedAtRest(), await settled('volumes', () => list.volumes())];
  await panel.hook('candidate-minimum').fill('2');
  const kept = volumes.filter((volume) => volume >= 2);
  await rows(kept.length);
  await marks('less than before', (pixels) => pixels < before);
  await panel.hook('candidate-minimum').fill('9999');
  await panel
    .hook('candidates-none')
    .filter({ hasText: /smaller/ })
    .waitFor();
  await marks('nothing', (pixels) => pixels === 0);
  await panel.hook('candidate-minimum').fill('0');
  await marks('as before', (pixels) => pixels === before);
  await rows(volumes.length);
});

await checks.check('at the top of the scale the list says that there is none', async () => {
  await panel.setThreshold(4);
  const none = panel.hook('candidates-none');
  await none.filter({ hasText: /^No candidate region at this threshold\.$/ }).waitFor();
  await panel.setThreshold(3);
  await list.row(0).root.waitFor();
  await list.settled();
});

await checks.check('a zoomed view is centred on the region', async () => {
  await list.zoom(3);
  await list.row(0).go.click();
  await page.waitForFunction(() => {
    const box = document.querySelector('[data-cy="lacuna-highlight"] path')?.getBoundingClientRect();
    const pane = document.querySelector('[data-cy="viewport-pane"]')!.getBoundingClientRect();
    return box && Math.abs(box.x + box.width / 2 - (pane.x + pane.width / 2)) < pane.width / 4;
  });
  await viewer.screenshot('candidates-4-zoomed');
  await list.zoom(1);
});

await checks.check('what is drawn with the viewer’s brush is a region of its own', async () => {
  const [count, before] = [await settled('rows', () => list.count()), await markedAtRest()];
  await list.row(0).edit.click();
  await panel.goToSlice(1);
  await list.brush();
  await rows(count + 1);
  await marks('more than before', (pixels) => pixels > before);
  await named(/edited/);
  const all = await markedAtRest();
  await panel.setThreshold(3.5); // the edit stays whatever the threshold
  await marks('less at a higher threshold', (pixels) => pixels < all);
  await list.settled();
  await named(/edited/);
  await viewer.screenshot('candidates-5-brush');
});

await finish(checks, viewer);
