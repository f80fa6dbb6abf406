import type { Host } from '../host/host.ts';
import type { CornerstoneViewport } from '../host/ohif-types.ts';

/** Reading and setting the slice of viewports, for stacks and for volumes alike. */
export class ViewportViews {
  constructor(private readonly host: Host) {}

  viewport(viewportId: string): CornerstoneViewport | undefined {
    return this.host.services.cornerstoneViewportService.getCornerstoneViewport(viewportId) ?? undefined;
  }

  /** Position of the shown slice in `imageIds`; null when the viewport shows no single slice of them (e.g. a sagittal MPR). */
  shownIndex(viewportId: string, imageIds: readonly string[]): number | null {
    const imageId = this.viewport(viewportId)?.getCurrentImageId();
    const index = imageId === undefined ? -1 : imageIds.indexOf(imageId);
    return index >= 0 ? index : null;
  }

  /** Goes to a slice; viewports that cannot show it (another plane) stay where they are. */
  async goTo(viewportId: string, imageIds: readonly string[], index: number): Promise<void> {
    const viewport = this.viewport(viewportId);
    const imageId = imageIds[index];
    if (!viewport || imageId === undefined) return;
    if ('setImageIdIndex' in viewport) {
      const stackIndex = viewport.getImageIds().indexOf(imageId);
      if (stackIndex < 0 || stackIndex === viewport.getCurrentImageIdIndex()) return;
      await this.host
        .libraries()
        .cornerstone.utilities.jumpToSlice(viewport.element, { imageIndex: stackIndex });
      return;
    }
    const reference = { FrameOfReferenceUID: viewport.getFrameOfReferenceUID(), referencedImageId: imageId };
    if (!viewport.isReferenceViewable(reference, { withNavigation: true })) return;
    viewport.setViewReference(reference);
    viewport.render();
  }
}
