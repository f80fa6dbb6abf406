/** The graphics device is lost, comes back, and is lost for good: WebGPU in software, with the tiny weights. */
import type { FaultProxy } from '../support/fault-proxy.ts';
import { AS_HARDWARE, KEEP_DEVICE, LOSE_AGAIN, loseDevice } from '../states/harm.ts';
import { rememberWebGpu } from '../states/remembered-backend.ts';
import type { GalleryState, Visit } from './stage.ts';

const TINY = 'test/fixtures/weights-tiny';
const LIMIT_MS = 90_000;

const recovered = ({ page }: Visit) =>
  page.locator('[data-cy="lacuna-notice"][data-kind="recovered"]').waitFor({ timeout: LIMIT_MS });

/** Loses the device in the middle of a run with `seed`. */
async function lostWhileRunning(visit: Visit, seed: number): Promise<void> {
  const { page, panel } = visit;
  await panel.hook('seed').evaluate((field) => field.closest('details')!.setAttribute('open', ''));
  await panel.hook('seed').fill(String(seed));
  await panel.hook('run-series').click();
  await page.waitForFunction(() =>
    /[1-9]\/\d/.test(document.querySelector('[data-cy="lacuna-status"]')!.textContent),
  );
  await loseDevice(page.workers().find((one) => one.url().includes('inference-worker'))!);
  await recovered(visit);
}

/** @param arrive opens the study without waiting for the weights */
export const deviceStates = (
  proxy: FaultProxy,
  arrive: (visit: Visit) => Promise<void>,
): readonly GalleryState[] => {
  const inject = (prefix: string) =>
    proxy.inject(
      { match: /inference-worker.*\.js/, act: { prefix: AS_HARDWARE + prefix } },
      { match: /\/weights\//, act: { folder: TINY } },
    );
  return [
    [
      '2B-device-recovered',
      async (visit) => {
        await visit.page.addInitScript(AS_HARDWARE);
        await rememberWebGpu(visit.page, proxy.address, `${TINY}/manifest.json`);
        inject(KEEP_DEVICE);
        await arrive(visit);
        await visit.panel.ready();
        await lostWhileRunning(visit, 2);
      },
    ],
    [
      '2C-device-gone',
      async (visit) => {
        await visit.panel.settled();
        inject(LOSE_AGAIN); // for the next worker
        await lostWhileRunning(visit, 3);
        await visit.panel
          .hook('backend')
          .filter({ hasText: /^WebAssembly/ })
          .waitFor();
      },
    ],
  ];
};
