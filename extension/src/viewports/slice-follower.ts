import type { Host } from '../host/host.ts';
import type { Subscription } from '../host/ohif-types.ts';

/** cornerstone's names for "another slice is shown"; the events are sent to the viewport's element. */
const NEW_IMAGE_EVENTS = ['CORNERSTONE_STACK_NEW_IMAGE', 'CORNERSTONE_VOLUME_NEW_IMAGE'] as const;

export interface ViewportChanges {
  /** Another slice in a viewport. */
  onSlice(viewportId: string): void;
  /** Other viewports, another active one, or other data in one of them. */
  onViewports(): void;
}

/** Watches all viewports of the grid until disposed of. */
export function followViewports(host: Host, changes: ViewportChanges): { dispose(): void } {
  const { viewportGridService, cornerstoneViewportService } = host.services;
  const attached = new Map<HTMLElement, () => void>();

  const attach = () => {
    const current = new Set<HTMLElement>();
    for (const viewportId of viewportGridService.getState().viewports.keys()) {
      const element: HTMLElement | undefined =
        cornerstoneViewportService.getCornerstoneViewport(viewportId)?.element;
      if (!element) continue;
      current.add(element);
      if (!attached.has(element))
        attached.set(
          element,
          listen(element, () => changes.onSlice(viewportId)),
        );
    }
    for (const [element, detach] of attached) {
      if (current.has(element)) continue;
      detach();
      attached.delete(element);
    }
  };
  const refresh = () => {
    attach();
    changes.onViewports();
  };

  const subscriptions: Subscription[] = [
    ...(
      ['ACTIVE_VIEWPORT_ID_CHANGED', 'GRID_STATE_CHANGED', 'LAYOUT_CHANGED', 'VIEWPORTS_READY'] as const
    ).map((name) => viewportGridService.subscribe(viewportGridService.EVENTS[name], refresh)),
    cornerstoneViewportService.subscribe(cornerstoneViewportService.EVENTS.VIEWPORT_DATA_CHANGED, refresh),
  ];
  refresh();
  return {
    dispose() {
      for (const subscription of subscriptions) subscription.unsubscribe();
      for (const detach of attached.values()) detach();
      attached.clear();
    },
  };
}

function listen(element: HTMLElement, listener: () => void): () => void {
  for (const name of NEW_IMAGE_EVENTS) element.addEventListener(name, listener);
  return () => {
    for (const name of NEW_IMAGE_EVENTS) element.removeEventListener(name, listener);
  };
}
