/**
 * Enters and leaves the mode again and again, on a study with two series, with a run, MPR and comparison, and counts what
 * stays. Five visits; `leaks.ts 20` makes twenty, `leaks.ts 20 viewer` the same with OHIF's own viewer in place of the
 * mode, which leaves about 400 listeners, 700 nodes, 12 subscriptions and 1 MB a visit by itself.
 */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Checks } from './support/checks.ts';
import { launchViewer } from './support/launch.ts';
import { until } from './support/until.ts';
import { writeStudy } from './support/write-study.ts';
import { censusAtRest, type Census } from './leaks/census.ts';
import { keepListenerBook, liveListeners } from './leaks/listeners.ts';
import { PanelDriver } from './whole-path/panel-driver.ts';

/** Caches and compiled code settle in the first visits. */
const SETTLING = 2;
const VISITS = Number(process.argv[2] ?? 5);
const OWN = process.argv[3] === 'viewer';
const HEAP_MB_A_VISIT = 2.5;
/** OHIF's cornerstone extension subscribes its toolbar anew at every visit. */
const SUBSCRIPTIONS_A_VISIT = 2;
/** OHIF's own, and that of its MPR. */
const ENGINES = 2;

const PATIENT = { '00100010': { vr: 'PN', Value: [{ Alphabetic: 'Two^Series' }] } };

const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'lacuna-leaks-'));
writeStudy('viewer/studies/synthetic-a', path.join(scratch, 'study'), '2.25.4712', [
  { name: 'FLAIR first', number: 1, changes: PATIENT },
  { name: 'FLAIR second', number: 2, changes: PATIENT },
]);
const viewer = await launchViewer({
  studyFolders: [path.join(scratch, 'study')],
  viewport: { width: 1280, height: 800 },
});
const { page } = viewer;
const panel = new PanelDriver(page);
const checks = new Checks();
await keepListenerBook(page);
const cdp = await viewer.context.newCDPSession(page);
await cdp.send('Performance.enable');

interface Globals {
  services: {
    cornerstoneViewportService: {
      getRenderingEngine(): { getViewports(): { getImageData?(): unknown }[] } | undefined;
    };
  };
  commandsManager: { runCommand(name: string, options: object): unknown };
}
/** Until so many panes are there, each with its images. */
const panes = (count: number) =>
  page.waitForFunction((wanted) => {
    const { services } = globalThis as unknown as Partial<Globals>;
    const engine = services?.cornerstoneViewportService.getRenderingEngine();
    const viewports = engine?.getViewports() ?? [];
    const shown = document.querySelectorAll('[data-cy="viewport-pane"]').length;
    return shown === wanted && viewports.filter((viewport) => viewport.getImageData?.()).length >= wanted;
  }, count);
const command = (name: string, options: object) =>
  page.evaluate(
    ([what, how]) => void (globalThis as unknown as Globals).commandsManager.runCommand(what, how),
    [name, options] as const,
  );
/** Into three planes and back again. */
const toggleMpr = () => command('toggleHangingProtocol', { protocolId: 'mpr' });

async function enter(name: string): Promise<void> {
  const row = page.getByRole('row').filter({ hasText: 'Two, Series' }).first();
  await row.waitFor();
  const launch = page.getByRole('button', { name, exact: true });
  await until(
    'the entry of the mode',
    async () => (await launch.isVisible()) || (await row.click(), launch.isVisible()),
    Boolean,
  );
  await launch.click();
}

/** Comes from the list of studies and goes back there. */
async function visit(): Promise<void> {
  if (OWN) {
    await enter('Basic Viewer');
    await panes(1);
    await toggleMpr();
    await panes(3);
    await toggleMpr();
    await panes(1);
    await command('setViewportGridLayout', { numRows: 2, numCols: 2 });
    await page.waitForFunction(() => document.querySelectorAll('[data-cy="viewport-pane"]').length === 4);
  } else {
    await enter('Anomaly Review');
    await panel.ready();
    await panes(1);
    assert.equal(await panel.run('slice'), 'done');
    await toggleMpr();
    await panes(3);
    await toggleMpr();
    await panes(1);
    await panel.hook('compare').check();
    await panes(4);
  }
  await page.locator('[data-cy="return-to-work-list"]').click();
  await page.getByRole('row').first().waitFor();
}

/** Nothing of a visit is left. */
const isClean = (census: Census): boolean =>
  [
    census.inferenceWorkers,
    census.exportWorkers,
    census.viewports,
    census.segmentations,
    census.representations,
    census.ourDetached,
  ].every((left) => left === 0) && census.engines <= ENGINES;
const grown = (first: Census, last: Census): boolean =>
  last.ourListeners > first.ourListeners || last.ourElements > first.ourElements;

await page.goto(viewer.address);
const taken: Census[] = [];
await checks.check(`${VISITS} visits`, async () => {
  for (let n = 0; n < VISITS; n++) {
    await visit();
    const first = taken[SETTLING - 1];
    taken.push(
      await censusAtRest(page, cdp, (census) => isClean(census) && (!first || !grown(first, census))),
    );
    console.log(`       ${n + 1} ${JSON.stringify(taken.at(-1))}`);
  }
  console.log(`       ours: ${(await liveListeners(page)).which.join(', ')}`);
});

await checks.check('nothing of ours is left after a visit', () => {
  const last = taken.at(-1)!;
  assert.ok(isClean(last), JSON.stringify(last));
});

await checks.check('nothing grows from visit to visit', () => {
  const [first, last] = [taken[SETTLING - 1]!, taken.at(-1)!];
  const between = taken.length - SETTLING;
  assert.ok(!grown(first, last), JSON.stringify([first, last]));
  const subscribed = (last.subscriptions - first.subscriptions) / between;
  assert.ok(subscribed <= SUBSCRIPTIONS_A_VISIT, `${subscribed} subscriptions a visit`);
  const heap = (last.heapMb - first.heapMb) / between;
  console.log(`       heap ${heap.toFixed(2)} MB a visit, nodes ${(last.nodes - first.nodes) / between}`);
  assert.ok(heap <= HEAP_MB_A_VISIT, `${heap} MB a visit`);
});

await viewer.close();
fs.rmSync(scratch, { recursive: true, force: true });
checks.finish();
