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
const before = (prefix: string) => ({ match: WORKER, act: { prefix: AS_HARDWARE + prefix } }) as const;

/** Names of all results by layer and slice with their scores, as the chart draws them, and every mask. */
async function results({ page }: Visit): Promise<unknown> {
  const points = page.locator('[data-cy^="lacuna-chart-point-"]');
  const scores = await points.evaluateAll((list) =>
    list.map((point) => `${point.getAttribute('data-cy')} ${point.outerHTML}`).sort(),
  );
  const masks = await Promise.all(['latent-bernoulli', 'diffusion-ad'].map((id) => labelMasks(page, id)));
  return { scores, masks };
}

/** The graphics device goes and comes back, and goes a second time for good. */
export async function deviceChecks(
  checks: Checks,
  viewer: Viewer,
  proxy: FaultProxy,
  uid: string,
  picture: (of: Visit, name: string) => Promise<void>,
): Promise<void> {
  const visit = await Visit.begin(viewer);
  const { panel, page } = visit;
  const withSeed = async (seed: number, what: 'slice' | 'series') => {
    await panel.hook('seed').evaluate((field) => field.closest('details')!.setAttribute('open', ''));
    await panel.hook('seed').fill(String(seed));
    await panel.hook(`run-${what}`).click();
    await visit.status(/^running/);
  };
  const done = () => visit.status(/^done$/);
  const backend = (named: RegExp) => panel.hook('backend').filter({ hasText: named }).waitFor();
  let undisturbed: unknown;

  await checks.check('a lost graphics device: a new worker gets it back, and the run goes on', async () => {
    await page.addInitScript(AS_HARDWARE);
    await rememberWebGpu(page, proxy.address, 'test/fixtures/weights-tiny/manifest.json');
    proxy.inject(before(KEEP_DEVICE), TINY);
    await visit.open(proxy, uid);
    await panel.ready();
    await backend(/^WebGPU/);
    await withSeed(1, 'slice');
    await done();
    undisturbed = await results(visit);
    await withSeed(2, 'series');
    await loseDevice(visit.worker());
    assert.match(await visit.notice('recovered'), /graphics device was lost.*A new worker has taken over/);
    await backend(/^WebGPU/);
    await picture(visit, 'device-recovered');
    await done();
    assert.match(await panel.text('status-detail'), /^20 results/);
  });

  await checks.check('… and computes there what it did before, to the last bit', async () => {
    assert.notDeepEqual(await results(visit), undisturbed);
    await withSeed(1, 'slice');
    await visit.noNotice('recovered');
    await done();
    assert.deepEqual(await results(visit), undisturbed);
  });

  await checks.check('lost for good: WebAssembly takes over, says so, and finishes the run', async () => {
    proxy.inject(before(LOSE_AGAIN), TINY); // for the next worker
    await withSeed(3, 'series');
    const lost = Date.now();
    const since = () => `${((Date.now() - lost) / 1000).toFixed(1)} s`;
    await loseDevice(visit.worker());
    assert.match(await visit.notice('recovered'), /graphics device was lost.*goes on with WebAssembly/);
    await backend(/^WebAssembly.*graphics device was lost/);
    const changed = since();
    await picture(visit, 'device-gone');
    await done();
    console.log(`       on WebAssembly ${changed} after the loss, the run done after ${since()}`);
    assert.match(await panel.text('status-detail'), /^20 results/);
  });
  await visit.close();
}
