import type { Host } from '../host/host.ts';
import type { Subscription } from '../host/ohif-types.ts';
import type { LayerId } from '../methods.ts';

/** What the viewer says of the layers of the series under review. */
export interface LayerEvents {
  /** Which layer a segmentation is; undefined for everybody else's. */
  methodOf(segmentationId: string): LayerId | undefined;
  /** A person has deleted it. */
  onDeleted(method: LayerId): void;
  /** It looks different in a viewport, or was added to it. */
  onRestyled(viewportId: string): void;
  /** Its segments are others. */
  onSegments(): void;
  /** A viewport has lost a segmentation, of whomever. */
  onWithdrawn(viewportId: string, segmentationId: string): void;
  /** Its labels have changed, by us or by a tool. */
  onDrawn(): void;
}

/** Listens to the viewer's segmentation service. @returns the way to stop it */
export function watchLayers({ services }: Host, events: LayerEvents): () => void {
  const { segmentationService } = services;
  const { EVENTS } = segmentationService;
  const subscriptions: Subscription[] = [
    segmentationService.subscribe<{ segmentationId: string }>(
      EVENTS.SEGMENTATION_REMOVED,
      ({ segmentationId }) => {
        const method = events.methodOf(segmentationId);
        if (method) events.onDeleted(method);
      },
    ),
    segmentationService.subscribe<{ segmentationId: string; viewportId?: string }>(
      EVENTS.SEGMENTATION_REPRESENTATION_MODIFIED,
      ({ segmentationId, viewportId }) => {
        if (viewportId && events.methodOf(segmentationId)) events.onRestyled(viewportId);
      },
    ),
    segmentationService.subscribe<{ segmentationId: string }>(
      EVENTS.SEGMENTATION_MODIFIED,
      ({ segmentationId }) => {
        if (events.methodOf(segmentationId)) events.onSegments();
      },
    ),
    segmentationService.subscribe<{ segmentationId: string; viewportId: string }>(
      EVENTS.SEGMENTATION_REPRESENTATION_REMOVED,
      ({ segmentationId, viewportId }) => events.onWithdrawn(viewportId, segmentationId),
    ),
    segmentationService.subscribe<{ segmentationId: string }>(
      EVENTS.SEGMENTATION_DATA_MODIFIED,
      ({ segmentationId }) => {
        if (events.methodOf(segmentationId)) events.onDrawn();
      },
    ),
  ];
  return () => {
    for (const subscription of subscriptions) subscription.unsubscribe();
  };
}
