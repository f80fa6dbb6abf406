import type { Page } from 'playwright-core';

type Point = [number, number, number];
interface PageGlobals {
  cornerstone: {
    getRenderingEngines(): {
      getViewports(): {
        id: string;
        element: HTMLElement;
        getCurrentImageId(): string;
        worldToCanvas(point: Point): [number, number];
      }[];
    }[];
    metaData: {
      get(type: 'imagePlaneModule', imageId: string): Record<string, number[] & number>;
      get(type: 'instance', imageId: string): { SOPInstanceUID: string };
    };
  };
}

/** The image that a viewport shows. */
export function shownImage(page: Page, viewportId: string): Promise<string> {
  return page.evaluate((id) => {
    const { cornerstone } = globalThis as unknown as PageGlobals;
    const list = cornerstone.getRenderingEngines().flatMap((engine) => engine.getViewports());
    const viewport = list.find((one) => one.id === id)!;
    return cornerstone.metaData.get('instance', viewport.getCurrentImageId()).SOPInstanceUID;
  }, viewportId);
}

/**
 * Colours (RGBA) of our own canvas, or of the image under it, at the centres of pixels of the shown slice, by their row-major
 * indices; where they lie on the screen is asked of cornerstone and of the image's header, not of the code under test.
 */
export function coloursAt(
  page: Page,
  viewportId: string,
  pixels: readonly number[],
  columns: number,
  layer: 'own' | 'image' = 'own',
): Promise<number[][]> {
  return page.evaluate(
    ([id, indices, width, selector]) => {
      const { cornerstone } = globalThis as unknown as PageGlobals;
      const list = cornerstone.getRenderingEngines().flatMap((engine) => engine.getViewports());
      const viewport = list.find((one) => one.id === id)!;
      const plane = cornerstone.metaData.get('imagePlaneModule', viewport.getCurrentImageId());
      const canvas = viewport.element.querySelector<HTMLCanvasElement>(selector)!;
      const context = canvas.getContext('2d')!;
      const ratio = canvas.width / canvas.clientWidth;
      const [origin, across, down] = [plane.imagePositionPatient!, plane.rowCosines!, plane.columnCosines!];
      return indices.map((index) => {
        const right = (index % width) * plane.columnPixelSpacing!;
        const below = Math.floor(index / width) * plane.rowPixelSpacing!;
        const world = [0, 1, 2].map((k) => origin[k]! + right * across[k]! + below * down[k]!) as Point;
        const [x, y] = viewport.worldToCanvas(world);
        return [...context.getImageData(Math.round(x * ratio), Math.round(y * ratio), 1, 1).data];
      });
    },
    [viewportId, pixels, columns, layer === 'own' ? '.lacuna-overlay' : 'canvas'] as const,
  );
}
