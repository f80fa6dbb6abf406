/** Candidate regions in the running viewer: the list, the pixels of the layers, the slice shown, and the keys. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { REPOSITORY } from './support/page-server.ts';
import { Checks } from './support/checks.ts';
import { launchViewer } from './support/launch.ts';
import { CandidateDriver } from './candidates/candidate-driver.ts';
import { PanelDriver } from './whole-path/panel-driver.ts';
import { labelMasks } from './whole-path/page-probes.ts';

const studies = JSON.parse(fs.readFileSync(path.join(REPOSITORY, 'viewer/studies/studies.json'), 'utf8')) as {
  studyInstanceUID: string;
}[];

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

await checks.check('before a run the list says what to do', async () => {
  await panel.open(viewer.address, studies[0]!.studyInstanceUID);
  assert.match(await panel.text('candidates-none'), /Run a method/);
});

await checks.check('after a run the list holds the regions of the consensus, the largest first', async () => {
  assert.equal(await panel.run('series'), 'done');
  await list.settled();
  const volumes = await list.volumes();
  assert.ok(volumes.length > 1, `${volumes.length} regions`);
  assert.deepEqual(
    volumes,
    [...volumes].sort((a, b) => b - a),
  );
  await viewer.screenshot('candidates-1-list');
});

await checks.check('a click shows the region in the viewport, with brackets around it', async () => {
  await panel.goToSlice(0);
  await list.row(0).go.click();
  const [first, last] = await list.slicesOf(0);
  await page.waitForFunction(
    () => document.querySelectorAll('[data-cy="lacuna-highlight"] path').length === 2,
  );
  const shown = await list.shownSlice();
  assert.ok(shown >= first && shown <= last, `slice ${shown} of ${first}..${last}`);
  assert.equal(await list.selectedIndex(), 0);
  await viewer.screenshot('candidates-2-selected');
});

await checks.check('the keys k and j go to the next and the previous region', async () => {
  await page.locator('[data-cy="viewport-pane"]').first().hover();
  await page.keyboard.press('k');
  await list.selected(1);
  const [first, last] = await list.slicesOf(1);
  const shown = await list.shownSlice();
  assert.ok(shown >= first && shown <= last);
  await page.keyboard.press('j');
  await list.selected(0);
});

await checks.check('a rejected region leaves the layer, and comes back when it is taken back', async () => {
  const before = await marked();
  await page.keyboard.press('u');
  await list.status(0, 'rejected');
  const without = await marked();
  assert.ok(without < before, `${without} of ${before} pixels`);
  await viewer.screenshot('candidates-3-rejected');
  await page.keyboard.press('u');
  await list.status(0, 'open');
  assert.equal(await marked(), before);
});

await checks.check('a rejected region stays out of the layer when the threshold moves', async () => {
  await page.keyboard.press('u');
  await list.status(0, 'rejected');
  const before = await marked();
  await panel.setThreshold(2);
  await list.settled();
  const rejected = await list.withStatus('rejected');
  assert.equal(rejected, 1);
  await panel.setThreshold(3);
  await list.settled();
  assert.equal(await list.withStatus('rejected'), 1);
  await list.until(async () => (await marked()) === before); // the layer follows in later frames
});

await checks.check('hiding rejected regions takes the row away', async () => {
  const before = await list.count();
  await panel.hook('candidate-hide-rejected').check();
  assert.equal(await list.count(), before - 1);
  await panel.hook('candidate-hide-rejected').uncheck();
  await list.row(0).reject.click();
  await list.status(0, 'open');
});

await checks.check('a region is renamed in its row, and keeps its name over thresholds', async () => {
  await list.rename(0, 'Frontal mass');
  await panel.setThreshold(2.5);
  await list.settled();
  assert.match(await list.names(), /Frontal mass/);
  await panel.setThreshold(3);
  await list.settled();
  assert.match(await list.row(0).root.innerText(), /Frontal mass/);
});

await checks.check('smaller regions leave list and layer', async () => {
  const [before, volumes] = [await marked(), await list.volumes()];
  await panel.hook('candidate-minimum').fill('2');
  await list.settled();
  const kept = volumes.filter((volume) => volume >= 2);
  assert.equal(await list.count(), kept.length);
  assert.ok((await marked()) < before);
  await panel.hook('candidate-minimum').fill('9999');
  await list.settled();
  assert.match(await panel.text('candidates-none'), /smaller/);
  assert.equal(await marked(), 0);
  await panel.hook('candidate-minimum').fill('0');
  await list.settled();
  assert.equal(await marked(), before);
});

await checks.check('at the top of the scale the list says that there is none', async () => {
  await panel.setThreshold(4);
  await list.settled();
  assert.equal(await panel.text('candidates-none'), 'No candidate region at this threshold.');
  await panel.setThreshold(3);
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
  const [count, before] = [await list.count(), await marked()];
  await list.row(0).edit.click();
  await panel.goToSlice(1);
  await list.brush();
  await list.until(async () => (await list.count()) === count + 1);
  assert.ok((await marked()) > before);
  assert.match(await list.names(), /edited/);
  await panel.setThreshold(3.5); // the edit stays whatever the threshold
  await list.settled();
  assert.match(await list.names(), /edited/);
  await viewer.screenshot('candidates-5-brush');
});

await checks.check('nothing went wrong on the way', () => {
  assert.deepEqual(viewer.errors, []);
  assert.deepEqual(viewer.externalRequests, []);
});

await viewer.close();
checks.finish();
