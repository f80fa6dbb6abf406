import assert from 'node:assert/strict';
import type { Checks } from '../support/checks.ts';
import type { FaultProxy } from '../support/fault-proxy.ts';
import type { Viewer } from '../support/launch.ts';
import { labelMasks } from '../whole-path/page-probes.ts';
import { AS_HARDWARE, KEEP_DEVICE, LOSE_AGAIN, loseDevice } from './harm.ts';
import { rememberWebGpu } from './remembered-backend.ts';
import { Visit } from './visit.ts';

const WORKER = /inference-worker.*\.js/;
/** A graphics device in software is slow. */
const TINY = { match: /\/weights\//, act: { folder: 'test/fixtures/weights-tiny' } } as const;
const before = (prefix: string) => ({ match: WORKER, act: { prefix } }) as const;

/** Names of all results by layer and slice with their scores, as the chart draws them, and every mask. */
async function results({ page }: Visit): Promise<unknown> {
  const points = page.locator('[data-cy^="lacuna-chart-point-"]');
  const scores = await points.evaluateAll((list) =>
    list.map((point) => `${point.getAttribute('data-cy')} ${point.outerHTML}`).sort(),
  );
  const masks = await Promise.all(['latent-bernoulli', 'diffusion-ad'].map((id) => labelMasks(page, id)));
  return { scores, masks };
}

/** The graphics device goes, and comes back. */
export async function deviceChecks(
  checks: Checks,
  viewer: Viewer,
  proxy: FaultProxy,
  uid: string,
  picture: (of: Visit, name: string) => Promise<void>,
): Promise<void> {
  const first = await Visit.begin(viewer);
  const { panel } = first;
  const withSeed = async (seed: number, what: 'slice' | 'series') => {
    await panel.hook('seed').evaluate((field) => field.closest('details')!.setAttribute('open', ''));
    await panel.hook('seed').fill(String(seed));
    await panel.hook(`run-${what}`).click();
    await first.status(/^running/);
  };
  const done = () => first.status(/^done$/);
  let undisturbed: unknown;

  await checks.check('a lost graphics device: a new worker gets it back, and the run goes on', async () => {
    proxy.inject(before(KEEP_DEVICE), TINY);
    await first.open(proxy, uid, '&lacunaBackend=webgpu');
    await panel.ready();
    await withSeed(1, 'slice');
    await done();
    undisturbed = await results(first);
    await withSeed(2, 'series');
    await loseDevice(first.worker());
    assert.match(await first.notice('recovered'), /graphics device was lost.*A new worker has taken over/);
    await panel
      .hook('backend')
      .filter({ hasText: /^WebGPU/ })
      .waitFor();
    await picture(first, 'device-recovered');
    await done();
    assert.match(await panel.text('status-detail'), /^20 results/);
  });

  await checks.check('… and computes there what it did before, to the last bit', async () => {
    assert.notDeepEqual(await results(first), undisturbed);
    await withSeed(1, 'slice');
    await first.noNotice('recovered');
    await done();
    assert.deepEqual(await results(first), undisturbed);
  });
  await first.close();
}

/** It goes, and a second time: for good. */
export async function deviceGoneChecks(
  checks: Checks,
  viewer: Viewer,
  proxy: FaultProxy,
  uid: string,
  picture: (of: Visit, name: string) => Promise<void>,
): Promise<void> {
  const second = await Visit.begin(viewer);
  await checks.check('a graphics device lost for good: WebAssembly takes over, and says so', async () => {
    await second.page.addInitScript(AS_HARDWARE);
    await rememberWebGpu(second.page, proxy.address, 'test/fixtures/weights-tiny/manifest.json');
    proxy.inject(before(AS_HARDWARE + KEEP_DEVICE), TINY);
    await second.open(proxy, uid);
    await second.panel.ready();
    assert.match(await second.panel.text('backend'), /^WebGPU/);
    await second.panel.hook('run-series').click();
    await second.status(/^running/);
    proxy.inject(before(AS_HARDWARE + LOSE_AGAIN), TINY);
    await loseDevice(second.worker());
    assert.match(await second.notice('recovered'), /graphics device was lost.*goes on with WebAssembly/);
    await second.panel
      .hook('backend')
      .filter({ hasText: /^WebAssembly.*graphics device was lost/ })
      .waitFor();
    await picture(second, 'device-gone');
    await second.status(/^done$/);
    assert.match(await second.panel.text('status-detail'), /^20 results/);
  });
  await second.close();
}
