/** Back-ends tried in real workers of Chromium, WebGPU on a software adapter with the tiny weights. */
import assert from 'node:assert/strict';
import type { BackendDecision } from '@lacuna/core/inference/backend/find-backend.ts';
import type {} from './pages/trials-page.ts';
import { launchViewer } from './support/launch.ts';
import { firstBuiltInStudy } from './support/built-in-studies.ts';
import { LIMIT_MS, settled, until } from './support/until.ts';
import { useTinyWeights } from './support/tiny-weights.ts';
import { PanelDriver } from './whole-path/panel-driver.ts';
import { Checks } from './support/checks.ts';
import { launchChromium } from './support/chromium.ts';
import { servePage } from './support/page-server.ts';

const checks = new Checks();
const study = firstBuiltInStudy();
const server = await servePage({
  scripts: {
    '/page.js': 'test/browser/pages/trials-page.ts',
    '/worker.js': 'src/inference/worker/inference-worker.ts',
  },
  folders: { '/ort/': 'node_modules/onnxruntime-web/dist', '/tiny/': 'test/fixtures/weights-tiny' },
});
const browser = await launchChromium({ webgpu: true });
const page = await browser.newPage();
await page.goto(server.address);
await page.waitForFunction(() => 'lacunaFind' in window);
const find = (again: boolean, timeoutMs: number): Promise<BackendDecision> =>
  page.evaluate(([a, ms]) => window.lacunaFind(a, ms), [again, timeoutMs] as const);

console.log('choice of a back-end');
await checks.check(
  'at first use the software adapter is dropped and WebAssembly starts without a trial',
  async () => {
    const { backend, origin, tried, fallbackReason } = await find(false, 1000);
    assert.deepEqual({ backend, origin }, { backend: 'wasm', origin: 'only one' });
    assert.match(fallbackReason ?? '', /software/);
    assert.ok(tried.every(({ ms }) => ms === undefined));
  },
);
await checks.check(
  'measured again: all are right on their golden output, WebGPU in software is dropped as slow',
  async () => {
    const { backend, origin, tried } = await find(true, 120_000);
    for (const { name, ms, difference, dropped } of tried)
      console.log(
        `       ${name}: ${ms?.toFixed(1)} ms, off by ${difference?.toExponential(1)}, ${dropped ?? 'used'}`,
      );
    assert.deepEqual({ backend, origin }, { backend: 'wasm', origin: 'measured' });
    const webgpu = tried.find(({ id }) => id === 'webgpu');
    assert.ok(webgpu?.difference !== undefined && webgpu.difference < 1e-4, webgpu?.dropped);
    assert.match(webgpu.dropped ?? '', /times as slow/);
    const wasm = tried.filter(({ id }) => id.startsWith('wasm'));
    assert.ok(
      wasm.length > 0 && wasm.every(({ difference }) => difference !== undefined && difference < 1e-4),
    );
  },
);
await checks.check('the choice is remembered', async () => {
  assert.equal((await find(false, 1000)).origin, 'remembered');
});
await checks.check('a back-end that does not answer in time is dropped with the reason', async () => {
  const { origin, tried } = await find(true, 1);
  assert.equal(origin, 'nothing worked');
  assert.match(tried.find(({ id }) => id === 'webgpu')?.dropped ?? '', /did not answer within/);
});
await browser.close();
await server.close();

console.log('what the panel says of it');
const viewer = await launchViewer({ webgpu: true });
await viewer.context.grantPermissions(['clipboard-read', 'clipboard-write']);
await useTinyWeights(viewer.page);
const panel = new PanelDriver(viewer.page);
const lines = () => panel.hook('diagnostics').locator('li').allInnerTexts();
const open = async () => {
  await panel.open(viewer.address, study.studyInstanceUID);
  await panel.hook('diagnostics').locator('summary').click();
  await panel.hook('diagnostics').locator('li').first().waitFor();
};
await checks.check('the section names what is there, what is used, and why the rest is not', async () => {
  await open();
  await until(
    'what is there and used',
    lines,
    (found) =>
      found.some((line) => /^WebGPU, .*software/.test(line)) &&
      found.some((line) => /^WebAssembly, \d+ threads?: used$/.test(line)),
  );
});
await checks.check('measured again, times and reasons are shown and remembered', async () => {
  await panel.hook('measure-again').click();
  await panel
    .hook('diagnostics')
    .getByText('Measured and remembered')
    .waitFor({ timeout: 3 * LIMIT_MS });
  const found = await settled('the figures', lines);
  console.log(found.map((line) => `       ${line}`).join('\n'));
  assert.ok(found.some((line) => /^WebAssembly, \d+ threads?: \d+ ms, used$/.test(line)));
  assert.ok(found.some((line) => /^WebGPU, .*: \d+ ms, .*times as slow/.test(line)));
  await panel.hook('diagnostics').scrollIntoViewIfNeeded();
  await viewer.screenshot('diagnostics');
  await open();
  await until('the same figures', lines, (now) => now.join('\n') === found.join('\n'));
});
await checks.check('the report is copied, with the times and without anything of the patient', async () => {
  await panel.hook('copy-diagnostics').click();
  await panel.hook('diagnostics').getByText('Copied').waitFor();
  const copied = await viewer.page.evaluate(() => navigator.clipboard.readText());
  for (const part of ['onnxruntime-web: 1.', 'Back-ends (remembered', 'differs by', 'In use: wasm'])
    assert.ok(copied.includes(part), `${part} is missing in\n${copied}`);
  assert.doesNotMatch(copied, /LACUNA-A|Synthetic|2\.25\./);
  await panel.hook('copy-diagnostics').scrollIntoViewIfNeeded();
  await viewer.screenshot('diagnostics-report');
});
await viewer.close();
checks.finish();
