import type { CDPSession, Page } from 'playwright-core';
import { liveListeners } from './listeners.ts';

/** What there is of everything that a visit makes, counted in the page after its garbage was collected. */
export interface Census {
  inferenceWorkers: number;
  exportWorkers: number;
  /** Rendering engines and viewports of cornerstone. */
  engines: number;
  viewports: number;
  /** In cornerstone's state and in OHIF's. */
  segmentations: number;
  representations: number;
  /** Functions that OHIF's services call. */
  subscriptions: number;
  ourListeners: number;
  listeners: number;
  /** Elements with a mark of ours, in the page and out of it. */
  ourElements: number;
  ourDetached: number;
  nodes: number;
  heapMb: number;
}

interface Globals {
  cornerstone: { getRenderingEngines(): { getViewports(): unknown[] }[] };
  cornerstoneTools: {
    segmentation: {
      state: {
        getSegmentations(): unknown[];
        getAllViewportSegmentationRepresentations?(): { representations: unknown[] }[];
      };
    };
  };
  services: Record<string, { listeners?: Record<string, unknown[]> }>;
}

const [MOST, PAUSE_MS] = [8, 500];

/** Counts again while what was there is still being taken apart, some seconds at most; the last count. */
export async function censusAtRest(
  page: Page,
  cdp: CDPSession,
  isAtRest: (census: Census) => boolean,
): Promise<Census> {
  for (let n = 1; ; n++) {
    const census = await takeCensus(page, cdp);
    if (isAtRest(census) || n === MOST) return census;
    await page.waitForTimeout(PAUSE_MS);
  }
}

async function takeCensus(page: Page, cdp: CDPSession): Promise<Census> {
  for (let i = 0; i < 3; i++) {
    await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 100)));
    await cdp.send('HeapProfiler.collectGarbage');
  }
  const { metrics } = await cdp.send('Performance.getMetrics');
  const metric = (name: string) => metrics.find((entry) => entry.name === name)?.value ?? NaN;
  const ofWorkers = (name: string) => page.workers().filter((worker) => worker.url().includes(name)).length;
  const inPage = await page.evaluate(() => {
    const { cornerstone, cornerstoneTools, services } = globalThis as unknown as Globals;
    const engines = cornerstone.getRenderingEngines();
    const { state } = cornerstoneTools.segmentation;
    const shown = state.getAllViewportSegmentationRepresentations?.() ?? [];
    const lists = Object.values(services).flatMap((service) => Object.values(service.listeners ?? {}));
    return {
      engines: engines.length,
      viewports: engines.reduce((sum, engine) => sum + engine.getViewports().length, 0),
      segmentations: state.getSegmentations().length,
      representations: shown.reduce((sum, { representations }) => sum + representations.length, 0),
      subscriptions: lists.reduce((sum, list) => sum + (list?.length ?? 0), 0),
    };
  });
  const { all: listeners, ours: ourListeners } = await liveListeners(page);
  return {
    inferenceWorkers: ofWorkers('inference-worker'),
    exportWorkers: ofWorkers('export-worker'),
    ...inPage,
    ourListeners,
    listeners,
    ...(await ourElements(cdp)),
    nodes: metric('Nodes'),
    heapMb: Number((metric('JSHeapUsedSize') / 1e6).toFixed(1)),
  };
}

/** Asks the heap itself, so that elements out of the page are found as well. */
async function ourElements(cdp: CDPSession): Promise<{ ourElements: number; ourDetached: number }> {
  const { result: prototype } = await cdp.send('Runtime.evaluate', { expression: 'Element.prototype' });
  const { objects } = await cdp.send('Runtime.queryObjects', { prototypeObjectId: prototype.objectId! });
  const counted = await cdp.send('Runtime.callFunctionOn', {
    objectId: objects.objectId!,
    functionDeclaration: `function () {
      const isOurs = (element) => {
        try {
          const names = element.getAttribute('class') + ' ' + element.dataset.cy;
          // OHIF's menus name the viewport they are of, and it keeps them.
          return /lacuna/.test(names) && !/lacuna-brand|dataOverlayMenu-|orientationMenu-/.test(names);
        } catch {
          return false; // a prototype
        }
      };
      const ours = this.filter(isOurs);
      return { ourElements: ours.length, ourDetached: ours.filter((element) => !element.isConnected).length };
    }`,
    returnByValue: true,
  });
  await cdp.send('Runtime.releaseObject', { objectId: objects.objectId! });
  return counted.result.value as { ourElements: number; ourDetached: number };
}
