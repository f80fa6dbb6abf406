/** What the panel says when something is the matter; each state is brought about as in test/browser/states.ts. */
import type { Page } from 'playwright-core';
import type { FaultProxy } from '../support/fault-proxy.ts';
import { crash, exhaustMemory, littleMemory } from '../states/harm.ts';
import type { PanelDriver } from '../whole-path/panel-driver.ts';
import type { GalleryState, Visit } from './stage.ts';

const WEIGHTS = /\/weights\/.*\.onnx/;
const LIMIT_MS = 90_000;

export interface Trouble {
  readonly proxy: FaultProxy;
  /** Opens the study without waiting for the weights. */
  arrive(visit: Visit): Promise<void>;
}

const notice = (page: Page, kind: string) =>
  page.locator(`[data-cy="lacuna-notice"][data-kind="${kind}"]`).waitFor({ timeout: LIMIT_MS });
const failed = (panel: PanelDriver) => panel.hook('try-again').waitFor({ timeout: LIMIT_MS });
const worker = (page: Page) => page.workers().find((one) => one.url().includes('inference-worker'))!;
const someResults = ({ page }: Visit) =>
  page.waitForFunction(() =>
    /[2-9]\/20/.test(document.querySelector('[data-cy="lacuna-status"]')!.textContent),
  );

export const troubles = ({ proxy, arrive }: Trouble): readonly GalleryState[] => [
  [
    '20-weights-on-their-way',
    async (visit) => {
      proxy.inject({ match: WEIGHTS, act: { bytesPerSecond: 0.8e6 } });
      await arrive(visit);
      await visit.page.waitForFunction(() => /[1-9][.,]\d [a-z]+ 7[.,]\d MB/.test(document.body.innerText));
    },
  ],
  [
    '2A-warming',
    async ({ page }) => {
      proxy.inject();
      await notice(page, 'warming');
    },
  ],
  [
    '21-partial',
    async (visit) => {
      await visit.panel.ready();
      await visit.panel.hook('run-series').click();
      await someResults(visit);
      await visit.panel.hook('cancel').click();
      await notice(visit.page, 'partial');
    },
  ],
  [
    '22-worker-replaced',
    async (visit) => {
      proxy.inject({ match: /manifest\.json/, act: { bytesPerSecond: 60_000 } });
      await visit.panel.hook('try-again').click();
      await visit.page.waitForTimeout(300);
      await crash(worker(visit.page));
      await notice(visit.page, 'restarting');
    },
  ],
  ['23-worker-recovered', (visit) => notice(visit.page, 'recovered')],
  [
    '24-memory-ran-out',
    async (visit) => {
      proxy.inject();
      await visit.panel.settled();
      await arrive(visit);
      await visit.panel.ready();
      await visit.panel.hook('run-series').click();
      await someResults(visit);
      await exhaustMemory(worker(visit.page));
      await notice(visit.page, 'recovered');
    },
  ],
  [
    '25-offline',
    async (visit) => {
      await visit.panel.settled();
      await visit.page.context().setOffline(true);
      await notice(visit.page, 'offline');
    },
  ],
  [
    '26-server-gone',
    async (visit) => {
      await visit.page.context().setOffline(false);
      proxy.inject({ match: /\/frames\//, act: 'cut', after: 5 });
      await arrive(visit);
      await visit.panel.ready();
      await visit.panel.hook('run-series').click();
      await failed(visit.panel);
    },
  ],
];

/** Each in a browser without anything of ours in its cache. */
export const refusals = ({ proxy, arrive }: Trouble): readonly GalleryState[] => [
  [
    '27-weights-missing',
    async (visit) => {
      proxy.inject({ match: WEIGHTS, act: 404 });
      await arrive(visit);
      await failed(visit.panel);
    },
  ],
  [
    '28-weights-altered',
    async ({ panel, page }) => {
      proxy.inject({ match: /\/weights\/.*denoiser\.onnx/, act: 'alter' });
      await panel.hook('try-again').click();
      await page.waitForFunction(() =>
        /SHA-256/.test(document.querySelector('[data-cy="lacuna-status"]')!.textContent),
      );
    },
  ],
];

export const shortOfMemory = ({ proxy, arrive }: Trouble): readonly GalleryState[] => [
  [
    '29-too-little-memory',
    async (visit) => {
      proxy.inject({ match: /inference-worker.*\.js/, act: { prefix: littleMemory(256) } });
      await arrive(visit);
      await failed(visit.panel);
    },
  ],
];
