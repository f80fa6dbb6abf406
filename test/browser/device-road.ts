/**
 * Between two networks nothing leaves the graphics device, and the maps are those of the host's road: WebGPU on a software
 * adapter in Chromium, with the tiny weights. The figures are counts; times on such an adapter say nothing of hardware.
 */
import assert from 'node:assert/strict';
import path from 'node:path';
import { readDicomFolder } from '../../cli/src/dicom-folder.ts';
import type { RoadsReport } from '../../bench/roads/compare-roads.ts';
import { Checks } from './support/checks.ts';
import { launchChromium } from './support/chromium.ts';
import { REPOSITORY, servePage } from './support/page-server.ts';

const checks = new Checks();
const server = await servePage({
  scripts: { '/page.js': 'test/browser/pages/roads-page.ts' },
  folders: { '/ort/': 'node_modules/onnxruntime-web/dist', '/tiny/': 'test/fixtures/weights-tiny' },
});
const browser = await launchChromium({ webgpu: true });
const [series] = (await readDicomFolder(path.join(REPOSITORY, 'viewer/studies/synthetic-a'))).series;
const slices = series!.source.slices
  .slice(11, 12)
  .map((slice) => ({ ...slice, pixels: Array.from(slice.pixels) }));

console.log('device road');
let report: RoadsReport | undefined;
await checks.check('both roads run on WebGPU', async () => {
  const page = await browser.newPage();
  page.on('pageerror', (error) => console.log(`  page: ${error.message}`));
  page.on('console', (message) => console.log(`  page: ${message.text()}`));
  await page.goto(server.address);
  await page.waitForFunction(() => typeof window.lacunaRoads === 'function');
  report = await page.evaluate((request) => window.lacunaRoads(request), { slices, rounds: 1 });
  await page.close();
  console.log(`       ${report.backend}`);
  for (const { variant, host, device } of report.compared)
    console.log(
      `       ${variant}: fetched ${host.fetched} tensors, ${host.fetchedBytes} bytes -> ${device.fetched}, ${device.fetchedBytes}; sent ${host.sentBytes} -> ${device.sentBytes}; ${host.runs} -> ${device.runs} runs; ${host.ms.toFixed(0)} -> ${device.ms.toFixed(0)} ms`,
    );
});
await checks.check('no node of our graphs falls back to the processor', () => {
  // They are opened with the fall-back forbidden: an operator WebGPU lacks would lead to the host's road, with the reason.
  assert.deepEqual(report?.device, { road: 'device' });
});
await checks.check('the maps agree to 1e-5, and no pixel of a mask differs', () => {
  for (const { variant, largestDifference, differingMaskPixels, markedPixels } of report?.compared ?? []) {
    console.log(`       ${variant}: ${largestDifference.toExponential(1)}, ${markedPixels} pixels marked`);
    assert.ok(largestDifference <= 1e-5, variant);
    assert.equal(differingMaskPixels, 0, variant);
  }
  assert.ok(
    report?.compared.some(({ markedPixels }) => markedPixels > 0),
    'nothing is marked',
  );
});
await checks.check('less comes back, and nothing stays on the device', () => {
  for (const { variant, host, device } of report?.compared ?? [])
    assert.ok(device.fetchedBytes < host.fetchedBytes, variant);
  assert.equal(report?.kept, 0);
  assert.ok(report.mostKept < 30, `${report.mostKept} tensors at a time`);
});

await browser.close();
await server.close();
checks.finish();
