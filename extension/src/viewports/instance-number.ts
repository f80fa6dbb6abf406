import type { CornerstoneViewport } from '../host/ohif-types.ts';

/** What OHIF hands to an item of its overlay, as far as it is read here. */
export interface OverlayProps {
  /** As OHIF has found it; null where the plane is none of the images. */
  readonly instanceNumber?: number | null;
  readonly imageSliceData: { readonly imageIndex: number; readonly numberOfSlices: number };
  readonly instances?: readonly { readonly imageId?: string; readonly InstanceNumber?: number | string }[];
  readonly viewportId: string;
  readonly servicesManager: {
    readonly services: {
      readonly cornerstoneViewportService: {
        getCornerstoneViewport(id: string): CornerstoneViewport | undefined;
      };
    };
  };
}

interface OverlayItem {
  readonly id: string;
  readonly inheritsFrom?: string;
}

/**
 * OHIF's corner "I:10 (10/25)", of the image that is shown. OHIF turns a stack into a volume for the layers of a series that
 * was looked at in MPR, and then counts through the volume's images, which may be numbered the other way round.
 */
export function instanceText({ instanceNumber, imageSliceData, ...props }: OverlayProps): string {
  const { imageIndex, numberOfSlices } = imageSliceData;
  const position = `${imageIndex + 1}/${numberOfSlices}`;
  if (instanceNumber === null || instanceNumber === undefined) return position;
  return `I:${shownInstance(props) ?? instanceNumber} (${position})`;
}

function shownInstance({
  instances,
  viewportId,
  servicesManager,
}: Omit<OverlayProps, 'imageSliceData'>): number | string | undefined {
  const { cornerstoneViewportService } = servicesManager.services;
  const imageId = cornerstoneViewportService.getCornerstoneViewport(viewportId)?.getCurrentImageId?.();
  return imageId === undefined
    ? undefined
    : instances?.find((instance) => instance.imageId === imageId)?.InstanceNumber;
}

/** The items of OHIF's corner with ours in the place of its own; a site's other items stay. */
export function withInstanceText<Item extends OverlayItem>(items: readonly Item[] = []): unknown[] {
  return items.map((item) =>
    item.inheritsFrom === 'ohif.overlayItem.instanceNumber'
      ? { ...item, inheritsFrom: 'ohif.overlayItem', contentF: instanceText }
      : item,
  );
}
