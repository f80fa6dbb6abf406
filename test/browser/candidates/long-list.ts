/**
 * A list of more than two hundred regions: what scrolling costs the page, and whether the keys keep their row in view.
 *
 *     node --import tsx test/browser/candidates/long-list.ts
 *
 * By hand, after a build. Of a frame only script, styles and layout are counted: browsers without graphics hardware draw in
 * software, which says nothing of a reader's computer.
 */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Checks } from '../support/checks.ts';
import { finish } from '../support/finish.ts';
import { launchViewer } from '../support/launch.ts';
import { settled } from '../support/until.ts';
import { PanelDriver } from '../whole-path/panel-driver.ts';
import { CandidateDriver } from './candidate-driver.ts';
import { writeSpottedStudy } from './spotted-study.ts';

const ROWS = 200;
const FRAME_MS = 20;
/** Places on the threshold scale; how many regions there are depends on the weights. */
const PLACES = [3.5, 3.7, 3.3, 3, 0.3];

const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'lacuna-long-list-'));
const study = writeSpottedStudy(scratch);
const viewer = await launchViewer({ studyFolders: [scratch], viewport: { width: 1280, height: 800 } });
const { page } = viewer;
const panel = new PanelDriver(page);
const list = new CandidateDriver(page);
const checks = new Checks();
let count = 0;

await checks.check(`a study of bright spots has more than ${ROWS} regions`, async () => {
  await panel.open(viewer.address, study);
  if ((await panel.run('series')) !== 'done') {
    await panel.hook('guard-override').check();
    assert.equal(await panel.run('series'), 'done');
  }
  await panel.hook('candidate-output').selectOption('all');
  for (const place of PLACES) {
    await panel.setThreshold(place);
    await list.settled();
    count = await settled('rows', () => list.count());
    console.log(`       ${count} at ${place}`);
    if (count >= ROWS) break;
  }
  assert.ok(count >= ROWS, `${count} regions`);
});

await checks.check(`it scrolls with ${FRAME_MS} ms of script, styles and layout a frame`, async () => {
  const { median, worst } = await list.scroll(120);
  console.log(`       ${count} rows: median ${median.toFixed(1)} ms, worst ${worst.toFixed(1)} ms a frame`);
  assert.ok(median <= FRAME_MS, `${median} ms`);
  await viewer.screenshot('long-list-1-scrolled');
});

await checks.check('the keys for the next and the previous region keep its row in view', async () => {
  await page.locator('[data-cy="viewport-pane"]').first().hover();
  await page.keyboard.press('j'); // from none: the last
  for (const expected of [count - 1, 0, 1, 2, 3, 4, 5, 6, 7]) {
    await list.selected(expected);
    await list.until(() => list.selectedInView());
    if (expected === count - 1) await viewer.screenshot('long-list-2-last');
    await page.keyboard.press('k');
  }
  for (const expected of [8, 7, 6]) {
    await list.selected(expected);
    await list.until(() => list.selectedInView());
    await page.keyboard.press('j');
  }
});

await finish(checks, viewer);
fs.rmSync(scratch, { recursive: true, force: true });
