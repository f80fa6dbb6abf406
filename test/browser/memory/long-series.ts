/**
 * What a long series takes in the viewer: memory of the page's process and time, for series of several lengths of
 * 512 x 512 pixels, with the tiny weights. By hand, after a build: `node --import tsx test/browser/memory/long-series.ts 128 256 512` for other lengths.
 */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Renderer } from '../../../bench/browser/renderer.ts';
import { writeMadeStudy } from './made-study.ts';
import { Checks } from '../support/checks.ts';
import { launchViewer } from '../support/launch.ts';
import { REPOSITORY } from '../support/page-server.ts';
import { useTinyWeights } from '../support/tiny-weights.ts';
import { PanelDriver } from '../whole-path/panel-driver.ts';

const LENGTHS = process.argv.length > 2 ? process.argv.slice(2).map(Number) : [24, 96];
/**
 * A slice of 512 x 512: stored pixels of two bytes once, and of each of two layers (the tiny weights have no consensus) the
 * label image and its mask.
 */
const EXPECTED_MIB = (512 * 512 * (2 + 2 * 2)) / 2 ** 20;
const MIB = 2 ** 20;

const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'lacuna-memory-'));
const studies = LENGTHS.map((length) => {
  const folder = path.join(scratch, String(length));
  return { length, folder, uid: writeMadeStudy(path.join(REPOSITORY, 'viewer/studies'), folder, length) };
});
const checks = new Checks();

/** Peak memory and time of a whole series in a browser of its own. */
async function measured({ folder, uid, length }: (typeof studies)[number]) {
  const viewer = await launchViewer({ studyFolders: [folder] });
  const { page } = viewer;
  await useTinyWeights(page);
  const panel = new PanelDriver(page);
  await panel.open(viewer.address, uid, '&lacunaBackend=wasm');
  await panel.hook('run-series').waitFor();
  const renderer = await Renderer.busiest(viewer.browser);
  const before = renderer.memory()!.now;
  renderer.forgetPeak();
  const began = Date.now();
  const status = await panel.run('series');
  const seconds = (Date.now() - began) / 1000;
  const { now, peak } = renderer.memory()!;
  const workers = page.workers().map((worker) => worker.url());
  if (status !== 'done') console.log(status, await panel.text('status-detail').catch(() => ''));
  await viewer.screenshot(`memory-${length}`);
  await viewer.close();
  return { length, status, seconds, workers, before: before / MIB, end: now / MIB, peak: peak / MIB };
}

const found: Awaited<ReturnType<typeof measured>>[] = [];
for (const study of studies) {
  await checks.check(`${study.length} slices of 512 x 512, both methods`, async () => {
    const one = await measured(study);
    found.push(one);
    console.log(
      `       ${one.seconds.toFixed(1)} s, ${((1000 * one.seconds) / one.length).toFixed(0)} ms a slice; page ${one.before.toFixed(0)} MiB before, ` +
        `${one.peak.toFixed(0)} MiB at most, ${one.end.toFixed(0)} MiB at the end`,
    );
    assert.equal(one.status, 'done');
    const copying = one.workers.filter((url) => url.includes('compute'));
    assert.deepEqual(copying, [], 'the viewer computes statistics of segments from copies of the series');
  });
}
await checks.check('memory grows by the pixels and the layers of a slice, and by nothing else', () => {
  const [shortest, longest] = [found[0]!, found.at(-1)!];
  const perSlice = (longest.peak - shortest.peak) / (longest.length - shortest.length);
  console.log(
    `       ${perSlice.toFixed(2)} MiB a slice; its pixels and layers are ${EXPECTED_MIB.toFixed(2)} MiB`,
  );
  assert.ok(perSlice < 2 * EXPECTED_MIB, `${perSlice} MiB a slice`); // the collector's own rhythm is in it
});
fs.rmSync(scratch, { recursive: true, force: true });
checks.finish();
