/** Every state of the review, each brought about in a browser and judged by what is on the screen. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Checks } from './support/checks.ts';
import { startFaultProxy } from './support/fault-proxy.ts';
import { launchViewer } from './support/launch.ts';
import { until } from './support/until.ts';
import { writeStudy } from './support/write-study.ts';
import { deviceChecks } from './states/device.ts';
import { crash, exhaustMemory, littleMemory } from './states/harm.ts';
import { Visit } from './states/visit.ts';

const WEIGHTS = /\/weights\/.*\.onnx/;
const ONE_MODEL = /\/weights\/.*denoiser\.onnx/;
const WORKER = /inference-worker.*\.js/;
const FRAMES = /\/frames\//;
const WASM = '&lacunaBackend=wasm';
/** Results of ten slices with both methods. */
const ALL = 20;

const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'lacuna-states-'));
const uid = writeStudy('viewer/studies/synthetic-a', path.join(scratch, 'study'), '2.25.4711', [
  { name: 'FLAIR', number: 1, files: [7, 17] },
]);
const only = process.argv.slice(2); // for work on one of them
const wanted = (name: string) => only.length === 0 || only.includes(name);
const checks = new Checks();

const studyFolders = [path.join(scratch, 'study')];
const viewer = await launchViewer({ studyFolders });
const proxy = await startFaultProxy(viewer.address);

async function visit(name: string, body: (visit: Visit) => Promise<void>): Promise<void> {
  if (!wanted(name)) return;
  const begun = Date.now();
  const opened = await Visit.begin(viewer);
  await body(opened);
  await opened.close();
  proxy.inject();
  console.log(`       ${name}: ${((Date.now() - begun) / 1000).toFixed(1)} s`);
}
/** Saves the screenshot that a person looks at, and says whether anything in it is cut off. */
async function picture(of: Visit, name: string): Promise<void> {
  fs.mkdirSync('test/artifacts', { recursive: true });
  await of.page.screenshot({ path: `test/artifacts/states-${name}.png` });
  await until('all notices within the panel', () => of.fits(), Boolean);
}

await visit('good', async (first) => {
  const { panel, page } = first;
  await checks.check('weights on their way: megabytes, then being set up, then warming up', async () => {
    proxy.inject({ match: WEIGHTS, act: { bytesPerSecond: 1.5e6 } });
    await first.open(proxy, uid, WASM);
    assert.match(await first.notice('loading'), /Loading the weights/);
    await page.waitForFunction(() => /: [1-9]\d*\.\d of 7\.\d MB/.test(document.body.innerText));
    await picture(first, 'loading');
    await panel.ready();
    await first.noNotice('loading');
    const said = (await first.said()).join('\n');
    assert.ok(new Set(said.match(/\d\.\d of 7\.\d MB/g)).size >= 5, said);
    assert.match(said, /the models are being set up/);
    assert.match(said, /The models warm up/);
    await first.noNotice('warming');
  });

  await checks.check('running: done of all, and the time left', async () => {
    await panel.hook('run-series').click();
    await panel
      .hook('status-detail')
      .filter({ hasText: /^About \d+ s left/ })
      .waitFor();
    await first.status(new RegExp(`^running \\d+/${ALL}$`));
    await picture(first, 'running');
  });

  await checks.check('partial: what is missing, and a button that goes on with it', async () => {
    await panel.cancel();
    const missing = Number(/^(\d+) of 20 results are missing/.exec(await first.notice('partial'))?.[1]);
    await picture(first, 'partial');
    await first.tryAgain();
    await first.status(new RegExp(`^running \\d+/${missing + (missing % 2)}$`));
    await first.noNotice('partial');
    await first.status(/^done$/);
    const points = page.locator('[data-cy^="lacuna-chart-point-"]');
    await until(
      'a point for each result',
      () => points.count(),
      (count) => count >= ALL,
    );
  });

  await checks.check('a worker that crashes is replaced, and the run goes on', async () => {
    await panel.hook('seed').evaluate((seed) => seed.closest('details')!.setAttribute('open', ''));
    await panel.hook('seed').fill('2');
    await panel.hook('run-series').click();
    await first.status(/^running [2-9]/);
    proxy.inject({ match: /manifest\.json/, act: { bytesPerSecond: 60_000 } }); // long enough to be seen
    await crash(first.worker());
    assert.match(
      await first.notice('restarting'),
      /crashed.*A new worker starts; what was asked for goes on/,
    );
    await picture(first, 'restarting');
    assert.match(await first.notice('recovered'), /crashed.*A new worker has taken over/);
    await picture(first, 'recovered');
    await first.status(/^done$/);
    await panel
      .hook('status-detail')
      .filter({ hasText: /^20 results/ })
      .waitFor();
    proxy.inject();
  });

  await checks.check('offline: said, and what was read can be run', async () => {
    await first.context.setOffline(true);
    assert.match(await first.notice('offline'), /This computer is offline/);
    await panel.hook('seed').fill('3');
    assert.equal(await panel.run('slice'), 'done');
    await picture(first, 'offline');
    await first.context.setOffline(false);
    await first.noNotice('offline');
    await first.noNotice('recovered'); // it belonged to the run before
    assert.deepEqual(first.errors, []);
  });
});

await visit('weights', async (first) => {
  await checks.check('weights that are not there: what to do, and a button', async () => {
    proxy.inject({ match: WEIGHTS, act: 404 });
    await first.open(proxy, uid, WASM);
    assert.match(await first.notice('failed'), /Try again; if it stays, ask who looks after this server/);
    await first.status(/is not at the configured address \(the server answered 404\)/);
    await picture(first, 'weights-missing');
  });

  await checks.check('weights with one wrong bit never run', async () => {
    proxy.inject({ match: ONE_MODEL, act: 'alter' });
    await first.tryAgain();
    await first.status(/was altered: its SHA-256 is not the one in the manifest/);
    assert.ok(await first.panel.hook('run-series').isDisabled());
    await picture(first, 'weights-altered');
  });

  await checks.check('once they are right, the button is enough', async () => {
    proxy.inject();
    await first.tryAgain();
    await first.panel.ready();
    await first.noNotice('failed');
    assert.equal(await first.panel.run('slice'), 'done');
  });
});

await visit('memory', async (first) => {
  await checks.check('too little memory for the models: said, with what to do, and tried again', async () => {
    proxy.inject({ match: WORKER, act: { prefix: littleMemory(256) } });
    await first.open(proxy, uid, WASM);
    await first.notice('failed');
    await first.status(/too little free memory for the detectors\. Close other tabs/);
    await picture(first, 'memory');
    proxy.inject();
    await first.tryAgain();
    await first.panel.ready();
    await first.noNotice('failed');
  });

  await checks.check('memory runs out in a run: the worker is replaced, and the run goes on', async () => {
    await first.panel.hook('run-series').click();
    await first.status(/^running [2-9]/);
    await exhaustMemory(first.worker());
    assert.match(await first.notice('recovered'), /too little free memory/);
    await first.status(/^done$/);
  });
});

await visit('server', async (first) => {
  await checks.check('a server that goes in the middle of a run: said, and gone on with later', async () => {
    proxy.inject({ match: FRAMES, act: 'cut', after: 5 });
    await first.open(proxy, uid, WASM);
    await first.panel.ready();
    await first.panel.hook('run-series').click();
    await first.status(/An image of the series could not be read from the server/);
    assert.match(await first.notice('failed'), /when the server answers/);
    await picture(first, 'server-gone');
    proxy.inject();
    await first.tryAgain();
    await first.status(/^running/);
    await first.status(/^done$/);
  });
});

await proxy.close();
await viewer.close();

if (wanted('device')) {
  const graphics = await launchViewer({ webgpu: true, studyFolders });
  const between = await startFaultProxy(graphics.address);
  await deviceChecks(checks, graphics, between, uid, picture);
  await between.close();
  await graphics.close();
}

fs.rmSync(scratch, { recursive: true, force: true });
checks.finish();
