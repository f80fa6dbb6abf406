import type { Page } from 'playwright-core';

/** What the page's own globals look like to the probes; they run in the page and see nothing of Node. */
interface LabelVoxels {
  getScalarData(): ArrayLike<number>;
}
interface Viewport {
  id: string;
  element: HTMLElement;
  getCanvas(): HTMLCanvasElement;
  getCurrentImageIdIndex(): number;
  getCurrentImageId(): string;
  getZoom(): number;
  getPan(): number[];
  getProperties(): { voiRange?: { lower: number; upper: number } };
}
interface Segmentation {
  segmentationId: string;
  label: string;
  representationData: { Labelmap?: { imageIds?: string[] } };
}
interface PageGlobals {
  cornerstone: {
    getRenderingEngines(): { getViewports(): Viewport[] }[];
    cache: { getImage(id: string): { referencedImageId: string; voxelManager: LabelVoxels } };
    metaData: { get(type: string, imageId: string): { SOPInstanceUID: string } };
  };
  services: {
    viewportGridService: { getActiveViewportId(): string | null };
    segmentationService: {
      getSegmentations(): Segmentation[];
      setActiveSegmentation(viewportId: string, segmentationId: string): void;
      toggleSegmentationRepresentationVisibility(
        viewportId: string,
        specifier: { segmentationId: string; type: string },
      ): void;
    };
  };
  commandsManager: { runCommand(name: string, options: Record<string, unknown>, context?: string): void };
  longTasks: { start: number; duration: number }[];
}

export interface ViewportFacts {
  id: string;
  slice: number;
  zoom: number;
  pan: number[];
  voi: { lower: number; upper: number } | undefined;
  /** Pixels of the canvas in the colours of the layers, outlines above all. */
  amber: number;
  cyan: number;
  /** Of the consensus. */
  pink: number;
  label: string;
}

/** Every viewport of the page with what it shows; empty while the viewer is still starting. */
export function viewports(page: Page): Promise<ViewportFacts[]> {
  return page.evaluate(() => {
    const { cornerstone } = globalThis as unknown as Partial<PageGlobals>;
    const list = cornerstone?.getRenderingEngines()[0]?.getViewports() ?? [];
    return list.map((viewport) => {
      const canvas = document.createElement('canvas'); // the image with our own canvas over it, as on the screen
      [canvas.width, canvas.height] = [viewport.getCanvas().width, viewport.getCanvas().height];
      const context = canvas.getContext('2d')!;
      const over = viewport.element.querySelector<HTMLCanvasElement>('.lacuna-overlay');
      for (const part of [viewport.getCanvas(), over])
        if (part) context.drawImage(part, 0, 0, canvas.width, canvas.height);
      const pixels = context.getImageData(0, 0, canvas.width, canvas.height).data;
      let [amber, cyan, pink] = [0, 0, 0];
      for (let i = 0; i < pixels.length; i += 4) {
        const [red, green, blue] = [pixels[i]!, pixels[i + 1]!, pixels[i + 2]!];
        if (red > 200 && green > 130 && green < 210 && blue < 60) amber++;
        if (red < 60 && green > 160 && green < 225 && blue > 200) cyan++;
        if (red > 200 && green < 120 && blue > 150) pink++;
      }
      return {
        id: viewport.id,
        slice: viewport.getCurrentImageIdIndex(),
        zoom: viewport.getZoom(),
        pan: viewport.getPan(),
        voi: viewport.getProperties().voiRange,
        amber,
        cyan,
        pink,
        label: viewport.element.querySelector('.lacuna-viewport-label')?.textContent ?? '',
      };
    });
  });
}

export function activeViewport(page: Page): Promise<string | null> {
  return page.evaluate(() =>
    (globalThis as unknown as PageGlobals).services.viewportGridService.getActiveViewportId(),
  );
}

/** Masks of a segmentation in the page, base64 of one byte per pixel, by the SOP Instance UID under it. */
export function labelMasks(page: Page, idPart: string): Promise<Record<string, string>> {
  return page.evaluate((part) => {
    const { cornerstone, services } = globalThis as unknown as PageGlobals;
    const found = services.segmentationService
      .getSegmentations()
      .find(({ segmentationId }) => segmentationId.includes(part));
    const masks: Record<string, string> = {};
    for (const imageId of found?.representationData.Labelmap?.imageIds ?? []) {
      const image = cornerstone.cache.getImage(imageId);
      const values = image.voxelManager.getScalarData();
      if (!Array.prototype.some.call(values, (value: number) => value !== 0)) continue;
      let text = '';
      for (let i = 0; i < values.length; i++) text += String.fromCharCode(values[i]! ? 1 : 0);
      masks[cornerstone.metaData.get('instance', image.referencedImageId).SOPInstanceUID] = btoa(text);
    }
    return masks;
  }, idPart);
}

export function segmentationIds(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    (
      (globalThis as unknown as Partial<PageGlobals>).services?.segmentationService.getSegmentations() ?? []
    ).map(({ segmentationId }) => segmentationId),
  );
}

/** What the eye in OHIF's own segmentation panel does. */
export function toggleInSegmentationPanel(page: Page, segmentationId: string): Promise<void> {
  return page.evaluate((id) => {
    const { segmentationService } = (globalThis as unknown as PageGlobals).services;
    segmentationService.toggleSegmentationRepresentationVisibility('default', {
      segmentationId: id,
      type: 'Labelmap',
    });
  }, segmentationId);
}

/** Takes OHIF's own brush for a segmentation, as its toolbox does, or gives it back for the window tool. */
export function takeTool(
  page: Page,
  toolName: 'CircularBrush' | 'WindowLevel',
  segmentationId?: string,
): Promise<void> {
  return page.evaluate(
    ([tool, id]) => {
      const { services, commandsManager } = globalThis as unknown as PageGlobals;
      if (id) services.segmentationService.setActiveSegmentation('default', id);
      commandsManager.runCommand(
        'setToolActive',
        { toolName: tool, toolGroupIds: ['default'] },
        'CORNERSTONE',
      );
    },
    [toolName, segmentationId] as const,
  );
}

/** Has to be asked for before the page loads: the browser reports tasks of 50 ms and more. */
export async function recordLongTasks(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const globals = globalThis as unknown as PageGlobals;
    globals.longTasks = [];
    new PerformanceObserver((list) => {
      for (const { startTime, duration } of list.getEntries())
        globals.longTasks.push({ start: startTime, duration });
    }).observe({ type: 'longtask', buffered: true });
  });
}

/** Longest task of the main thread since `start` (performance.now() of the page), ms. */
export function longestTaskSince(page: Page, start: number): Promise<number> {
  return page.evaluate(
    (from) =>
      Math.max(
        0,
        ...(globalThis as unknown as PageGlobals).longTasks
          .filter((task) => task.start >= from)
          .map((task) => task.duration),
      ),
    start,
  );
}

export const pageNow = (page: Page): Promise<number> => page.evaluate(() => performance.now());
